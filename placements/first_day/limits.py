"""What the working-time rules of the desk say of a minor, in short, for the company's sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..enums import LimitKind
from ..models import Placement
from ..wording import hours
from ..worktime import loading, rules
from ..worktime.rules import Limit


@dataclass(frozen=True)
class Rule:
    """One limit in words, and the article it comes from."""

    text: str
    article: str


@dataclass(frozen=True)
class ForMinor:
    """What holds while somebody is under 18."""

    rules: list[Rule]
    until: date | None  # the day they come of age, where that lies in the placement


def for_minor(placement: Placement) -> ForMinor | None:
    """The limits of their age in the company's country on the first day; None for adults. One query.

    Trainee and company are loaded. An adult's sheet needs none: the agreed hours say all.
    """
    trainee, day = placement.trainee, placement.starts_on
    if not trainee.is_minor_on(day):
        return None
    sets = loading.rule_sets()
    found = rules.limits_on(day, loading.person(trainee), placement.company.country, sets)
    says = _sayings()
    lines = [
        Rule(says[kind](found[kind]), found[kind].article)
        for kind in LimitKind
        if kind in found and kind in says
    ]
    of_age = trainee.of_age_on
    return ForMinor(lines, of_age if of_age <= placement.ends_on else None)


def _sayings() -> dict[LimitKind, Callable[[Limit], str]]:
    return {
        LimitKind.DAY: lambda one: _("at most %s of work a day") % hours(one.minutes),
        LimitKind.WEEK: lambda one: _("at most %s of work a week") % hours(one.minutes),
        LimitKind.DAILY_REST: lambda one: _("%s of rest between two days") % hours(one.minutes),
        LimitKind.WEEKLY_REST: lambda one: _("%s of rest in a row each week") % hours(one.minutes),
        LimitKind.FREE_DAYS: _free,
        LimitKind.BREAK: _pause,
        LimitKind.STRETCH: lambda one: (
            _("never longer than %s without a break") % hours(one.minutes)
        ),
        LimitKind.NIGHT: _night,
        LimitKind.SUNDAY: lambda one: _("Sundays free, wherever that is possible"),
    }


def _free(limit: Limit) -> str:
    return ngettext("%d free day each week", "%d free days each week", limit.days) % limit.days


def _pause(limit: Limit) -> str:
    facts = {"break": hours(limit.minutes), "after": hours(limit.after_minutes)}
    # Translators: durations like «1:00 h» and «4:30 h»
    return _("a break of %(break)s when work is longer than %(after)s") % facts


def _night(limit: Limit) -> str:
    facts = {
        "from": f"{limit.night_from:%H:%M}" if limit.night_from else "",
        "to": f"{limit.night_to:%H:%M}" if limit.night_to else "",
    }
    if limit.minutes:
        facts["most"] = hours(limit.minutes)
        return _("at most %(most)s of work between %(from)s and %(to)s") % facts
    return _("no work between %(from)s and %(to)s") % facts
