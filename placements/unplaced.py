"""Trainees without an agreed placement, on the Today board."""

from datetime import date, timedelta
from typing import Any, Protocol

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal.attention import Level, Signal, day_words
from trainees.models import Trainee

from .enums import PlacementStatus
from .models import Placement

PART = "unplaced"
COLUMNS = ("what", "who", "number", "first", "last", "more")
AHEAD = timedelta(days=7)


class Unplaced(Protocol):
    """Somebody here or coming; `number` and `more` are the first and the last proposal, if there is one."""

    @property
    def trainee(self) -> int: ...
    @property
    def number(self) -> int | None: ...
    @property
    def first(self) -> date: ...
    @property
    def more(self) -> int | None: ...


def part(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Part of a union with `COLUMNS`: here, or coming within a week, without an agreed placement."""
    own = Placement.objects.filter(trainee=OuterRef("pk"))
    is_proposed = Q(placements__status=PlacementStatus.PROPOSED)
    return (
        Trainee.objects.visible_to(viewer)
        .filter(
            ~Exists(own.live()),
            group__arrives_on__lte=today + AHEAD,
            group__leaves_on__gte=today,
        )
        .annotate(
            what=Value(PART),
            who=F("pk"),
            number=Min("placements", filter=is_proposed),
            first=F("group__arrives_on"),
            last=F("group__arrives_on"),
            more=Max("placements", filter=is_proposed),
        )
        .order_by()
        .values_list(*COLUMNS)
    )


def signal(row: Unplaced, today: date) -> Signal:
    """Amber once they are here."""
    is_here = row.first <= today
    since = _("arrived %(day)s") if is_here else _("arrives %(day)s")
    added = reverse("admin:placements_placement_add")
    return Signal(
        trainee_id=row.trainee,
        key="no_placement",
        level=Level.AMBER if is_here else Level.WEEK,
        icon="pin",
        text=_("The placement is not confirmed") if row.number else _("No placement yet"),
        since=since % {"day": day_words(row.first)},
        action=_("Confirm") if row.number else _("Add a placement"),
        url=_proposals(row) if row.number else f"{added}?trainee={row.trainee}",
    )


def _proposals(row: Unplaced) -> str:
    """The page of the one proposal, the list of several."""
    if row.number == row.more:
        return reverse("admin:placements_placement_change", args=[row.number])
    return reverse("admin:placements_placement_changelist") + f"?trainee__id__exact={row.trainee}"
