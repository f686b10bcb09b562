"""What the progress page shows a trainee: averages by week, objectives, evaluations.

The company's and the tutor's scores of a week appear when the own evaluation of that week is sent, so
that they do not lead it; and when it can no longer be sent.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from imyportal import charts

from . import results, slots
from .enums import OWN_KINDS, EvaluationKind, EvaluationMoment
from .models import Objective
from .record import Given, Record
from .slots import Slot

NEARLY = 10  # points within which two averages are called almost the same


@dataclass(frozen=True)
class WeekLine:
    """Averages of one week, or of the start."""

    label: str
    own: int | None
    company: int | None


@dataclass(frozen=True)
class ObjectiveLine:
    name: str
    own: int | None
    company: int | None
    bar: SafeString


@dataclass(frozen=True)
class Row:
    """One evaluation in the list: later, to do, or done with its average."""

    title: str
    note: str
    tone: str
    label: str
    key: str  # of the page it leads to; empty: none


class Progress:
    """All of the page, from a record that is loaded already."""

    def __init__(self, record: Record, today: date) -> None:
        self.record, self.today = record, today
        self.slots = slots.of(record.placement)
        self.own = {
            (each.evaluation.moment, each.evaluation.monday): each
            for each in record.by(EvaluationKind.SELF)
        }
        self.company = [each for each in record.by(EvaluationKind.COMPANY) if self._may_show(each)]
        self.agency = [each for each in record.by(EvaluationKind.AGENCY) if self._may_show(each)]

    def _may_show(self, given: Given) -> bool:
        monday, is_start = (
            given.evaluation.monday,
            given.evaluation.moment == EvaluationMoment.START,
        )
        of_then = [
            slot
            for slot in self.slots
            if slot.monday == monday and (slot.moment == EvaluationMoment.START) == is_start
        ]
        return all(
            (slot.moment, slot.monday) in self.own or self.today > slot.closes_on
            for slot in of_then
        )

    @property
    def shown(self) -> Record:
        """The record as far as the trainee may see it now."""
        beside = {each.evaluation.pk for each in self.company + self.agency}
        own = [each for each in self.record.given if each.evaluation.kind in OWN_KINDS]
        mine = {each.evaluation.pk for each in own}
        given = [each for each in self.record.given if each.evaluation.pk in mine | beside]
        return Record(self.record.placement, self.record.framework, given)

    @property
    def weeks(self) -> list[WeekLine]:
        """The start and every week of the placement, also those still to come."""
        return [WeekLine(_("Start"), self._own_average(self._start_slot), None)] + [
            WeekLine(str(slot.number), self._own_average(slot), self._company_average(slot.monday))
            for slot in self.slots
            if slot.moment != EvaluationMoment.START
        ]

    @property
    def told_weeks(self) -> list[WeekLine]:
        """Those with a number, for the table."""
        return [line for line in self.weeks if line.own is not None or line.company is not None]

    @property
    def _start_slot(self) -> Slot:
        return next(slot for slot in self.slots if slot.moment == EvaluationMoment.START)

    def _own_average(self, slot: Slot) -> int | None:
        given = self.own.get((slot.moment, slot.monday))
        return self.record.average(given) if given else None

    def _company_average(self, monday: date) -> int | None:
        found = [each for each in self.company if each.evaluation.monday == monday]
        return results.mean(self.record.average(each) for each in found)

    @property
    def now(self) -> WeekLine | None:
        """The newest with an own average."""
        return next((line for line in reversed(self.weeks) if line.own is not None), None)

    @property
    def change(self) -> int | None:
        """Points won or lost since the start."""
        start, now = self.weeks[0].own, self.now
        if start is None or now is None or now.own is None or now is self.weeks[0]:
            return None
        return now.own - start

    @property
    def change_label(self) -> str:
        """The change in words; empty when there is nothing to compare yet."""
        if self.change is None:
            return ""
        if self.change == 0:
            return _("As at the start")
        if self.change > 0:
            return _("%(points)d since the start") % {"points": self.change}
        return _("%(points)d under the start") % {"points": -self.change}

    @property
    def is_at_start(self) -> bool:
        """The newest own average is the one of the start."""
        return self.now == self.weeks[0]

    @property
    def company_now(self) -> int | None:
        told = [line.company for line in self.weeks if line.company is not None]
        return told[-1] if told else None

    @property
    def sentence(self) -> str:
        """What the chart means, in one sentence."""
        own = self.now.own if self.now else None
        company = self.company_now
        if own is None or company is None:
            return _("The company's scores come beside yours when the company has given them.")
        name = self.record.placement.company_tutor.first_name
        values = {"name": name, "own": own, "company": company}
        if abs(own - company) < NEARLY:
            # Translators: name is the company tutor's first name
            return (
                _("You and %(name)s now see it almost the same: %(own)d and %(company)d.") % values
            )
        if company > own:
            # Translators: name is the company tutor's first name
            return _("%(name)s rates you higher than you do: %(company)d and %(own)d.") % values
        # Translators: name is the company tutor's first name
        return (
            _(
                "You rate yourself higher than %(name)s does: %(own)d and %(company)d. Talk about it."
            )
            % values
        )

    @property
    def chart(self) -> SafeString:
        weeks = self.weeks
        return charts.line_chart(
            "averages",
            title=_("Your average score per week"),
            summary=self.sentence,
            labels=[line.label for line in weeks],
            series=[
                charts.Series("self", [line.own for line in weeks]),
                charts.Series("company", [line.company for line in weeks]),
            ],
        )

    @property
    def objectives(self) -> list[ObjectiveLine]:
        return [
            self._objective(at, each) for at, each in enumerate(self.record.framework.objectives)
        ]

    def _objective(self, at: int, objective: Objective) -> ObjectiveLine:
        start_given = self.own.get((EvaluationMoment.START, self._start_slot.monday))
        start = start_given.value(objective) if start_given else None
        later = [given for key, given in self.own.items() if key[0] != EvaluationMoment.START]
        own = _newest(later, objective)
        own = start if own is None else own
        company = _newest(self.company, objective)
        bar = charts.objective_bar(
            f"objective-{at}",
            title=_bar_title(objective.name, start, own, company),
            start=start,
            own=own,
            company=company,
        )
        return ObjectiveLine(objective.name, own, company, bar)

    @property
    def rows(self) -> list[Row]:
        """The next one to come, those to do, and those given, newest first."""
        coming = [slot for slot in self.slots if slot.opens_on > self.today][:1]
        rows = [self._coming(slot) for slot in coming]
        for slot in reversed(self.slots):
            if slot.opens_on <= self.today:
                rows += self._rows_of(slot)
        return rows

    def _coming(self, slot: Slot) -> Row:
        # Translators: date format of a day: Thursday 19 March
        day = date_format(slot.opens_on, _("l j F"))
        note = _("Opens on %(day)s") % {"day": day}
        return Row(own_title(slot), note, "", _("Later"), slot.key)

    def _rows_of(self, slot: Slot) -> list[Row]:
        given = self.own.get((slot.moment, slot.monday))
        rows = []
        if given:
            note = _("Sent on %(day)s") % {"day": _day(given)}
            rows.append(Row(own_title(slot), note, "ok", self._score(given), slot.key))
        elif self.today <= slot.closes_on:
            note = until(slot, self.today)
            rows.append(Row(own_title(slot), note, "wait", _("To do"), slot.key))
        return rows + [
            self._other(each, slot)
            for each in self.company + self.agency
            if each.evaluation.monday == slot.monday and _is_start(each) == (slot.number == 0)
        ]

    def _other(self, given: Given, slot: Slot) -> Row:
        by_company = given.evaluation.kind == EvaluationKind.COMPANY
        if slot.number == 0:
            title = _("Company, start") if by_company else _("IMY tutor, start")
        else:
            text = _("Company, week %(number)d") if by_company else _("IMY tutor, week %(number)d")
            title = text % {"number": slot.number}
        note = f"{given.evaluation.given_by}, {_day(given)}"
        return Row(title, note, "ok", self._score(given), "")

    def _score(self, given: Given) -> str:
        average = self.record.average(given)
        return _("Sent") if average is None else str(average)


def own_title(slot: Slot) -> str:
    """What a self-evaluation is called."""
    if slot.moment == EvaluationMoment.START:
        return _("Self-evaluation at the start")
    if slot.moment == EvaluationMoment.FINAL:
        return _("Final self-evaluation")
    return _("Self-evaluation, week %(number)d") % {"number": slot.number}


def until(slot: Slot, today: date) -> str:
    """By when a self-evaluation is wanted and until when it may be changed; then, how long it is taken."""
    words = {
        "day": date_format(slot.due_on, _("l j F")),
        "changes": date_format(slot.changes_until, _("l j F")),
        "last": date_format(slot.closes_on, _("l j F")),
    }
    if today <= slot.due_on:
        # Translators: days like Friday 13 March
        return _("Please send it by %(day)s; you may change it until %(changes)s") % words
    if today <= slot.changes_until:
        # Translators: a day like Sunday 15 March
        return _("Please send it now; you may change it until %(changes)s") % words
    # Translators: a day like Sunday 22 March
    return _("You may still send it until %(last)s, but not change it afterwards") % words


def _is_start(given: Given) -> bool:
    return given.evaluation.moment == EvaluationMoment.START


def _day(given: Given) -> str:
    # Translators: date format, day and month: 13 March
    return date_format(timezone.localdate(given.evaluation.given_at), _("j F"))


def _newest(given: list[Given], objective: Objective) -> int | None:
    values = (each.value(objective) for each in reversed(given))
    return next((value for value in values if value is not None), None)


def _bar_title(name: str, start: int | None, own: int | None, company: int | None) -> str:
    """The bar in words."""
    words = [
        _("you started at %(score)d") % {"score": start} if start is not None else "",
        _("you are now at %(score)d") % {"score": own} if own is not None else "",
        _("the company says %(score)d") % {"score": company} if company is not None else "",
    ]
    return f"{name}: " + (", ".join(filter(None, words)) or _("not observed yet"))
