"""What the progress page shows a trainee: averages by week, objectives, evaluations.

The own view of a week, in the averages and by objective, is the mean of every evaluation of one's own
that speaks of it: alone, with another trainee, by comparison or with a written model. The newest week
counts for *now*, and the start as long as there is none, as in `summary` and `growth`.

The company's and the tutor's scores of a week appear when the own evaluation of that week is sent, so
that they do not lead it; and when it can no longer be sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from imyportal import charts, weeks

from . import overview, results, slots
from .enums import OWN_KINDS, EvaluationKind, EvaluationMoment
from .models import Objective, SignOff
from .record import Given, Record
from .results import Observation
from .slots import Slot

NEARLY = 10  # points within which two averages are called almost the same


@dataclass(frozen=True)
class WeekLine:
    """Averages of one week, or of the start."""

    label: str
    own: int | None
    company: int | None
    monday: date


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

    def __init__(self, record: Record, today: date, sign_offs: Iterable[SignOff] = ()) -> None:
        """`sign_offs` are those that hold, with their results."""
        self.record, self.today, self.sign_offs = record, today, list(sign_offs)
        self.slots = slots.of(record.placement)
        own = [each for each in record.given if each.evaluation.kind in OWN_KINDS]
        self.own = {each.key: each for each in own}
        self.asked = {each.key: each for each in record.waiting}
        self.company = [each for each in record.by(EvaluationKind.COMPANY) if self._may_show(each)]
        theirs = [EvaluationKind.AGENCY, EvaluationKind.COLLEAGUE]
        self.agency = [each for kind in theirs for each in record.by(kind) if self._may_show(each)]

    def _may_show(self, given: Given) -> bool:
        """The trainee's own of that week is sent, or its time is over."""
        of_then = [slot for slot in self.slots if slot.takes[1:] == given.key[1:]]
        alone = [slot for slot in of_then if slot.kind == EvaluationKind.SELF]
        return all(
            slot.takes in self.own or slot.takes in self.asked or self.today > slot.closes_on
            for slot in alone or of_then
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
        placement = self.record.placement
        start = WeekLine(_("Start"), self._own_average(*self._start), None, self._start[0])
        return [start] + [
            WeekLine(str(number), self._own_average(monday), self._company_average(monday), monday)
            for number, monday in enumerate(
                weeks.mondays(placement.starts_on, placement.ends_on), start=1
            )
        ]

    @property
    def told_weeks(self) -> list[WeekLine]:
        """Those with a number, for the table."""
        return [line for line in self.weeks if line.own is not None or line.company is not None]

    @property
    def _start(self) -> tuple[date, bool]:
        return weeks.monday_of(self.record.placement.starts_on), True

    def _own_of(self, monday: date, is_start: bool = False) -> list[Given]:
        """What the trainee gave then."""
        return [each for key, each in self.own.items() if key[1:] == (monday, is_start)]

    def _own_average(self, monday: date, is_start: bool = False) -> int | None:
        return results.mean(map(self.record.average, self._own_of(monday, is_start)))

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
    def company_line(self) -> WeekLine | None:
        """The newest with the company's average."""
        return next((line for line in reversed(self.weeks) if line.company is not None), None)

    @property
    def made_of(self) -> str:
        """How the own average of now is made, with the average of each evaluation in it."""
        if self.now is None:
            return ""
        mine = self._own_of(self.now.monday, self.is_at_start)
        mine.sort(key=lambda each: each.evaluation.kind != EvaluationKind.SELF)
        averages = ((each, self.record.average(each)) for each in mine)
        parts = [
            f"{_with(EvaluationKind(each.evaluation.kind))} {average}"
            for each, average in averages
            if average is not None
        ]
        if len(parts) == 1:
            return _("The mean over the objectives: %(parts)s.") % {"parts": parts[0]}
        words = {"count": len(parts), "parts": ", ".join(parts)}
        # Translators: parts are like «Self-evaluation 69, Comparing with others 61»
        return _("The mean of your %(count)d evaluations of that time: %(parts)s.") % words

    @property
    def sentence(self) -> str:
        """What the chart means, in one sentence; only what is of one week is compared."""
        lines = self.weeks
        theirs = self.company_line
        if self.now is None or theirs is None:
            return _("The company's scores come beside yours when the company has given them.")
        name = self.record.placement.company_tutor.first_name
        both = [each for each in lines if each.own is not None and each.company is not None]
        if both:
            return _compared(both[-1], name)
        words = {"name": name, "company": theirs.company, "week": theirs.label}
        # Translators: name is the company tutor's first name
        text = _(
            "%(name)s gave %(company)d in week %(week)s. You have no scores of that week, so the "
            "two are not compared."
        )
        return text % words

    @property
    def chart(self) -> SafeString:
        lines = self.weeks
        labels = [line.label for line in lines]
        return charts.line_chart(
            "averages",
            title=_("Your average score per week"),
            summary=self.sentence,
            labels=labels,
            marks=overview.marks(self.sign_offs, labels, self.record),
            series=[
                charts.Series("self", [line.own for line in lines]),
                charts.Series("company", [line.company for line in lines]),
            ],
        )

    @property
    def objectives(self) -> list[ObjectiveLine]:
        return [
            self._objective(at, each)
            for at, each in enumerate(self.record.framework.asked.objectives)
        ]

    def _objective(self, at: int, objective: Objective) -> ObjectiveLine:
        start = results.mean(each.value(objective) for each in self._own_of(*self._start))
        own = self._own_now(objective)
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

    def _own_now(self, objective: Objective) -> int | None:
        """Of the newest week in which the trainee saw it; None before the first."""
        later = (given for given in self.own.values() if not _is_start(given))
        return results.latest(
            Observation(given.evaluation.kind, given.evaluation.monday, given.value(objective))
            for given in later
        )

    @property
    def rows(self) -> list[Row]:
        """The next one to come, those to do, and those given, newest first."""
        coming = [slot for slot in self.slots if slot.opens_on > self.today][:1]
        rows = [self._coming(slot) for slot in coming]
        others = self.company + self.agency
        mine: dict[tuple[date, bool], list[Slot]] = {
            slot.takes[1:]: [] for slot in self.slots if slot.opens_on <= self.today
        }
        mine |= {each.key[1:]: [] for each in others}
        planned = {slot.takes for slot in self.slots}
        others_own = [each for key, each in (self.own | self.asked).items() if key not in planned]
        mine |= {each.key[1:]: [] for each in others_own}
        for slot in self.slots:
            if slot.opens_on <= self.today:
                mine[slot.takes[1:]].insert(0, slot)
        for when in sorted(mine, key=lambda each: (each[0], not each[1]), reverse=True):
            rows += [row for slot in mine[when] for row in self._own_rows(slot)]
            rows += [self._besides(each) for each in others_own if each.key[1:] == when]
            rows += [self._other(each) for each in others if each.key[1:] == when]
        return rows

    def _coming(self, slot: Slot) -> Row:
        # Translators: date format of a day: Thursday 19 March
        day = date_format(slot.opens_on, _("l j F"))
        note = _("Opens on %(day)s") % {"day": day}
        return Row(own_title(slot), note, "", _("Later"), slot.key)

    def _own_rows(self, slot: Slot) -> list[Row]:
        title = own_title(slot)
        if given := self.own.get(slot.takes):
            note = _("Sent on %(day)s") % {"day": _day(given)}
            return [Row(title, note, "ok", self._score(given), slot.key)]
        if slot.takes in self.asked:
            note = _("It counts when the other trainee has confirmed it")
            return [Row(title, note, "wait", _("Asked"), slot.key)]
        if self.today <= slot.closes_on:
            return [Row(title, until(slot, self.today), "wait", _("To do"), slot.key)]
        return []

    def _besides(self, given: Given) -> Row:
        """One of the trainee's own that the plan no longer asks for; it counts as before."""
        kind = EvaluationKind(given.evaluation.kind)
        number = self.record.placement.week_number(given.evaluation.monday)
        when = _("at the start") if _is_start(given) else _("week %(number)d") % {"number": number}
        title = _("%(what)s, %(when)s") % {"what": _with(kind), "when": when}
        note = _("Sent on %(day)s") % {"day": _day(given)}
        return Row(title, note, "ok", self._score(given), "")

    def _other(self, given: Given) -> Row:
        by_company = given.evaluation.kind == EvaluationKind.COMPANY
        if _is_start(given):
            title = _("Company, start") if by_company else _("IMY tutor, start")
        else:
            text = _("Company, week %(number)d") if by_company else _("IMY tutor, week %(number)d")
            title = text % {"number": self.record.placement.week_number(given.evaluation.monday)}
        if given.evaluation.kind == EvaluationKind.COLLEAGUE:
            title = given.evaluation.role
        note = f"{given.evaluation.given_by}, {_day(given)}"
        return Row(title, note, "ok", self._score(given), "")

    def _score(self, given: Given) -> str:
        average = self.record.average(given)
        return _("Sent") if average is None else str(average)


def _compared(line: WeekLine, name: str) -> str:
    """What you and the company said of one week."""
    own, company = line.own or 0, line.company or 0
    values = {"name": name, "own": own, "company": company, "week": line.label}
    if abs(own - company) < NEARLY:
        # Translators: name is the company tutor's first name
        text = _(
            "In week %(week)s you and %(name)s saw it almost the same: %(own)d and %(company)d."
        )
    elif company > own:
        # Translators: name is the company tutor's first name
        text = _(
            "In week %(week)s %(name)s rated you higher than you did: %(company)d and %(own)d."
        )
    else:
        # Translators: name is the company tutor's first name
        text = _(
            "In week %(week)s you rated yourself higher than %(name)s did: %(own)d and "
            "%(company)d. Talk about it."
        )
    return text % values


def own_title(slot: Slot) -> str:
    """What a trainee's own evaluation is called."""
    if slot.kind != EvaluationKind.SELF:
        # Translators: an evaluation and when it is, like «With a written model, week 5»
        return _("%(what)s, %(when)s") % {"what": _with(slot.kind), "when": _when(slot)}
    if slot.moment == EvaluationMoment.START:
        return _("Self-evaluation at the start")
    if slot.moment == EvaluationMoment.FINAL:
        return _("Final self-evaluation")
    return _("Self-evaluation, week %(number)d") % {"number": slot.number}


def _with(kind: EvaluationKind) -> str:
    if kind == EvaluationKind.SELF:
        return _("Self-evaluation")
    if kind == EvaluationKind.PEER:
        return _("Together with another trainee")
    if kind == EvaluationKind.COMPARE:
        return _("Comparing with others")
    return _("With a written model")


def _when(slot: Slot) -> str:
    if slot.moment == EvaluationMoment.START:
        return _("at the start")
    return _("week %(number)d") % {"number": slot.number}


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
