"""What is public of the badges, by the names in its address; None where there is nothing."""

from typing import Any

from .badges import content, files
from .credentials import issuer as issuers
from .credentials import keys
from .models import BadgeLevel, IssuerKey, StatusList


def issuer() -> dict[str, Any]:
    """The profile, and the keys that speak for it."""
    return issuers.published(keys.published())


def key(name: str) -> dict[str, Any] | None:
    """An RSA key's public half as a JWK; a stolen one is gone."""
    found = IssuerKey.objects.filter(name=name, compromised_at=None).first()
    return None if found is None else found.public | {"kid": found.address, "use": "sig"}


def status_list(number: int) -> dict[str, Any] | None:
    """The signed list with this number; None before it was first signed."""
    return StatusList.objects.filter(number=number).values_list("document", flat=True).first()


def achievement(code: str) -> dict[str, Any] | None:
    """What the level with this code asks for, with the standard objectives it tells results of."""
    level = BadgeLevel.objects.filter(code=code).first()
    return None if level is None else content.published_achievement(level)


def picture(code: str) -> bytes | None:
    """PNG."""
    level = BadgeLevel.objects.filter(code=code).first()
    return None if level is None else files.picture_png(level.picture)
