"""Companies are asked whether a time suits them, and answer by the link in the mail: one tap."""

from dataclasses import dataclass, field
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit
from imyportal.enums import Action

from ..enums import StopAnswer
from ..models import Visit, VisitStop
from . import telling
from .planning import (
    ANSWER,
    check_times,
    check_ways,
    forget_answer,
    holding,
    locked,
    mark,
    on_the_way,
)

EARLIEST, LATEST = time(6), time(22)  # of a time that a company proposes


@dataclass
class Asked:
    """How many companies were asked, and whom no mail reaches: those are called."""

    count: int = 0
    to_call: list[VisitStop] = field(default_factory=list)


@transaction.atomic
def ask(visit: Visit, *, by: User) -> Asked:
    """Ask every company of the day that was not asked yet; twice is once."""
    visit = locked(visit)
    result = Asked()
    for stop in holding(visit):
        if stop.answer != StopAnswer.OPEN:
            continue
        if not stop.company_tutor.email:
            result.to_call.append(stop)
            continue
        stop.answer, stop.asked_at = StopAnswer.ASKED, timezone.now()
        stop.save(update_fields=["answer", "asked_at"])
        telling.tell_company(stop, "asked")
        result.count += 1
    if result.count:
        audit.note(Action.VISIT_ASKED, by=by, about=visit, stops=result.count)
    return result


@transaction.atomic
def answer(
    stop: VisitStop,
    said: StopAnswer,
    *,
    link: AccessLink,
    shown: str,
    at: time | None = None,
    note: str = "",
) -> VisitStop:
    """What the company says; said twice it is once, said anew it takes the place of what was said.

    `shown` is `VisitStop.when` as the company saw it, `at` the start it proposes. Raises `ValidationError`
    with code `over` after the visit or without it, `changed` when the time is another one by now, `night` for
    a start nobody works at.
    """
    visit = locked(stop.visit)
    stops = holding(visit)
    stop = next((each for each in stops if each.pk == stop.pk), stop)
    stop.visit = visit
    if not can_answer(stop):
        raise ValidationError(_("This visit is over or was called off."), code="over")
    proposed = at if said == StopAnswer.OTHER else None
    if said == StopAnswer.OTHER and proposed in (None, stop.starts_at):
        raise _at(_("Enter the time that suits you better."), "time")
    if proposed is not None and not EARLIEST <= proposed <= LATEST:
        # Translators: read by a company, in a polite or neutral form
        raise _at(_("Enter a time between 06:00 and 22:00."), "night")
    if (stop.answer, stop.proposed_at, stop.note) == (said, proposed, note):
        return stop
    if stop.when != shown:
        raise ValidationError(
            _("The time was changed meanwhile. Please look again."), code="changed"
        )
    was_off = stop.answer == StopAnswer.NO
    stop.answer, stop.answered_at, stop.answered_link = said, timezone.now(), link
    stop.answered_user, stop.proposed_at, stop.note = None, proposed, note
    if was_off:
        check_times(on_the_way(stops))  # somebody else may have the time by now
    mark(stop, *ANSWER)
    audit.note(Action.VISIT_ANSWERED, by=link, about=visit, stop=stop.pk, answer=str(said))
    return stop


def _at(text: str, code: str) -> ValidationError:
    """At the field of the time that a company proposes."""
    return ValidationError({"at": ValidationError(text, code=code)})


def can_answer(stop: VisitStop) -> bool:
    """Until the visit is over or called off."""
    is_off = stop.withdrawn_at is not None or not stop.visit.is_open
    return not is_off and stop.finishes >= timezone.now()


@transaction.atomic
def take(stop: VisitStop, *, by: User, short_is_fine: bool = False) -> VisitStop:
    """Take the time a company proposes, as long as before; the company is told.

    Raises `ValidationError` when another company has that time, or nothing is proposed any more, as of a
    company that was taken out; `ShortWay` when the way from another or to it becomes short, unless
    `short_is_fine`.
    """
    visit = locked(stop.visit)
    stops = holding(visit)
    stop = next((each for each in stops if each.pk == stop.pk), stop)
    if stop not in stops or stop.answer != StopAnswer.OTHER or stop.proposed_at is None:
        raise ValidationError(_("This company proposes no other time."), code="none")
    length = stop.finishes - stop.begins
    begins = timezone.make_aware(datetime.combine(visit.day, stop.proposed_at))
    if timezone.localdate(begins + length) != visit.day:
        raise ValidationError(_("A visit ends on the day it begins."), code="times")
    link, note = stop.answered_link, stop.note
    before = on_the_way([each for each in stops if each != stop])
    stop.starts_at, stop.ends_at = stop.proposed_at, timezone.localtime(begins + length).time()
    forget_answer(stop)
    stop.answer, stop.answered_at = StopAnswer.YES, timezone.now()
    stop.answered_link, stop.note = link, note
    check_times(on_the_way(stops))
    if not short_is_fine:
        check_ways(on_the_way(stops), before=before)
    mark(stop, "starts_at", "ends_at", "asked_at", *ANSWER)
    telling.tell_company(stop, "agreed")
    audit.note(Action.VISIT_CHANGED, by=by, about=visit)
    if visit.confirmed_at is not None:
        telling.tell_visitors(visit, "changed", by=by)
    return stop
