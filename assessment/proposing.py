"""From a draft of objectives to a set in use: proposed by the sending tutor, decided by the agency.

A set that comes into use replaces the one that was in use for the same trainees. Placements keep what
they began with; those underway that fit a new technical set and observe none begin with it at once.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, mail
from imyportal.enums import Action
from placements.models import Placement

from . import drafting, framework
from .enums import SetKind, SetState
from .models import ObjectiveSet, PlacementSet

LANGUAGES = ["en", "it"]  # certificates are in English, companies read Italian


@transaction.atomic
def propose(found: ObjectiveSet, *, by: User) -> ObjectiveSet:
    """Hand a draft to the agency, or again what was sent back.

    Raises `ValidationError` `changed` when it is no draft any more.
    """
    held = drafting.hold(found)
    if held.state not in (SetState.DRAFT, SetState.DECLINED):
        raise ValidationError(_("This was proposed already."), code="changed")
    held.state, held.proposed_at, held.proposed_by = SetState.PROPOSED, timezone.now(), by
    held.save(update_fields=["state", "proposed_at", "proposed_by"])
    audit.note(Action.OBJECTIVES_PROPOSED, by=by, about=held)
    return held


@transaction.atomic
def decline(found: ObjectiveSet, *, reason: str, by: User) -> ObjectiveSet:
    """Send a proposal back: its words can be changed and proposed again. Tells who proposed it.

    Raises `ValidationError`: `reason` without one, `changed` when it is no proposal any more.
    """
    held = drafting.hold(found)
    if held.state != SetState.PROPOSED:
        raise ValidationError(_("This is no proposal any more."), code="changed")
    if not reason.strip():
        raise ValidationError(_("Say what should be different."), code="reason")
    held.state, held.declined_at, held.declined_by = SetState.DECLINED, timezone.now(), by
    held.decline_reason = reason.strip()
    held.save(update_fields=["state", "declined_at", "declined_by", "decline_reason"])
    audit.note(Action.OBJECTIVES_DECLINED, by=by, about=held)
    _tell("assessment/objectives_declined", held)
    return held


@transaction.atomic
def put_in_use(found: ObjectiveSet, *, by: User) -> int:
    """Accept a proposal, or use a draft of the agency's own; how many placements begin with it now.

    Raises `ValidationError`: `unsaid` when names are missing in English or Italian, `changed` when
    somebody else was here meanwhile.
    """
    held = drafting.hold(found)
    if not held.is_open:
        raise ValidationError(_("This set is in use already."), code="changed")
    if lines := drafting.missing(held, LANGUAGES):
        raise ValidationError([ValidationError(line, code="unsaid") for line in lines])
    now = timezone.now()
    _others_in_use(held).update(state=SetState.REPLACED, is_current=False, replaced_at=now)
    held.state, held.is_current, held.accepted_at, held.accepted_by = SetState.IN_USE, True, now, by
    held.save(update_fields=["state", "is_current", "accepted_at", "accepted_by"])
    audit.note(Action.OBJECTIVES_IN_USE, by=by, about=held)
    if held.kind == SetKind.TECHNICAL:
        framework.begin(who_begins(held))
    _tell("assessment/objectives_accepted", held)
    return held.begun.count()


def _tell(template: str, held: ObjectiveSet) -> None:
    if (by := held.proposed_by) and held.proposed_at:
        # A proposal may be sent back twice: each mail speaks of one answer.
        answer = held.proposed_at.isoformat()
        mail.queue(template, to=by.email, language=by.language, about=held, proposed_at=answer)


def _others_in_use(held: ObjectiveSet) -> QuerySet[ObjectiveSet]:
    whom = {"kind": held.kind, "organisation": held.organisation, "group": held.group}
    return ObjectiveSet.objects.current().filter(**whom, field__iexact=held.field)


def who_begins(technical: ObjectiveSet) -> list[int]:
    """Placements underway, by key, that observe no technical set and would observe this one. Two queries."""
    today = timezone.localdate()
    has_one = PlacementSet.objects.filter(kind=SetKind.TECHNICAL).values("placement")
    places = framework.places(
        Placement.objects.underway(today)
        .filter(trainee__group__organisation=technical.organisation)
        .exclude(pk__in=has_one)
    )
    return [pk for pk, place in places.items() if framework.fits(technical, place)]
