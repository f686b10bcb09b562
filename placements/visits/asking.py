"""Companies are asked whether a time suits them, and answer by the link in the mail: one tap."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit
from imyportal.enums import Action

from ..enums import StopAnswer
from ..models import Visit, VisitStop
from . import offering, telling
from .planning import (
    ANSWER,
    check_times,
    holding,
    locked,
    mark,
    on_the_way,
)

EARLIEST, LATEST = time(6), time(22)  # of a time that a company proposes
FARTHEST = timedelta(days=92)  # of a day


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
    on: date | None = None,
    note: str = "",
) -> VisitStop:
    """What the company says; said twice it is once, said anew it takes the place of what was said.

    `shown` is `VisitStop.when` as the company saw it; it proposes to start `at` another time, or `on` another
    day, or both. Raises `ValidationError` with code `over` after the visit or without it, `changed` when the
    time is another one by now; at their fields `night` for a start nobody works at, `day` for a day that is
    over, far away, or on which no trainee of the visit is there.
    """
    visit = locked(stop.visit)
    stops = holding(visit)
    stop = next((each for each in stops if each.pk == stop.pk), stop)
    stop.visit = visit
    if not can_answer(stop):
        raise ValidationError(_("This visit is over or was called off."), code="over")
    day, proposed = _proposed(stop, at, on) if said == StopAnswer.OTHER else (None, None)
    now = (stop.answer, stop.proposed_on, stop.proposed_at, stop.note)
    if now == (said, day, proposed, note):
        return stop
    if stop.when != shown:
        raise ValidationError(
            _("The time was changed meanwhile. Please look again."), code="changed"
        )
    was_off = stop.answer == StopAnswer.NO
    stop.answer, stop.answered_at, stop.answered_link = said, timezone.now(), link
    stop.answered_user, stop.proposed_on, stop.proposed_at, stop.note = None, day, proposed, note
    if was_off:
        check_times(on_the_way(stops))  # somebody else may have the time by now
    mark(stop, *ANSWER)
    audit.note(Action.VISIT_ANSWERED, by=link, about=visit, stop=stop.pk, answer=str(said))
    return stop


def _proposed(stop: VisitStop, at: time | None, on: date | None) -> tuple[date | None, time]:
    """The day, if it is another one, and the time that the company proposes."""
    day = on if on != stop.visit.day else None
    if day is None and at in (None, stop.starts_at):
        raise _refused("at", _("Enter the time that suits you better."), "time")
    start = at or stop.starts_at
    if not EARLIEST <= start <= LATEST:
        # Translators: read by a company, in a polite or neutral form
        raise _refused("at", _("Enter a time between 06:00 and 22:00."), "night")
    today = timezone.localdate()
    if day is not None and not today < day <= today + FARTHEST:
        # Translators: read by a company, in a polite or neutral form
        raise _refused("on", _("Enter a day of the next three months."), "day")
    if day is not None and not offering.at_company(stop, day):
        # Translators: read by a company, in a polite or neutral form
        text = _("On this day no trainee of this visit is at the company.")
        raise _refused("on", text, "day")
    return day, start


def _refused(field: str, text: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(text, code=code)})


def can_answer(stop: VisitStop) -> bool:
    """Until the visit is over or called off."""
    is_off = stop.withdrawn_at is not None or not stop.visit.is_open
    return not is_off and stop.finishes >= timezone.now()
