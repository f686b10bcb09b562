"""A report as it is read: made of its content alone, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ..enums import ReportLevel, WeekStatus
from . import lines
from .absences import ABSENCE
from .lines import Fact, Section


@dataclass(frozen=True)
class Person:
    """One trainee of the report; a trainee in two companies is there twice."""

    id: str
    placement: str
    name: str
    company: str
    facts: Sequence[Fact]

    @property
    def week(self) -> Fact | None:
        """Hours and signature; None where the tutor does not show them."""
        return next(iter(lines.in_section(self.facts, Section.WEEK)), None)

    @property
    def score(self) -> Fact | None:
        return next(iter(lines.in_section(self.facts, Section.SCORE)), None)

    @property
    def concerns(self) -> list[Fact]:
        """Absences and concerns, the worst first."""
        return sorted(lines.in_section(self.facts, Section.CONCERN), key=lambda fact: fact.level)

    @property
    def level(self) -> ReportLevel:
        return min((fact.level for fact in self.concerns), default=ReportLevel.FINE)

    @property
    def days_absent(self) -> int:
        return sum(fact.values["days"] for fact in self.facts if fact.kind is ABSENCE)


@dataclass(frozen=True)
class Report:
    """One week of a group; who needs attention comes first."""

    group: str
    school: str
    monday: date
    number: int
    version: int
    arrives_on: date
    leaves_on: date
    people: Sequence[Person]
    facts: Sequence[Fact] = field(default_factory=list)  # about the group
    in_short: str = ""
    language: str = "en"  # of `in_short`
    tutor: str = ""  # who released it
    untold: Mapping[str, ReportLevel] = field(default_factory=dict)  # kinds with a hidden line

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    def _all(self, section: Section) -> list[Fact]:
        own = [fact for person in self.people for fact in person.facts]
        return lines.in_section([*self.facts, *own], section)

    @property
    def done(self) -> list[Fact]:
        return self._all(Section.DONE)

    @property
    def coming(self) -> list[Fact]:
        return self._all(Section.NEXT)

    @property
    def _weeks(self) -> list[Mapping[str, Any]]:
        return [person.week.values for person in self.people if person.week]

    @property
    def trainees(self) -> int:
        return len({person.id for person in self.people})

    @property
    def at_work(self) -> int | None:
        """Trainees who worked on a day of the week; None where the hours of somebody are not shown."""
        if any(person.week is None for person in self.people):
            return None
        return len({p.id for p in self.people if p.week and p.week.values["days"]})

    @property
    def present(self) -> set[str]:
        """Ids of the trainees who worked and were on no day absent, as far as it is told."""
        absent = {person.id for person in self.people if person.days_absent}
        worked = {p.id for p in self.people if p.week and p.week.values["days"]}
        return worked - absent

    @property
    def concerned(self) -> int:
        """Trainees about whom there is a concern."""
        worst = ReportLevel.CONCERN
        return len({person.id for person in self.people if person.level == worst})

    @property
    def is_well(self) -> bool:
        """Nobody is of concern, as far as it is told, and no concern is hidden."""
        return self.concerned == 0 and ReportLevel.CONCERN not in self.untold.values()

    @property
    def tells_absences(self) -> bool:
        """Whether every absence is shown, so that who has none was there."""
        return ABSENCE.name not in self.untold

    @property
    def tells_concerns(self) -> bool:
        """Whether everything of concern is shown, so that an empty cell means none."""
        return not any(lines.of_name(kind).section == Section.CONCERN for kind in self.untold)

    @property
    def absent(self) -> int:
        """Trainees who were absent."""
        return len({person.id for person in self.people if person.days_absent})

    @property
    def days_absent(self) -> int:
        return sum(person.days_absent for person in self.people)

    @property
    def minutes(self) -> int:
        return sum(values["minutes"] for values in self._weeks)

    @property
    def agreed(self) -> int:
        return sum(values["agreed"] for values in self._weeks)

    @property
    def signed(self) -> tuple[int, int]:
        """Weeks signed, of how many."""
        states = [values["status"] for values in self._weeks]
        return states.count(WeekStatus.SIGNED), len(states)

    @property
    def average(self) -> int | None:
        """The mean of the trainees' averages, 0-100."""
        return _mean([person.score.values["now"] for person in self.people if person.score])

    @property
    def change(self) -> int | None:
        """The mean of the points they won since the start."""
        scores = [person.score.values for person in self.people if person.score]
        return _mean([values["change"] for values in scores if "change" in values])


def _mean(numbers: Sequence[int]) -> int | None:
    """Rounded, halves up."""
    count = len(numbers)
    return (2 * sum(numbers) + count) // (2 * count) if count else None


def read(content: Mapping[str, Any]) -> Report:
    """The report of `content`; no query."""
    people = [_person(each) for each in content["trainees"]]
    return Report(
        group=content["group"],
        school=content["school"],
        monday=date.fromisoformat(content["monday"]),
        number=content["number"],
        version=content["version"],
        arrives_on=date.fromisoformat(content["arrives_on"]),
        leaves_on=date.fromisoformat(content["leaves_on"]),
        people=sorted(people, key=lambda person: person.level),
        facts=[_fact(each, {}) for each in content["lines"]],
        in_short=content.get("in_short", ""),
        language=content["language"],
        tutor=content.get("tutor", ""),
        untold={k: ReportLevel(level) for k, level in content.get("untold", {}).items()},
    )


def _person(told: Mapping[str, Any]) -> Person:
    names = {"trainee": told["name"], "first": told["first"], "company": told["company"]}
    return Person(
        id=told["id"],
        placement=told["placement"],
        name=told["name"],
        company=told["company"],
        facts=[_fact(each, names) for each in told["lines"]],
    )


def _fact(told: Mapping[str, Any], names: Mapping[str, str]) -> Fact:
    kind = lines.of_name(told["kind"])
    return Fact(kind, ReportLevel(told["level"]), kind.read(told["values"]), names)
