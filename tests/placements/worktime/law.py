"""The standard limits as the engine takes them, without a database."""

from datetime import date, time
from zoneinfo import ZoneInfo

from placements.enums import LimitKind, LimitWeight
from placements.worktime import engine, standard
from placements.worktime.engine import Shift
from placements.worktime.rules import Limit, Person, RuleSet

ROME = ZoneInfo("Europe/Rome")
MONDAY = date(2026, 3, 9)
ADULT, YOUTH, CHILD = Person(date(2000, 1, 1)), Person(date(2009, 1, 1)), Person(date(2012, 1, 1))


def _limit(data):
    first, last = data.get("night", (None, None))
    return Limit(
        kind=LimitKind(data["kind"]),
        minutes=data.get("minutes", 0),
        days=data.get("days", 0),
        after_minutes=data.get("after", 0),
        night_from=first and time.fromisoformat(first),
        night_to=last and time.fromisoformat(last),
        weeks=data.get("weeks", 0),
        article=data["article"],
        weight=LimitWeight(data.get("weight", "warn")),
    )


def rule_sets():
    return [
        RuleSet(
            limits=tuple(map(_limit, rule["limits"])),
            country=rule.get("country", ""),
            age_from=rule.get("age_from", 0),
            age_below=rule.get("age_below"),
            for_school=rule.get("for_school", False),
            valid_from=rule["valid_from"],
        )
        for rule in standard.read()
    ]


RULES = rule_sets()


def shift(day, hours, pause=0, **more):
    """`hours` like "08:00-17:00"; `pause` in minutes."""
    starts, ends = map(time.fromisoformat, hours.split("-"))
    return Shift(day, starts, ends, pause, **more)


def found(shifts, person, *, first=MONDAY, last=None):
    """(kind, day, measured, article) of all that is not kept."""
    rows = engine.check(
        shifts, first=first, last=last or first, person=person, rules=RULES, zone=ROME
    )
    return [(str(row.kind), row.date, row.measured, row.limit.article) for row in rows]
