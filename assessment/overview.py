"""The evaluation summary in words and pictures: for the desk, the school, and the trainee.

Everybody reads the same summary; a trainee's record leaves out what they may not see yet
(`progress.Progress.shown`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imyportal import charts, weeks

from . import results, summary
from .enums import OWN_KINDS, EvaluationKind, EvaluationMoment, SignOffMoment, Sureness
from .growth import signed
from .models import Objective, SignedResult, SignOff
from .record import Given, Record
from .summary import ObjectiveLine

WeekRow = tuple[str, int | None, int | None, int | None]

TONES = {Sureness.ENOUGH: "ok", Sureness.FEW: "wait", Sureness.SCATTERED: "warn"}


def rule() -> str:
    """How a result is proposed, in one sentence."""
    return _(
        "Proposed is the mean of the latest scores that the company tutor and the IMY tutor gave in "
        "the last 14 days; the trainee’s own and a colleague’s stand beside it and do not count."
    )


def sure_rule() -> str:
    """How sure a proposal is, in one sentence."""
    return _(
        "It is sure when both of these scores are there and they lie no more than 20 points apart."
    )


@dataclass(frozen=True)
class Said:
    """One score of an objective, and who gave it."""

    day: str
    who: str
    value: str


@dataclass(frozen=True)
class Line:
    """One objective; points with their sign where they are a difference."""

    values: ObjectiveLine
    change: str
    gap: str  # own against the company's view, in words
    sure: str
    tone: str
    said: list[Said]
    settled: SignedResult | None  # as it was signed off last
    bar: SafeString

    @property
    def name(self) -> str:
        return self.values.objective.name


@dataclass(frozen=True)
class Comment:
    """What somebody wrote in an evaluation."""

    who: str
    day: str
    text: str


@dataclass(frozen=True)
class SignedLine:
    """One objective of a sign-off, and beside it what was known when it was made; 0-100 or None."""

    name: str
    result: SignedResult
    own: int | None
    company: int | None
    mid: int | None  # as signed off at mid-term; None in the lines of that itself


@dataclass(frozen=True)
class Signed:
    """A sign-off with its results, in words."""

    sign_off: SignOff
    title: str
    note: str
    lines: list[SignedLine]
    is_replaced: bool


class Overview:
    """All of the page, from what is loaded already."""

    def __init__(self, record: Record, sign_offs: Iterable[SignOff], today: date) -> None:
        """`sign_offs` with their results, the newest first."""
        self.record, self.today = record, today
        self.sign_offs = list(sign_offs)
        self.summary = summary.of_record(record, today)
        self.current = current(self.sign_offs)

    @property
    def rule(self) -> str:
        return rule()

    @property
    def sure_rule(self) -> str:
        return sure_rule()

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(at, each) for at, each in enumerate(self.summary.objectives)]

    def _line(self, at: int, values: ObjectiveLine) -> Line:
        key, settled = values.objective.pk, None
        for sign_off in self.current[:1]:
            settled = next((r for r in sign_off.results.all() if r.objective_id == key), None)
        return Line(
            values=values,
            change=signed(values.change),
            gap=gap_words(values.gap),
            sure=capfirst(str(values.sureness.label)),
            tone=TONES.get(values.sureness, ""),
            said=self._said(values.objective),
            settled=settled,
            bar=self._bar(f"result-{self.record.placement.pk}-{at}", values, settled),
        )

    def _bar(self, uid: str, values: ObjectiveLine, settled: SignedResult | None) -> SafeString:
        words = [
            (_("start %(score)d"), values.start),
            (_("self %(score)d"), values.self_now),
            (_("company %(score)d"), values.company_now),
            (_("signed off %(score)d"), settled and settled.value),
        ]
        told = [text % {"score": score} for text, score in words if score is not None]
        return charts.objective_bar(
            uid,
            title=f"{values.objective.name}: {', '.join(told) or _('not observed yet')}",
            start=values.start,
            own=values.self_now,
            company=values.company_now,
            settled=settled.value if settled else None,
        )

    def _said(self, objective: Objective) -> list[Said]:
        """Who scored this objective, the newest first."""
        found = []
        for each in reversed(self.record.given):
            value = each.value(objective)
            if value is not None or objective.pk in each.objectives:
                found.append(Said(self._when(each), who(each), shown(value)))
        return found

    def _when(self, given: Given) -> str:
        # Translators: date format, day and month: 13 March
        day = date_format(given.on, _("j F"))
        return f"{_('Start')}, {day}" if given.evaluation.moment == EvaluationMoment.START else day

    @property
    def comments(self) -> list[Comment]:
        """What was written, the newest first."""
        return self._comments(EvaluationKind.values)

    @property
    def open_comments(self) -> list[Comment]:
        """What the trainee reads: companies and colleagues were not told that they write to them."""
        return self._comments([*OWN_KINDS, EvaluationKind.AGENCY])

    def _comments(self, kinds: Iterable[str]) -> list[Comment]:
        return [
            Comment(who(each), self._when(each), each.evaluation.comment)
            for each in reversed(self.record.given)
            if each.evaluation.comment and each.evaluation.kind in kinds
        ]

    @property
    def signed(self) -> list[Signed]:
        """Every sign-off, the newest first."""
        return [self._signed(each) for each in self.sign_offs]

    def _signed(self, sign_off: SignOff) -> Signed:
        return Signed(
            sign_off=sign_off,
            title=title_of(sign_off.moment),
            note=_("%(day)s, %(name)s")
            % {
                # Translators: date format of a day with its year: 13 March 2026
                "day": date_format(timezone.localdate(sign_off.signed_at), _("j F Y")),
                "name": sign_off.signed_by,
            },
            lines=self._signed_lines(sign_off),
            is_replaced=sign_off not in self.current,
        )

    def _signed_lines(self, sign_off: SignOff) -> list[SignedLine]:
        names = {each.pk: each.name for each in self.record.framework.objectives}
        known = self._known_at(sign_off)
        middle = next((each for each in self.current if each.moment == SignOffMoment.MID), sign_off)
        before = {} if middle == sign_off else middle.values
        found = sorted(sign_off.results.all(), key=lambda r: _place(r.objective_id, list(names)))
        return [
            SignedLine(
                name=names.get(each.objective_id, ""),
                result=each,
                own=line.self_now if (line := known.get(each.objective_id)) else None,
                company=line.company_now if line else None,
                mid=before.get(each.objective_id),
            )
            for each in found
        ]

    def _known_at(self, sign_off: SignOff) -> dict[int, ObjectiveLine]:
        """The summary by objective of what was given when it was signed off."""
        given = [
            each for each in self.record.given if each.evaluation.given_at <= sign_off.signed_at
        ]
        then = Record(self.record.placement, self.record.framework, given)
        on, told = timezone.localdate(sign_off.signed_at), sign_off.values
        return {line.objective.pk: line for line in summary.of_record(then, on, told).objectives}

    @property
    def weeks(self) -> list[WeekRow]:
        """Start and every week of the placement: label, own, company's, agency tutor's average."""
        placement = self.record.placement
        mondays = weeks.mondays(placement.starts_on, placement.ends_on)
        rows: list[WeekRow] = [(_("Start"), self._average(OWN_KINDS, None), None, None)]
        rows += [
            (
                str(placement.week_number(monday)),
                self._average(OWN_KINDS, monday),
                self._average([EvaluationKind.COMPANY], monday),
                self._average([EvaluationKind.AGENCY], monday),
            )
            for monday in mondays
        ]
        return rows

    @property
    def told_weeks(self) -> list[WeekRow]:
        """Those with a number, for the table."""
        return [row for row in self.weeks if any(value is not None for value in row[1:])]

    def _average(self, kinds: Iterable[str], monday: date | None) -> int | None:
        """Of one week, or (no Monday) of the start."""
        found = (
            self.record.average(each)
            for each in self.record.given
            if each.evaluation.kind in kinds
            and (
                each.evaluation.moment == EvaluationMoment.START
                if monday is None
                else each.evaluation.moment != EvaluationMoment.START
                and each.evaluation.monday == monday
            )
        )
        return results.mean(found)

    @property
    def chart(self) -> SafeString:
        rows = self.weeks
        labels, own, company, agency = zip(*rows, strict=True)
        total = self.summary
        return charts.line_chart(
            f"averages-{self.record.placement.pk}",
            title=_("Average score per week"),
            summary=growth_words(total.overall_start, total.overall_proposed),
            labels=labels,
            series=[
                charts.Series("self", own),
                charts.Series("company", company),
                charts.Series("agency", agency),
            ],
            marks=marks(self.current, labels, self.record),
        )


def current(sign_offs: Sequence[SignOff]) -> list[SignOff]:
    """Of all of a placement those that no later one has replaced."""
    replaced = {each.supersedes_id for each in sign_offs}
    return [each for each in sign_offs if each.pk not in replaced]


def marks(sign_offs: Iterable[SignOff], labels: Sequence[str], record: Record) -> list[charts.Mark]:
    """The sign-offs that hold, at the week they were made in, or at the last one."""
    first, last = weeks.monday_of(record.placement.starts_on), len(labels) - 1
    found = []
    for each in sign_offs:
        week = str(weeks.number_in(first, timezone.localdate(each.signed_at)))
        at = labels.index(week) if week in labels else last
        found.append(charts.Mark(at, each.overall, title_of(each.moment)))
    return found


def title_of(moment: str) -> str:
    """What a sign-off is called."""
    return _("Final") if moment == SignOffMoment.FINAL else _("Mid-term")


def who(given: Given) -> str:
    """Who gave an evaluation: the role, and the name."""
    kind = capfirst(given.evaluation.get_kind_display())
    name = given.evaluation.given_by
    return f"{kind}, {name}" if name and given.evaluation.kind not in OWN_KINDS else kind


def shown(value: int | None) -> str:
    """A score, or that it was not observed."""
    return _("not observed") if value is None else str(value)


def gap_words(points: int | None) -> str:
    """The own view against the company's."""
    if points is None:
        return ""
    if points == 0:
        return _("same as the company")
    if points > 0:
        text = ngettext("%(n)d above the company", "%(n)d above the company", points)
    else:
        text = ngettext("%(n)d below the company", "%(n)d below the company", -points)
    return text % {"n": abs(points)}


def growth_words(start: int | None, now: int | None) -> str:
    """What the chart means, in one sentence."""
    if start is None or now is None:
        return _("Start and result can be compared as soon as both were observed.")
    return _("From %(start)d at the start to %(now)d now.") % {"start": start, "now": now}


def _place(key: int, keys: list[int]) -> int:
    return keys.index(key) if key in keys else len(keys)
