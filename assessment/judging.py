"""Whether a placement meets what a certificate asks for: each requirement in words, and who can help."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from imyportal import weeks
from placements.enums import LIVE_STATUSES, WeekStatus
from trainees.enums import StepTicker

from . import confirming, slots
from .enums import (
    ConfirmationAnswer,
    EvaluationMoment,
    Helper,
    RequirementKind,
    RequirementState,
)
from .requirements import Asked

if TYPE_CHECKING:
    from .readiness import Facts

# What can be done about something that is missing: the pages know where.
CONFIRM, PLACE, HOURS, REMIND, EVALUATE = "confirm", "place", "hours", "remind", "evaluate"
TICK, SELF, SIGN_OFF, DECIDE, LOOK = "tick", "self", "sign_off", "decide", "look"

# What a week lacks, by its state: words, what can be done, who can do it.
WEEK_WORDS: dict[str, tuple[str | Promise, str, Helper]] = {
    WeekStatus.OPEN: (gettext_lazy("Week %(number)d not sent"), HOURS, Helper.TRAINEE),
    WeekStatus.RETURNED: (gettext_lazy("Week %(number)d was sent back"), HOURS, Helper.TRAINEE),
    WeekStatus.DECLARED: (gettext_lazy("Week %(number)d not signed"), REMIND, Helper.COMPANY),
}


@dataclass(frozen=True)
class Line:
    """One thing that a certificate asks for, as it stands now."""

    kind: RequirementKind
    words: str
    state: RequirementState = RequirementState.OPEN
    helper: Helper | None = None  # who can put it right, while it is open
    fix: str = ""  # one of those above; empty: only time helps
    week: int | None = None  # key of the week whose hours lack something
    slot: str = ""  # of a self-evaluation that is open now

    @property
    def is_open(self) -> bool:
        return self.state == RequirementState.OPEN


def lines(facts: "Facts", today: date) -> list[Line]:
    """Everything that is asked for, in its order; what is not needed too.

    A placement that is not confirmed lacks that, and nothing else is looked at.
    """
    if facts.placement.status not in LIVE_STATUSES:
        words = _("Placement not confirmed")
        return [Line(RequirementKind.CONFIRMED, words, helper=Helper.TUTOR, fix=CONFIRM)]
    found: list[Line] = []
    for asked in facts.asked:
        if asked.is_needed:
            found += _JUDGES[asked.kind](facts, asked, today)
        else:
            words = str(asked.kind.label)
            found.append(Line(asked.kind, words, RequirementState.NOT_NEEDED))
    return found


def progress(found: Iterable[Line]) -> str:
    """How many of the lines asked for are there, like «5 of 7 done»; empty for less than two."""
    asked = [line for line in found if line.state != RequirementState.NOT_NEEDED]
    if len(asked) < 2:
        return ""
    done = sum(not line.is_open for line in asked)
    return _("%(done)d of %(total)d done") % {"done": done, "total": len(asked)}


def no_placement() -> Line:
    """What somebody lacks who has no placement at all."""
    words = _("No placement")
    return Line(RequirementKind.CONFIRMED, words, helper=Helper.TUTOR, fix=PLACE)


def _met(kind: RequirementKind, words: str) -> Line:
    return Line(kind, words, RequirementState.MET)


def _confirmed(facts: "Facts", asked: Asked, today: date) -> Iterator[Line]:
    yield _met(asked.kind, _("Placement confirmed"))


def _over(facts: "Facts", asked: Asked, today: date) -> Iterator[Line]:
    last = facts.placement.ends_on
    day = {"day": date_format(last, "j E")}
    if last > today:
        words = _("Placement ends on %(day)s") % day
        yield Line(asked.kind, words, helper=Helper.TIME)
    else:
        # Translators: day is like «13 March»
        yield _met(asked.kind, _("Placement until %(day)s is over") % day)


def _tasks(facts: "Facts", asked: Asked, today: date) -> Iterator[Line]:
    for step in facts.steps:
        if step.pk in facts.steps_done:
            yield _met(asked.kind, step.name)
        else:
            by_tutor = step.ticked_by == StepTicker.TUTOR
            helper = Helper.TUTOR if by_tutor else Helper.TRAINEE
            yield Line(asked.kind, step.name, helper=helper, fix=TICK)


def _weeks(facts: "Facts", asked: Asked, today: date) -> Iterator[Line]:
    stored = {week.monday: week for week in facts.weeks}
    placement, is_open = facts.placement, False
    for monday in weeks.mondays(placement.starts_on, min(placement.ends_on, today)):
        week = stored.get(monday)
        status = WeekStatus(week.status) if week else WeekStatus.OPEN
        if status in WEEK_WORDS:
            text, fix, helper = WEEK_WORDS[status]
            words = str(text) % {"number": placement.week_number(monday)}
            key = week.pk if week else None
            yield Line(asked.kind, words, helper=helper, fix=fix, week=key)
            is_open = True
    if not is_open:
        count = len(facts.signed_weeks)
        words = ngettext("%d week signed", "%d weeks signed", count) % count
        yield _met(asked.kind, words)


def _hours(facts: "Facts", asked: Asked, today: date) -> Iterator[Line]:
    signed, agreed, percent = facts.signed_minutes, facts.agreed_minutes, asked.percent or 0
    # Translators: like «112:30 of 304:00 h signed, 80 % are needed»
    words = _("%(signed)s of %(agreed)s h signed, %(percent)d %% are needed") % {
        "signed": weeks.hours(signed),
        "agreed": weeks.hours(agreed),
        "percent": percent,
    }
    if signed * 100 >= agreed * percent:
        yield _met(asked.kind, words)
    elif facts.placement.ends_on >= today:
        yield Line(asked.kind, words, helper=Helper.TIME)
    else:
        yield Line(asked.kind, words, helper=Helper.TUTOR, fix=DECIDE)


def _self_final(facts: "Facts", asked: Asked, today: date) -> Iterator[Line]:
    if facts.has_final_self:
        yield _met(asked.kind, _("Final self-evaluation given"))
        return
    final = next(s for s in slots.of(facts.placement) if s.moment == EvaluationMoment.FINAL)
    words = _("Final self-evaluation not given")
    if today < final.opens_on:
        day = date_format(final.opens_on, "j E")
        words = _("Final self-evaluation opens on %(day)s") % {"day": day}
        yield Line(asked.kind, words, helper=Helper.TIME)
    elif final.is_open(today):
        yield Line(asked.kind, words, helper=Helper.TRAINEE, fix=SELF, slot=final.key)
    else:
        yield Line(asked.kind, words, helper=Helper.TUTOR, fix=DECIDE)


def _company(facts: "Facts", asked: Asked, today: date) -> Iterator[Line]:
    state = facts.confirmed
    if state is not None and state.is_confirmed:
        yield _met(asked.kind, _("The company confirmed the certificate"))
    elif state is not None and state.answer == ConfirmationAnswer.WRONG:
        words = _("The company wants the certificate corrected")
        yield Line(asked.kind, words, helper=Helper.TUTOR, fix=LOOK)
    else:
        words = _("The company has not confirmed the certificate")
        if state is not None and state.last is not None:
            words = _("Changed since the company answered: it has to confirm again")
        elif not confirming.may_be_asked(facts):
            words = _("The company confirms once its last week is signed")
        yield Line(asked.kind, words, helper=Helper.COMPANY)


def _results(facts: "Facts", asked: Asked, today: date) -> Iterator[Line]:
    lacking = [] if facts.signed_off else facts.summary.unproposed
    if not facts.summary.objectives:
        yield Line(asked.kind, _("No objectives are in use"), helper=Helper.TUTOR)
    elif not lacking:
        yield _met(asked.kind, _("Every objective has a result"))
    else:
        words = _("No result yet")
        if len(lacking) < 3:
            names = ", ".join(each.name for each in lacking)
            words = _("No result yet: %(names)s") % {"names": names}
        yield Line(asked.kind, words, helper=Helper.TUTOR, fix=EVALUATE)


def _signed_off(facts: "Facts", asked: Asked, today: date) -> Iterator[Line]:
    if facts.signed_off:
        yield _met(asked.kind, _("Final evaluation signed off"))
    else:
        words = _("Results not signed off")
        yield Line(asked.kind, words, helper=Helper.TUTOR, fix=SIGN_OFF)


_JUDGES: dict[RequirementKind, Callable[["Facts", Asked, date], Iterator[Line]]] = {
    RequirementKind.CONFIRMED: _confirmed,
    RequirementKind.OVER: _over,
    RequirementKind.TASKS: _tasks,
    RequirementKind.WEEKS: _weeks,
    RequirementKind.HOURS: _hours,
    RequirementKind.SELF_FINAL: _self_final,
    RequirementKind.COMPANY: _company,
    RequirementKind.RESULTS: _results,
    RequirementKind.SIGNED_OFF: _signed_off,
}
