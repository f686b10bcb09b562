"""Limits on working time: which of them hold for whom, where and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from ..enums import LimitKind, LimitWeight


@dataclass(frozen=True)
class Limit:
    """One limit of a rule set."""

    kind: LimitKind
    minutes: int = 0
    days: int = 0  # of free days
    after_minutes: int = 0  # of a break: due when more was worked; of night shifts: what makes one
    night_from: time | None = None
    night_to: time | None = None
    weeks: int = 0  # of an average: over how many at most
    article: str = ""
    weight: LimitWeight = LimitWeight.WARN
    for_minors: bool = False
    pk: int = 0


@dataclass(frozen=True)
class RuleSet:
    """Limits of one country, or of the whole Union, for one age."""

    limits: tuple[Limit, ...]
    country: str = ""  # ISO 3166, empty: EU-wide
    age_from: int = 0
    age_below: int | None = None
    for_school: bool = (
        False  # also for under-18s who still have to go to school, whatever their age
    )
    valid_from: date = date.min


@dataclass(frozen=True)
class Person:
    """What the limits ask about somebody."""

    birth_date: date
    at_school: bool = False  # still in compulsory schooling

    def age_on(self, day: date) -> int:
        """Full years; who is born on 29 February has their birthday on 1 March in other years."""
        before = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before


def limits_on(
    day: date, person: Person, country: str, rules: Sequence[RuleSet]
) -> dict[LimitKind, Limit]:
    """The limits that hold on `day`, kind by kind.

    Of each country's sets for this age the one counts that came into force last. A country's law
    transposes the directives: what it says goes before what is EU-wide, kind by kind, and where it
    says nothing the EU-wide limit stays.
    """
    found: dict[LimitKind, Limit] = {}
    for place in dict.fromkeys(["", country]):
        suited = [each for each in rules if each.country == place and _holds(each, person, day)]
        if suited:
            newest = max(suited, key=lambda each: (each.valid_from, each.age_from))
            found |= {limit.kind: limit for limit in newest.limits}
    return found


def _holds(rule: RuleSet, person: Person, day: date) -> bool:
    if rule.valid_from > day:
        return False
    age = person.age_on(day)
    if person.at_school and age < 18:
        return rule.for_school
    return rule.age_from <= age and (rule.age_below is None or age < rule.age_below)
