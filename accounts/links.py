"""Links for people without an account: made, opened, renewed, revoked.

The token is an HMAC of purpose and nonce, so a mail sent twice carries the same address; the
database holds only its SHA-256 (ASVS 5.0, 6.5). Lifetime 21 days: the link is a capability on a few
documents, not a log-in code, hence longer than ASVS 6.5.5 asks for codes.
"""

import base64
import hashlib
import hmac
import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from imyportal import audit
from imyportal.enums import Action

from .enums import Purpose
from .models import AccessLink, AccessLinkUse, Viewer

REUSE_WHILE = timedelta(days=14)  # a link with less time left is replaced by a new one
# A calendar program is told the address once and asks it for years; it shows dates, and nobody signs by it.
LIFETIMES = {Purpose.CALENDAR: timedelta(days=730)}


def token_of(link: AccessLink) -> str:
    """The secret part of the link's address: 43 characters, 256 bits.

    While `LINK_KEY` is being changed a link keeps the token of the key it was made with.
    """
    return _sent_token(link) or _token(link.purpose, link.nonce, settings.LINK_KEY)


def _sent_token(link: AccessLink) -> str | None:
    """The token whose hash the link has; None when no key of ours makes it any more."""
    for key in (settings.LINK_KEY, *settings.LINK_KEY_FALLBACKS):
        token = _token(link.purpose, link.nonce, key)
        if _hash(token) == link.token_hash:
            return token
    return None


def _token(purpose: str, nonce: uuid.UUID, key: str) -> str:
    digest = hmac.digest(key.encode(), f"{purpose}|{nonce}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def create(purpose: Purpose, holder: models.Model) -> AccessLink:
    """A new link for `holder`."""
    nonce = uuid.uuid4()
    now = timezone.now()
    return AccessLink.objects.create(
        purpose=purpose,
        holder_type=ContentType.objects.get_for_model(holder),
        holder_id=holder.pk,
        nonce=nonce,
        token_hash=_hash(_token(purpose, nonce, settings.LINK_KEY)),
        expires_at=now + LIFETIMES.get(purpose, settings.LINK_LIFETIME),
    )


def _of(purpose: Purpose, holder: models.Model) -> models.QuerySet[AccessLink]:
    return AccessLink.objects.filter(
        purpose=purpose,
        holder_type=ContentType.objects.get_for_model(holder),
        holder_id=holder.pk,
    )


@transaction.atomic
def for_holder(purpose: Purpose, holder: models.Model) -> AccessLink:
    """The holder's live link with at least 14 days left, else a new one.

    Several mails of one week carry the same link, so that the newest does not break the others.
    """
    usable = timezone.now() + REUSE_WHILE
    link = _of(purpose, holder).filter(revoked_at=None, expires_at__gt=usable).first()
    return link if link and _sent_token(link) else create(purpose, holder)


@transaction.atomic
def renew(purpose: Purpose, holder: models.Model) -> AccessLink:
    """A new link for the holder; all older ones die."""
    revoke_all(purpose, holder)
    return create(purpose, holder)


def revoke_all(purpose: Purpose, holder: models.Model, *, by: Viewer | None = None) -> int:
    """Revoke the holder's live links, for instance when the address was wrong; how many."""
    return revoke(_of(purpose, holder), by=by)


@transaction.atomic
def revoke(links: models.QuerySet[AccessLink], *, by: Viewer | None = None) -> int:
    """Revoke those of `links` that still work; how many.

    Noted when somebody does it, not when a link was used up or replaced.
    """
    working = links.filter(revoked_at=None)
    if by is not None:
        audit.note_each(
            Action.LINK_REVOKED, by=by, rows=[link.holder for link in working if link.holder]
        )
    return working.update(revoked_at=timezone.now())


def was_taken_back(link: AccessLink) -> bool:
    """Revoked, and its holder was not given another instead.

    A sign-in link is revoked by its own use, which says nothing against its holder.
    """
    if link.revoked_at is None or link.purpose == Purpose.SIGN_IN:
        return False
    newer = AccessLink.objects.filter(
        purpose=link.purpose,
        holder_type=link.holder_type_id,
        holder_id=link.holder_id,
        revoked_at=None,
    )
    return not newer.exists()


def find(purpose: Purpose, token: str) -> AccessLink | None:
    """The link with this token, live or not; None for a token nobody was given."""
    return AccessLink.objects.filter(purpose=purpose, token_hash=_hash(token)).first()


def note_use(link: AccessLink, what: str, ip: str | None) -> None:
    """Log one use of the link."""
    AccessLinkUse.objects.create(link=link, what=what, ip=ip)
    AccessLink.objects.filter(pk=link.pk).update(use_count=F("use_count") + 1)
