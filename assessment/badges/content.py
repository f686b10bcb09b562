"""What the credential of a badge says (Open Badges 3.0, OpenBadgeCredential)."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imyportal import words

from .. import credentials
from ..enums import ResultStatus, SetKind
from ..models import BadgeAward, BadgeLevel, Objective, StatusEntry
from .earning import Stay
from .outcomes import Outcomes


def address(level: BadgeLevel) -> str:
    """Where the level's achievement is published, which is its `id`."""
    return settings.SITE_URL + reverse("assessment:achievement", args=[level.code])


def credential(
    award: BadgeAward, stay: Stay, outcomes: Outcomes, status: StatusEntry, *, at: datetime
) -> dict[str, Any]:
    """The credential of the badge's level, without a proof, in the language of certificates.

    `award` needs level, trainee and group loaded. The person is named by first name and initial unless
    they chose otherwise, and results stand in it once they chose that; the e-mail address is in it only
    as a salted hash, for checking what one knows.
    """
    trainee, level = award.trainee, award.level
    told = outcomes.values if award.shows_results else {}
    results = [_result(level, *each, outcomes.status) for each in told.items()]
    with translation.override(words.supported(trainee.group.language)):
        return {
            "@context": credentials.CONTEXTS,
            "id": uuid.uuid4().urn,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": level.name,
            "issuer": credentials.profile(),
            "validFrom": _moment(at),
            "awardedDate": _moment(at),
            "credentialSubject": {
                "id": award.subject.urn,
                "type": ["AchievementSubject"],
                "identifier": _identifiers(award),
                "activityStartDate": _moment(_midnight(stay.first)),
                "activityEndDate": _moment(_midnight(stay.last)),
                "narrative": _narrative(stay, outcomes.status if results else None),
                "achievement": achievement(level, outcomes.values),
                **({"result": results} if results else {}),
            },
            "credentialStatus": credentials.status_of(status),
        }


def achievement(level: BadgeLevel, objectives: Iterable[Objective]) -> dict[str, Any]:
    """What the level asks for, in the active language; results are told of `objectives`."""
    described = [_described(level, each) for each in objectives]
    return {
        "id": address(level),
        "type": ["Achievement"],
        "achievementType": "Fieldwork",
        "name": level.name,
        "description": _description(level),
        "criteria": {"narrative": _criteria(level)},
        "creator": credentials.profile(),
        "image": {
            "id": settings.SITE_URL + reverse("assessment:achievement_picture", args=[level.code]),
            "type": "Image",
        },
        "inLanguage": translation.get_language() or "en",
        **({"resultDescription": described} if described else {}),
    }


def published_achievement(level: BadgeLevel) -> dict[str, Any]:
    """The same in English with the standard objectives, as it stands at its address."""
    standard = Objective.objects.filter(set__kind=SetKind.STANDARD, set__is_current=True)
    with translation.override("en"):
        found = achievement(level, standard)
    return {"@context": credentials.CONTEXTS} | found


def _described(level: BadgeLevel, objective: Objective) -> dict[str, Any]:
    return {
        "id": _result_name(level, objective),
        "type": ["ResultDescription"],
        "name": objective.name,
        "resultType": "Percent",
        "valueMin": "0",
        "valueMax": "100",
    }


def _result(
    level: BadgeLevel, objective: Objective, value: int, status: ResultStatus
) -> dict[str, Any]:
    return {
        "type": ["Result"],
        "resultDescription": _result_name(level, objective),
        "status": status.value,
        "value": str(value),
    }


def _result_name(level: BadgeLevel, objective: Objective) -> str:
    return f"{address(level)}#objective-{objective.pk}"


# --- Whose it is --------------------------------------------------------------------------------


def shown_name(award: BadgeAward) -> str:
    """As strangers read it: Lena H., or Lena Hoffmann when the person chose it."""
    trainee = award.trainee
    if award.shows_full_name or not trainee.last_name:
        return trainee.name
    return f"{trainee.first_name} {trainee.last_name[0]}."


def _identifiers(award: BadgeAward) -> list[dict[str, Any]]:
    """The name as shown, and the e-mail address hashed with a salt (IdentityObject)."""
    named = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": shown_name(award),
        "identityType": "name",
    }
    return [named, _hashed(award.trainee.email)] if award.trainee.email else [named]


def _hashed(email: str) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    digest = hashlib.sha256((email + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": salt,
    }


# --- Words and moments --------------------------------------------------------------------------


def _description(level: BadgeLevel) -> str:
    text = ngettext(
        "A work placement of at least %(count)d week with a company in Tuscany, within a European mobility.",
        "A work placement of at least %(count)d weeks with a company in Tuscany, within a European mobility.",
        level.weeks,
    )
    return text % {"count": level.weeks}


def _criteria(level: BadgeLevel) -> str:
    text = ngettext(
        "%(count)d placement week with at least one working day that the company signed. "
        "The badge grows with the stay.",
        "%(count)d placement weeks, each with at least one working day that the company signed. "
        "The badge grows with the stay.",
        level.weeks,
    )
    return text % {"count": level.weeks}


def _narrative(stay: Stay, status: ResultStatus | None) -> str:
    """What was done; and, where there are results, what kind of results they are."""
    text = ngettext(
        "%(count)d placement week signed by the company.",
        "%(count)d placement weeks signed by the company.",
        stay.weeks,
    )
    done = text % {"count": stay.weeks}
    if status is None:
        return done
    # Translators: in a badge, like «Results: mid-term, signed off.»
    return f"{done} {_('Results: %(status)s.') % {'status': status.label}}"


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _moment(at: datetime) -> str:
    """ISO 8601 with a time zone, to the second."""
    return at.replace(microsecond=0).isoformat()
