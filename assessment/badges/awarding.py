"""Giving badges, letting them grow, withdrawing them."""

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, codes, mail, work
from imyportal.enums import Action
from trainees.models import Trainee

from .. import credentials
from ..credentials import keys
from ..enums import KeyKind
from ..models import BadgeAward, BadgeIssue, BadgeLevel, SignOff
from . import content, earning, outcomes
from .earning import Earned, Stay
from .outcomes import Outcomes

BATCH = 50  # so many people are looked up together

logger = logging.getLogger(__name__)


def award_due() -> int:
    """Give every level that was earned; how many. None while there is no key to sign with.

    A failure is logged and tried again with the next sweep; it does not stop the others.
    """
    if not credentials.can_sign():
        return 0
    return sum(_give_all(few) for few in _batched(earning.due(), BATCH)) + _renew_due()


def _renew_due() -> int:
    """Sign anew what stands at its address and was signed with a key that somebody stole, or tells
    results that were signed off, or signed off anew, only later; how many."""
    stolen = Q(key__compromised_at__isnull=False) | Q(jwt_key__compromised_at__isnull=False)
    newer = SignOff.objects.current().filter(
        placement__trainee=OuterRef("award__trainee"), signed_at__gt=OuterRef("issued_at")
    )
    outdated = Q(award__shows_results=True) & Exists(newer)
    found = BadgeIssue.objects.current().filter(stolen | outdated, award__withdrawn_at=None)
    return sum(_renewed(issue.award) for issue in found.select_related("award"))


def _renewed(award: BadgeAward) -> bool:
    try:
        renew(award)
    except ValidationError as error:
        logger.warning("badge not signed anew award=%s: %s", award.pk, error.messages[0])
        return False
    return True


def _batched(earned: Iterable[Earned], size: int) -> Iterator[list[Earned]]:
    rest = iter(earned)
    while few := list(islice(rest, size)):
        yield few


def _give_all(earned: list[Earned]) -> int:
    known = outcomes.of(trainee for trainee, _stay, _level in earned)
    given = 0
    for trainee, stay, level in earned:
        try:
            given += give(trainee, stay, level, known.get(trainee.pk)) is not None
        except Exception:
            logger.exception("badge not given trainee=%s", trainee.pk)
    return given


@transaction.atomic
def give(
    trainee: Trainee, stay: Stay, level: BadgeLevel, learnt: Outcomes | None = None
) -> BadgeIssue | None:
    """Give `level` for `stay`, and tell the trainee; None when they have it or it was withdrawn."""
    trainee = (
        Trainee.objects.select_for_update(of=("self",)).select_related("group").get(pk=trainee.pk)
    )
    work.hook("badges.trainee_locked")
    award = BadgeAward.objects.select_related("level").filter(trainee=trainee).first()
    if award is None:
        award = BadgeAward.objects.create(trainee=trainee, code=codes.new(), level=level)
    elif award.withdrawn_at is not None or award.level.weeks >= level.weeks:
        return None
    else:
        award.level, award.awarded_at = level, timezone.now()
        award.save(update_fields=["level", "awarded_at"])
    award.trainee = trainee
    issue = _issue(award, stay, learnt or Outcomes())
    audit.note(Action.BADGE_AWARDED, by=None, about=award, weeks=stay.weeks, months=level.months)
    if trainee.email:
        mail.queue(
            "assessment/badge_awarded",
            to=trainee.email,
            language=trainee.language,
            about=issue,
            key=f"badge_awarded:{award.pk}:{level.months}",
        )
    return issue


@transaction.atomic
def renew(award: BadgeAward) -> BadgeIssue:
    """Sign the present level again: the name was corrected, or the person shows more or less of it.

    The credential before stays true and is superseded. Raises `ValidationError` when the badge was
    withdrawn, or corrections left no signed day of work.
    """
    award = (
        BadgeAward.objects.select_for_update(of=("self",))
        .select_related("trainee__group", "level")
        .get(pk=award.pk)
    )
    _check_valid(award)
    stay = earning.stays([award.trainee]).get(award.trainee.pk)
    if stay is None:
        raise ValidationError(
            _("No signed day of work is left, so the badge stays as it is. Ask your tutor."),
            code="no_days",
        )
    learnt = outcomes.of([award.trainee])
    return _issue(award, stay, learnt.get(award.trainee.pk, Outcomes()))


def _issue(award: BadgeAward, stay: Stay, learnt: Outcomes) -> BadgeIssue:
    """Sign, and put the credential in the place of the one before."""
    now = timezone.now()
    status = credentials.new_entry()
    plain = content.credential(award, stay, learnt, status, at=now)
    document = credentials.sign(plain, at=now)
    award.issues.current().update(superseded_at=now)
    return BadgeIssue.objects.create(
        award=award,
        level=award.level,
        issued_at=now,
        weeks=stay.weeks,
        credential_id=plain["id"],
        document=document,
        digest=digest(document),
        jwt=credentials.jwt(plain),
        status=status,
        key=keys.active(KeyKind.ED25519),
        jwt_key=keys.active(KeyKind.RSA),
    )


@transaction.atomic
def withdraw(award: BadgeAward, *, by: User, reason: str) -> BadgeAward:
    """It counts no more, at no level; whoever checks it is told so, and the trainee why.

    Raises `ValidationError` when it was withdrawn before, or the reason is empty.
    """
    award = (
        BadgeAward.objects.select_for_update(of=("self",))
        .select_related("trainee", "level")
        .get(pk=award.pk)
    )
    _check_valid(award)
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason.")}, code="reason")
    award.withdrawn_at, award.withdrawn_by = timezone.now(), by
    award.withdraw_reason = reason.strip()
    award.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    for issue in award.issues.select_related("status"):
        credentials.withdraw(issue.status)
    audit.note(Action.BADGE_WITHDRAWN, by=by, about=award)
    if award.trainee.email:
        mail.queue(
            "assessment/badge_withdrawn",
            to=award.trainee.email,
            language=award.trainee.language,
            about=award,
            key=f"badge_withdrawn:{award.pk}",
        )
    return award


def _check_valid(award: BadgeAward) -> None:
    if award.withdrawn_at is not None:
        raise ValidationError(_("This badge is already withdrawn."), code="withdrawn")


def digest(document: dict[str, Any]) -> str:
    """SHA-256, in hex, over the canonical JSON."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
