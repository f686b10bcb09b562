"""How the trainee's own average went from week to week, for lists: a small line, and two numbers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from imyportal import charts, weeks
from placements.models import Placement

from . import results
from .enums import OWN_KINDS, EvaluationMoment
from .models import Evaluation, Score


@dataclass(frozen=True)
class Growth:
    """The own averages from the start to the last week that has one, 0-100; None where it is missing."""

    values: tuple[int | None, ...] = ()

    @property
    def now(self) -> int | None:
        """The newest."""
        return next((each for each in reversed(self.values) if each is not None), None)

    @property
    def change(self) -> int | None:
        """Points won since the start; None when there is nothing to compare."""
        told = [each for each in self.values if each is not None]
        return results.change(self.values[0], told[-1]) if len(told) > 1 else None

    @property
    def signed_change(self) -> str:
        """«+16» or «−6»; empty when there is nothing to compare."""
        return signed(self.change)

    @property
    def line(self) -> SafeString:
        """The small line; empty until there are two values, which one point would not show."""
        told = [each for each in self.values if each is not None]
        if len(told) < 2:
            return SafeString("")
        words = {"first": told[0], "now": told[-1]}
        return charts.sparkline(_("Own average: from %(first)d to %(now)d") % words, self.values)


def signed(points: int | None) -> str:
    """Points won or lost, with their sign; empty when they are not known."""
    if points is None:
        return ""
    return f"+{points}" if points > 0 else str(points).replace("-", "−")


def of(placements: Iterable[Placement]) -> dict[int, Growth]:
    """By the placement's key; one query, however many there are."""
    found = {each.pk: each for each in placements}
    by_week: dict[int, dict[int, dict[int, list[int]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for pk, moment, monday, evaluation, whole, total, count in _rows(found):
        value = (2 * total + count) // (2 * count) if whole is None else whole
        by_week[pk][_number(found[pk], moment, monday)][evaluation].append(value)
    return {pk: Growth(_values(by_week[pk])) for pk in found}


def _rows(found: Iterable[int]) -> QuerySet[Any, Any]:
    """One row an objective of each own evaluation: the whole, else sum and number of its indicators."""
    return (
        Score.objects.observed()
        .filter(
            evaluation__in=Evaluation.objects.counted().filter(
                placement__in=list(found), kind__in=OWN_KINDS
            )
        )
        .values("evaluation", about=Coalesce(F("objective"), F("indicator__objective")))
        .annotate(
            whole=Max("value", filter=Q(objective__isnull=False)),
            total=Sum("value"),
            count=Count("pk"),
        )
        .order_by("evaluation", "about")
        .values_list(
            "evaluation__placement",
            "evaluation__moment",
            "evaluation__monday",
            "evaluation",
            "whole",
            "total",
            "count",
        )
    )


def _number(placement: Placement, moment: str, monday: date) -> int:
    """0 for the start, else the week of the placement."""
    first = weeks.monday_of(placement.starts_on)
    return 0 if moment == EvaluationMoment.START else weeks.number_in(first, monday)


def _values(by_week: dict[int, dict[int, list[int]]]) -> tuple[int | None, ...]:
    """The mean of each week, over its evaluations, over their objectives."""
    last = max(by_week, default=-1)
    return tuple(
        results.mean(results.mean(values) for values in by_week[at].values())
        if at in by_week
        else None
        for at in range(last + 1)
    )
