"""Rows of the desk's pages about results, as ready strings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from imyportal import weeks
from placements.models import Placement

from . import growth, looking, signing_off
from .enums import SignOffMoment
from .growth import Growth
from .overview import Line as SummaryLine
from .overview import Overview
from .results_forms import SignOffForm
from .signing_off import Sheet


@dataclass(frozen=True)
class Row:
    """One objective of the summary with its two fields."""

    line: SummaryLine
    proposed: int | None  # as the form knows it
    value: BoundField
    reason: BoundField


@dataclass(frozen=True)
class Line:
    """One placement of a group."""

    key: str  # what the form posts: key and stamp
    name: str
    company: str
    url: str
    spark: SafeString
    own: str
    change: str
    start: str
    proposed: str
    settled: str  # what was signed off, or empty
    state: str
    tone: str
    hindrance: str  # why it is not confirmed unseen; empty when it may be
    values: list[tuple[str, str]]  # what is proposed for each objective


def moment_of(placements: Sequence[Placement]) -> SignOffMoment:
    """The end from the Monday of the last week on; before, mid-term."""
    last = max((each.ends_on for each in placements), default=None)
    is_over = last is not None and timezone.localdate() >= weeks.monday_of(last)
    return SignOffMoment.FINAL if is_over else SignOffMoment.MID


def fields(overview: Overview, form: SignOffForm) -> list[Row]:
    """The summary's lines beside the fields of the sign-off."""
    proposed = form.sheet.proposed
    return [
        Row(line, proposed.get(key), form[f"v{key}"], form[f"r{key}"])
        for line in overview.lines
        if (key := line.values.objective.pk) in proposed
    ]


@dataclass(frozen=True)
class Listed:
    """A line for each placement, and what is still to come for those that are not signed off."""

    lines: list[Line]
    warnings: list[str]

    @property
    def ready(self) -> list[Line]:
        """Those that may be confirmed unseen."""
        return [line for line in self.lines if not line.hindrance]

    @property
    def left_out(self) -> list[Line]:
        return [line for line in self.lines if line.hindrance]


def listed(placements: Sequence[Placement], moment: SignOffMoment) -> Listed:
    """A line each; a fixed number of queries."""
    sheets = signing_off.sheets(placements, moment)
    grown = growth.of(placements)
    return Listed(
        lines=[_line(sheets[each.pk], grown[each.pk]) for each in placements],
        warnings=warnings(sheets.values(), moment),
    )


def warnings(sheets: Iterable[Sheet], moment: SignOffMoment) -> list[str]:
    """Evaluations of this moment that are still to come, of those that are not signed off."""
    found = (each.record for each in sheets if each.current is None)
    return looking.still_to_come(found, moment, timezone.localdate())


def _line(sheet: Sheet, grown: Growth) -> Line:
    placement, why = sheet.placement, signing_off.hindrance(sheet)
    tone, state = _state(sheet, why)
    page = reverse("admin:placements_placement_results", args=[placement.pk])
    return Line(
        key=f"{placement.pk}:{sheet.stamp}",
        name=placement.trainee.name,
        company=placement.company.name,
        url=f"{page}?moment={sheet.moment}",
        spark=grown.line,
        own=_score(grown.now),
        change=grown.signed_change,
        start=_score(sheet.summary.overall_start),
        proposed=_score(sheet.summary.overall_proposed),
        settled=_score(sheet.current.overall) if sheet.current else "",
        state=state,
        tone=tone,
        hindrance=why,
        values=[(each.objective.name, _score(each.proposed)) for each in sheet.summary.objectives],
    )


def _state(sheet: Sheet, why: str) -> tuple[str, str]:
    if sheet.current is not None:
        # Translators: date format, day and month: 13 March
        day = date_format(timezone.localdate(sheet.current.signed_at), _("j F"))
        if looking.is_overtaken(sheet.current, sheet.record) and not sheet.has_certificate:
            return "warn", looking.overtaken_words()
        return "ok", _("Signed off on %(day)s") % {"day": day}
    return ("warn", why) if why else ("wait", _("Can be signed off"))


def _score(value: int | None) -> str:
    return "–" if value is None else str(value)
