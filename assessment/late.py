"""Evaluations that are open or late, of many placements at once; for the board and for reminders.

Three queries, however many. An evaluation talked over with a peer counts when its `PeerRequest` is confirmed;
`Record.waiting` has those that do not yet.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone

from accounts.models import User
from placements.models import Placement
from placements.models.placements import PlacementQuerySet

from . import plans, slots
from .enums import OWN_KINDS, EvaluationKind, EvaluationMoment
from .models import Evaluation
from .plans import Plans
from .slots import Key, Slot

OPEN_FOR = timedelta(days=13)  # after the Monday of its week
ASKED = list(EvaluationKind)
BATCH = 2000  # placements


@dataclass(frozen=True)
class Stay:
    """What of a placement decides about its evaluations."""

    placement: int
    trainee: int
    group: int
    company_tutor: int
    starts_on: date
    ends_on: date
    evaluation_days: int | None


# What a `Stay` is read from, in its order: for `values_list()`.
COLUMNS = [
    "pk", "trainee", "trainee__group", "company_tutor", "starts_on", "ends_on", "evaluation_days",
]  # fmt: skip


@dataclass(frozen=True)
class Open:
    """An evaluation that may be given now and does not count yet."""

    stay: Stay
    slot: Slot
    is_asked: bool  # it is sent, and another trainee has not confirmed it

    @property
    def key(self) -> str:
        """Of the one mail that reminds of it."""
        return f"reminder:evaluation:{self.stay.placement}:{self.slot.key}"

    @property
    def by_agency(self) -> bool:
        """Nobody gets a mail: the board tells the agency tutor."""
        return self.slot.kind in (EvaluationKind.AGENCY, EvaluationKind.COLLEAGUE)

    @property
    def is_own(self) -> bool:
        return self.slot.kind in OWN_KINDS


def around(placements: PlacementQuerySet, today: date) -> PlacementQuerySet:
    """Those whose evaluations can be open: underway, or over since less than two weeks."""
    return placements.live().filter(starts_on__lte=today, ends_on__gte=today - OPEN_FOR)


def open_of(
    stays: Iterable[Stay], known: Plans, given: Mapping[int, Mapping[Key, bool]], today: date
) -> Iterator[Open]:
    """What is open on `today`; `given` says of each placement's evaluations whether they count.

    Nothing is asked of a placement that is over but the final ones.
    """
    stays = list(stays)
    laid: dict[tuple[int, date, date, int | None], list[Slot]] = {}
    for stay in stays:
        dates = (stay.group, stay.starts_on, stay.ends_on, stay.evaluation_days)
        if dates not in laid:
            plan, more = known.of(stay.group), stay.evaluation_days
            every = slots.lay(stay.starts_on, stay.ends_on, plan, ASKED, more=more)
            laid[dates] = [slot for slot in every if slot.is_open(today)]
        theirs = given.get(stay.placement, {})
        for slot in laid[dates]:
            if not theirs.get(slot.takes, False) and _is_asked_of(stay, slot, today):
                yield Open(stay, slot, is_asked=slot.takes in theirs)


def _is_asked_of(stay: Stay, slot: Slot, today: date) -> bool:
    return today <= stay.ends_on or slot.moment == EvaluationMoment.FINAL


def batches(now: datetime) -> Iterator[list[int]]:
    """Keys of the placements whose evaluations can be open, so many at a time: memory stays flat."""
    rows, last = around(Placement.objects.all(), timezone.localdate(now)).order_by("pk"), 0
    while keys := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        yield keys
        last = keys[-1]


def find(
    now: datetime,
    *,
    viewer: User | None = None,
    trainee: int | None = None,
    among: list[int] | None = None,
) -> list[Open]:
    """What is open now, of trainees `viewer` sees, of one, or of some placements; three queries."""
    today = timezone.localdate(now)
    seen = Placement.objects.all() if viewer is None else Placement.objects.visible_to(viewer)
    if among is not None:
        seen = seen.filter(pk__in=among)
    if trainee is not None:
        seen = seen.filter(trainee=trainee)
    stays = [Stay(*row) for row in around(seen, today).values_list(*COLUMNS)]
    return list(
        open_of(stays, plans.of_groups({each.group for each in stays}), _given(stays, today), today)
    )


def _given(stays: list[Stay], today: date) -> dict[int, dict[Key, bool]]:
    found: dict[int, dict[Key, bool]] = {}
    rows = Evaluation.objects.filter(
        placement__in=[each.placement for each in stays], monday__gte=today - OPEN_FOR
    ).annotate(is_confirmed=ExpressionWrapper(Q(confirmed_at__isnull=False), BooleanField()))
    for pk, kind, moment, monday, confirmed in rows.values_list(
        "placement", "kind", "moment", "monday", "is_confirmed"
    ):
        counts = kind != EvaluationKind.PEER or confirmed
        found.setdefault(pk, {})[slots.key_of(kind, moment, monday)] = counts
    return found
