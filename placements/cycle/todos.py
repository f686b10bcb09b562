"""What the trainee's home page says of the check-in."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from imyportal import weeks

from ..enums import CheckInBy, CycleKind
from ..models import CheckIn, Placement, Reminder
from ..models.placements import PlacementQuerySet
from ..todo import Todo
from .check_ins import STILL


def with_asked(placements: PlacementQuerySet, today: date) -> PlacementQuerySet:
    """`placements`, each with the Mondays of the weeks whose check-in is asked for, or said, and open.

    And whether there is any.
    """
    this = weeks.monday_of(today)
    still = [this - timedelta(weeks=1)] if today < this + STILL else []
    said = CheckIn.objects.filter(
        placement=OuterRef("placement"), monday=OuterRef("monday"), said_by=CheckInBy.TRAINEE
    )
    asked = Reminder.objects.filter(
        ~Exists(said),
        Q(monday__in=[this, *still]),
        placement=OuterRef("pk"),
        kind=CycleKind.CHECK_IN,
    )
    given = CheckIn.objects.filter(
        placement=OuterRef("pk"), monday__in=[this, *still], said_by=CheckInBy.TRAINEE
    )
    return placements.annotate(
        check_in_asked=Subquery(asked.values("monday")[:1]),
        check_in_said=Subquery(given.order_by("-monday").values("monday")[:1]),
        check_in_ever=Exists(
            CheckIn.objects.filter(placement=OuterRef("pk"), said_by=CheckInBy.TRAINEE)
        ),
    )


def of(placement: Placement | None) -> list[Todo]:
    """The row of one that is open; no query, for a placement of `with_asked`."""
    asked: Any = getattr(placement, "check_in_asked", None)
    if asked is None:
        return []
    return [
        Todo(
            title=_("How was your week?"),
            note=_("five taps, 30 seconds"),
            url=reverse("placements:check_in"),
            icon="chat",
        )
    ]


def said(placement: Placement) -> list[Todo]:
    """The way back to what was said, to change it while that may be; no query, as above."""
    monday: Any = getattr(placement, "check_in_said", None)
    if monday is not None:
        url = f"{reverse('placements:check_in')}?week={weeks.iso(monday)}"
        return [Todo(_("You said how your week was"), _("You may still change it"), url, "chat")]
    if getattr(placement, "check_in_ever", False):
        url = reverse("placements:check_ins")
        return [Todo(_("You said how your weeks were"), _("Read it again"), url, "chat")]
    return []
