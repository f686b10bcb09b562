"""What follows from scores: averages and the proposed result. Pure functions over whole numbers 0-100.

None is *not observed*; it never counts as 0, it does not count at all. Means are rounded to whole
numbers, halves up, so that everybody can follow them with the numbers on the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .enums import EvaluationKind, Sureness

RECENT = timedelta(days=14)
# The trainee's own and a colleague's are shown beside: they help to talk, they do not decide.
COUNTED = [EvaluationKind.COMPANY, EvaluationKind.AGENCY]
ENOUGH = 2  # scores that a sure proposal is made of
FAR_APART = 20
FALLEN = 5


@dataclass(frozen=True)
class Observation:
    """What one observer saw of one objective."""

    kind: str  # an EvaluationKind
    on: date
    value: int | None


def mean(values: Iterable[int | None]) -> int | None:
    """The mean of what was observed, halves up; None when nothing was."""
    observed = [value for value in values if value is not None]
    if not observed:
        return None
    return (2 * sum(observed) + len(observed)) // (2 * len(observed))


def objective_value(whole: int | None, indicators: Iterable[int | None]) -> int | None:
    """An objective in one evaluation: scored as a whole, else the mean of its indicators."""
    return whole if whole is not None else mean(indicators)


def latest(observations: Iterable[Observation]) -> int | None:
    """The newest observed value; several of the same day are averaged."""
    observed = [each for each in observations if each.value is not None]
    if not observed:
        return None
    newest = max(each.on for each in observed)
    return mean(each.value for each in observed if each.on == newest)


def propose(observations: Iterable[Observation], *, on: date) -> int | None:
    """The result of an objective as the portal proposes it on day `on`.

    The mean of the company's and the agency tutor's latest observed values of the 14 days up to
    `on`; the one there is when the other is missing, None when both are.
    """
    return mean(rests_on(observations, on=on))


def rests_on(observations: Iterable[Observation], *, on: date) -> list[int]:
    """The scores a proposal of day `on` is made of: the latest of each who counts, two at most."""
    recent = counted(observations, on=on)
    values = (latest(each for each in recent if each.kind == kind) for kind in COUNTED)
    return [value for value in values if value is not None]


def counted(observations: Iterable[Observation], *, on: date) -> list[Observation]:
    """What is looked at on day `on`: observed by those who count, in the 14 days up to `on`."""
    return [
        each
        for each in observations
        if each.value is not None and each.kind in COUNTED and on - RECENT < each.on <= on
    ]


def spread(values: Iterable[int | None]) -> int | None:
    """Points between the highest and the lowest that was observed; None when nothing was."""
    observed = [value for value in values if value is not None]
    return max(observed) - min(observed) if observed else None


def sureness(observations: Iterable[Observation], *, on: date) -> Sureness:
    """How sure the proposal of day `on` is, from the scores it is made of; older ones do not count.

    Sure is what both the company and the agency tutor say, no more than 20 points apart.
    """
    values = rests_on(observations, on=on)
    apart = spread(values)
    if apart is None:
        return Sureness.NONE
    if apart > FAR_APART:
        return Sureness.SCATTERED
    return Sureness.ENOUGH if len(values) >= ENOUGH else Sureness.FEW


def change(before: int | None, after: int | None) -> int | None:
    """Points won, or lost below 0; None when one of the two was not observed.

    So also between two observers: what `after` sees more than `before`.
    """
    return None if before is None or after is None else after - before
