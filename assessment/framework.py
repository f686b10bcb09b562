"""What is observed in a placement: the standard objectives, and technical ones where some are agreed.

A placement observes the version it began with. It begins on its first day (a background job) or with
its first evaluation, whichever comes first: then `begin` writes which sets these are, for good. What
has not begun yet is shown the sets in use now. A technical set accepted later begins at once in
placements underway that have none; who has an older version of it keeps that one.

Of a learner some of it may be left out (`exempting.py`): what is asked is `asked` and `parts`, what was given
is read by the whole, and an evaluation keeps what it did not ask.

Of the technical sets in use the closest one holds: for the trainee's field within the group, then for
the group, then for the field at their organisation. A field is the same however it is capitalised.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from imyportal import prepared
from placements.models import Placement

from .enums import SetKind
from .models import Evaluation, Exemption, Indicator, Objective, ObjectiveSet, PlacementSet

LOOK_BACK = timedelta(
    days=60
)  # how long after its last day a placement can still be begun by the job
BATCH = 500


@dataclass(frozen=True)
class Framework:
    """What one placement is observed by: objectives in their order, the standard ones first."""

    objectives: tuple[
        Objective, ...
    ] = ()  # each with its set and, for `indicators_of`, its indicators
    left_out: frozenset[str] = frozenset()  # keys of what this learner is not asked

    @property
    def asked(self) -> "Framework":
        """Without the objectives that are left out as a whole."""
        kept = (each for each in self.objectives if each.key not in self.left_out)
        return replace(self, objectives=tuple(kept))

    def asked_in(self, evaluation: Evaluation | None) -> "Framework":
        """As an evaluation asked when it was first given; without one, as the next will ask."""
        return self if evaluation is None else replace(self, left_out=evaluation.left_out)

    def parts(self, objective: Objective) -> list[Indicator]:
        """The indicators by which this learner is asked about an objective."""
        return [each for each in indicators_of(objective) if each.key not in self.left_out]

    @property
    def indicators(self) -> list[Indicator]:
        return [each for objective in self.objectives for each in self.parts(objective)]

    @property
    def sets(self) -> list[ObjectiveSet]:
        """The standard set, and the technical one where there is one."""
        return [found for found, _members in groupby(self.objectives, key=lambda each: each.set)]


@dataclass(frozen=True)
class Place:
    """Where a placement stands: the sets it began with, and what decides about the others."""

    standard: int | None
    technical: int | None
    group: int
    organisation: int
    field: str
    is_exempt: bool = False  # from something


# What `Place` is read from, in its order: for `values_list()` of `with_places()`.
COLUMNS = [
    *("standard_set", "technical_set", "trainee__group", "organisation", "trainee_field"),
    "is_exempt",
]


def with_places(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """`placements` with the columns of a `Place`."""

    def begun(kind: SetKind) -> Subquery:
        found = PlacementSet.objects.filter(placement=OuterRef("pk"), kind=kind).order_by()
        return Subquery(found.values("set")[:1])

    return placements.annotate(
        standard_set=begun(SetKind.STANDARD),
        technical_set=begun(SetKind.TECHNICAL),
        organisation=F("trainee__group__organisation"),
        trainee_field=Coalesce(NullIf("trainee__field", Value("")), "trainee__group__field"),
        is_exempt=Exists(Exemption.objects.filter(placement=OuterRef("pk"))),
    )


def of(placements: Iterable[Placement]) -> dict[int, Framework]:
    """What each placement is observed by, by its key; three queries, however many there are."""
    stand = _places_of({each.pk for each in placements})
    return at(stand, Objective.objects.prefetch_related("indicators"))


def at(
    stand: Mapping[int, Place], objectives: QuerySet[Objective] | None = None
) -> dict[int, Framework]:
    """The same for places that are known; one query, and what `objectives` prefetches.

    Another one where something is left out for somebody.
    """
    begun, schools = _begun(stand.values()), _schools(stand.values())
    found: Iterable[Objective]
    if objectives is None:
        found = prepared.filled(_objectives, (*begun, *schools), len(begun))
    else:
        found = _of_sets(objectives, _in_question(begun, schools))
    by_set = {each: tuple(members) for each, members in groupby(found, key=lambda each: each.set)}
    exempt = [pk for pk, place in stand.items() if place.is_exempt]
    less = left_out(exempt) if exempt else {}
    return {
        pk: Framework(
            tuple(each for set_ in chosen(place, by_set) for each in by_set[set_]),
            less.get(pk, frozenset()),
        )
        for pk, place in stand.items()
    }


def left_out(placements: Iterable[int]) -> dict[int, frozenset[str]]:
    """Keys of what is left out of each placement now, an objective when all its indicators are; one query."""
    parts = Indicator.objects.filter(objective=OuterRef("indicator__objective")).order_by()
    total = parts.values("objective").annotate(total=Count("pk")).values("total")
    rows = Exemption.objects.filter(placement__in=placements).order_by()
    found: dict[int, set[str]] = defaultdict(set)
    counts: Counter[tuple[int, int]] = Counter()
    for pk, indicator, objective, whole in rows.values_list(
        "placement", "indicator", "indicator__objective", Subquery(total)
    ):
        found[pk].add(f"i{indicator}")
        counts[pk, objective] += 1
        if counts[pk, objective] == whole:
            found[pk].add(f"o{objective}")
    return {pk: frozenset(keys) for pk, keys in found.items()}


def _objectives(*keys_and_count: int) -> QuerySet[Objective]:
    """Keys of sets and of organisations; the last says how many are sets."""
    *keys, count = keys_and_count
    return _of_sets(Objective.objects.all(), _in_question(keys[:count], keys[count:]))


def _of_sets(objectives: QuerySet[Objective], which: Q) -> QuerySet[Objective]:
    found = objectives.filter(set__in=ObjectiveSet.objects.filter(which).values("pk"))
    return found.select_related("set").order_by("set_id", "position", "pk")


def current_standard() -> Framework:
    """The standard objectives that new placements are observed by; two queries."""
    found = Objective.objects.filter(
        set__in=ObjectiveSet.objects.current().filter(kind=SetKind.STANDARD)
    )
    return Framework(tuple(found.select_related("set").prefetch_related("indicators")))


def indicators_of(objective: Objective) -> list[Indicator]:
    """The indicators of an objective that came out of a framework, without asking the database."""
    return list(objective.indicators.all())


def chosen(place: Place, sets: Iterable[ObjectiveSet]) -> list[ObjectiveSet]:
    """The one or two of `sets` that hold at a place, the standard one first."""
    by_key = {each.pk: each for each in sets}
    in_use = [each for each in by_key.values() if each.is_current]
    standard = by_key.get(place.standard or 0) or next(
        (each for each in in_use if each.kind == SetKind.STANDARD), None
    )
    technical = by_key.get(place.technical or 0)
    if technical is None:
        fitting = [each for each in in_use if fits(each, place)]
        # For the field within the group, for the group, for the field.
        fitting.sort(key=lambda each: (each.group_id is None, not each.field))
        technical = fitting[0] if fitting else None
    return [each for each in (standard, technical) if each is not None]


def fits(technical: ObjectiveSet, place: Place) -> bool:
    """Whether a technical set is for trainees like the one of this placement."""
    return (
        technical.organisation_id == place.organisation
        and technical.group_id in (None, place.group)
        and technical.field.casefold() in ("", place.field.casefold())
    )


def begin(placements: Iterable[int]) -> int:
    """Write down which sets these placements (their keys) observe from now on, for good.

    A set that was written before stays; how many rows are new. At most three queries.
    """
    stand = _places_of(set(placements))
    lacking = {pk: each for pk, each in stand.items() if not (each.standard and each.technical)}
    if not lacking:
        return 0
    which = _in_question(_begun(lacking.values()), _schools(lacking.values()))
    sets = list(ObjectiveSet.objects.filter(which))
    rows = [
        PlacementSet(placement_id=pk, set=each, kind=each.kind)
        for pk, place in lacking.items()
        for each in chosen(place, sets)
        if each.pk not in (place.standard, place.technical)
    ]
    PlacementSet.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def begin_due(today: date | None = None) -> int:
    """Begin every placement whose first day has come; how many there were."""
    today = today or timezone.localdate()
    begun = PlacementSet.objects.filter(placement=OuterRef("pk"), kind=SetKind.STANDARD)
    waiting = Placement.objects.live().filter(
        ~Exists(begun), starts_on__lte=today, ends_on__gte=today - LOOK_BACK
    )
    if not ObjectiveSet.objects.current().filter(kind=SetKind.STANDARD).exists():
        return 0
    count = 0
    while keys := list(waiting.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        if not begin(keys):
            break
        count += len(keys)
    return count


def places(placements: QuerySet[Placement]) -> dict[int, Place]:
    """Where each placement stands, by its key; one query."""
    rows = with_places(placements).order_by().values_list("pk", *COLUMNS)
    return {pk: Place(*place) for pk, *place in rows}


def _places_of(keys: set[int]) -> dict[int, Place]:
    return places(Placement.objects.filter(pk__in=keys))


def _begun(stand: Iterable[Place]) -> list[int]:
    """Keys of the sets that some place began with."""
    every = {key for each in stand for key in (each.standard, each.technical) if key is not None}
    return sorted(every)


def _schools(stand: Iterable[Place]) -> list[int]:
    return sorted({each.organisation for each in stand})


def _in_question(begun: list[int], schools: list[int]) -> Q:
    """The sets one of which holds at each place, and few others."""
    of_these = Q(organisation=None) | Q(organisation__in=schools)
    return Q(pk__in=begun) | (Q(is_current=True) & of_these)
