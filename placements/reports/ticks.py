"""A draft's lines as a tutor decides on them: each with its box."""

from collections.abc import Collection
from dataclasses import dataclass, field

from ..enums import ReportLevel
from ..models import ReportLine, WeeklyReport
from . import lines
from .lines import Section
from .showing import LEVEL_TONES


@dataclass(frozen=True)
class Tick:
    """A line with its box."""

    pk: int
    words: str
    tone: str
    is_shown: bool
    is_new: bool  # or changed, since the tutor looked


@dataclass
class Person:
    """The lines about one trainee."""

    name: str
    company: str
    url: str
    level: int = ReportLevel.FINE
    ticks: dict[str, list[Tick]] = field(default_factory=dict)  # by section


def of(
    report: WeeklyReport, ticked: Collection[int] | None = None
) -> tuple[list[Person], dict[str, list[Tick]]]:
    """By trainee, who needs attention first; and those of the group by section. One query.

    `ticked`: keys of the lines that are ticked in a form that comes back, in place of what is kept.
    """
    people: dict[int, Person] = {}
    others: dict[str, list[Tick]] = {}
    rows = report.lines.current().select_related("placement__trainee", "placement__company")
    for row in rows.order_by(
        "placement__trainee__last_name", "placement__trainee__first_name", "level", "pk"
    ):
        kind = lines.of_name(row.kind)
        tick = _tick(report, row, row.is_shown if ticked is None else row.pk in ticked)
        if row.placement is None or kind.section not in lines.OF_TRAINEES:
            others.setdefault(kind.section, []).append(tick)
            continue
        person = people.setdefault(
            row.placement_id or 0,
            Person(
                row.placement.trainee.name,
                row.placement.company.name,
                row.placement.trainee.get_absolute_url(),
            ),
        )
        person.ticks.setdefault(kind.section, []).append(tick)
        if kind.section == Section.CONCERN:
            person.level = min(person.level, row.level)
    return sorted(people.values(), key=lambda person: person.level), others


def _tick(report: WeeklyReport, row: ReportLine, is_shown: bool) -> Tick:
    kind, placement = lines.of_name(row.kind), row.placement
    names = (
        {}
        if placement is None
        else {
            "trainee": placement.trainee.name,
            "first": placement.trainee.first_name,
            "company": placement.company.name,
        }
    )
    return Tick(
        pk=row.pk,
        words=kind.words(kind.read(row.values), names),
        tone=LEVEL_TONES[ReportLevel(row.level)],
        is_shown=is_shown,
        is_new=0 < report.seen_revision < row.revision,
    )
