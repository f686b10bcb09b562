"""The summary of a placement: per objective the start, each observer's latest, the proposed result."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from placements.models import Placement

from . import record as records
from . import results
from .enums import OWN_KINDS, EvaluationKind, EvaluationMoment, Sureness
from .models import Indicator, Objective
from .record import Given, Record

# Whose word is taken for the start, when there are several.
START_BY = [*OWN_KINDS, EvaluationKind.AGENCY, EvaluationKind.COMPANY]


@dataclass(frozen=True)
class ObjectiveLine:
    """0-100 each, None for *not observed*."""

    objective: Objective
    start: int | None
    self_now: int | None
    company_now: int | None
    agency_now: int | None
    proposed: int | None
    sureness: Sureness = Sureness.NONE

    @property
    def change(self) -> int | None:
        """Points won since the start, by what is proposed now."""
        return results.change(self.start, self.proposed)

    @property
    def gap(self) -> int | None:
        """Points the trainee sees more (below 0: less) than the company."""
        return results.change(self.company_now, self.self_now)


@dataclass(frozen=True)
class IndicatorLine:
    """The start, and the latest of trainee and agency tutor; nobody signs indicators off."""

    indicator: Indicator
    start: int | None
    self_now: int | None
    agency_now: int | None

    @property
    def is_observed(self) -> bool:
        return (self.start, self.self_now, self.agency_now) != (None, None, None)


@dataclass(frozen=True)
class Summary:
    """What is known of a placement. The overall values are means over the objectives."""

    placement_id: int
    objectives: list[ObjectiveLine]
    indicators: list[IndicatorLine]
    overall_start: int | None
    overall_self: int | None
    overall_company: int | None
    overall_agency: int | None
    overall_proposed: int | None
    self_on: date | None  # the day each observer's latest evaluation speaks of
    company_on: date | None
    agency_on: date | None

    @property
    def unproposed(self) -> list[Objective]:
        """The objectives that neither company nor agency tutor observed lately."""
        return [line.objective for line in self.objectives if line.proposed is None]

    @property
    def scattered(self) -> list[Objective]:
        """The objectives whose observations lie too far apart to be confirmed unseen."""
        lines = self.objectives
        return [line.objective for line in lines if line.sureness == Sureness.SCATTERED]

    @property
    def few(self) -> list[Objective]:
        """The objectives that only one of company and agency tutor observed lately."""
        return [line.objective for line in self.objectives if line.sureness == Sureness.FEW]


def of(
    placements: Iterable[Placement],
    *,
    today: date | None = None,
    told: Mapping[int, Collection[int]] | None = None,
) -> dict[int, Summary]:
    """The summary of each placement by its key; four queries, however many there are.

    `told` are the objectives (keys) of those that do not speak of what is asked now. The proposed
    result looks 14 days back from today, or from the last day of a placement that is over.
    """
    today = today or timezone.localdate()
    told, found = told or {}, records.of(placements)
    return {pk: of_record(record, today, told.get(pk)) for pk, record in found.items()}


def of_record(record: Record, today: date, told: Collection[int] | None = None) -> Summary:
    """The summary of what is loaded already: of what is asked now, or of the objectives `told` (keys)."""
    observed = record.framework.asked
    if told is not None:
        every = record.framework.objectives
        observed = replace(observed, objectives=tuple(each for each in every if each.pk in told))
    lines = [_line(record, each, today) for each in observed.objectives]
    return Summary(
        placement_id=record.placement.pk,
        objectives=lines,
        indicators=[_indicator(record, each) for each in observed.indicators],
        overall_start=results.mean(line.start for line in lines),
        overall_self=results.mean(line.self_now for line in lines),
        overall_company=results.mean(line.company_now for line in lines),
        overall_agency=results.mean(line.agency_now for line in lines),
        overall_proposed=results.mean(line.proposed for line in lines),
        self_on=_latest_on(record, *OWN_KINDS),
        company_on=_latest_on(record, EvaluationKind.COMPANY),
        agency_on=_latest_on(record, EvaluationKind.AGENCY),
    )


def _line(record: Record, objective: Objective, today: date) -> ObjectiveLine:
    def now(*kinds: EvaluationKind) -> int | None:
        return results.latest(record.observations(objective, *kinds))

    observed = list(record.observations(objective))
    on = min(today, record.placement.ends_on)
    return ObjectiveLine(
        objective=objective,
        start=_start(record, lambda given: given.value(objective)),
        self_now=now(*OWN_KINDS),
        company_now=now(EvaluationKind.COMPANY),
        agency_now=now(EvaluationKind.AGENCY),
        proposed=results.propose(observed, on=on),
        sureness=results.sureness(observed, on=on),
    )


def _indicator(record: Record, indicator: Indicator) -> IndicatorLine:
    agency = results.latest(record.indicator_values(indicator, EvaluationKind.AGENCY))
    own = results.latest(
        each for kind in OWN_KINDS for each in record.indicator_values(indicator, kind)
    )
    return IndicatorLine(
        indicator=indicator,
        start=_start(record, lambda given: given.indicators.get(indicator.pk)),
        self_now=own,
        agency_now=agency,
    )


def _start(record: Record, value_of: Callable[[Given], int | None]) -> int | None:
    for kind in START_BY:
        for given in record.by(kind, EvaluationMoment.START):
            value = value_of(given)
            if value is not None:
                return value
    return None


def _latest_on(record: Record, *kinds: EvaluationKind) -> date | None:
    return max((given.on for kind in kinds for given in record.by(kind)), default=None)
