"""Who tells what happened in a week: each source answers for many placements in a fixed number of queries.

    @sources.register
    def contacts(placements: Sequence[Placement], monday: date) -> Iterable[Line]: ...

A room above registers its own when it is ready; `AppConfig.ready` imports the module.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from trainees.models import Group

from ..models import Placement
from .lines import Line

Source = Callable[[Sequence[Placement], date], Iterable[Line]]
_sources: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Ask `source` for every report. It gets placements of one group with `trainee.group` and `company` loaded."""
    _sources[f"{source.__module__}.{source.__name__}"] = source
    return source


def placements_of(group: Group, monday: date) -> list[Placement]:
    """The group's placements that share a day with the week; one query."""
    return list(
        Placement.objects.live()
        .filter(
            trainee__group=group, starts_on__lte=monday + timedelta(days=6), ends_on__gte=monday
        )
        .select_related("trainee__group", "company")
        .order_by("trainee__last_name", "trainee__first_name", "starts_on", "pk")
    )


def gather(placements: Sequence[Placement], monday: date) -> list[Line]:
    """What all sources say; the number of queries does not depend on that of the placements."""
    return [line for source in _sources.values() for line in source(placements, monday)]
