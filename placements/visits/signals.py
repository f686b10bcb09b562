"""What of visits needs an agency tutor: parts of one query of the board, and their words."""

from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import opening
from imyportal.attention import Level, Signal, day_words

from ..enums import OPEN_VISITS, ReportSide, StopAnswer, VisitState
from ..models import Placement, Visit, VisitReport, VisitStop

SILENT = 2  # office days before the day
UNWRITTEN = timedelta(days=21)  # a report nobody has written by then is not written any more
PARTS = {"visit_other", "visit_no", "visit_silent", "visit_report"}
COLUMNS = ("what", "who", "number", "first", "last", "more")


def parts(viewer: User, today: date, soon: date) -> list[QuerySet[Any, Any]]:
    """Parts of a union, each with `COLUMNS`; `who` is one of the trainees whom it concerns.

    `soon`: the last day that is close, as `soon_after()` says.
    """
    found = [_stops(viewer, today, soon), _unwritten(viewer, today)]
    return [part.filter(who__isnull=False).order_by().values_list(*COLUMNS) for part in found]


def soon_after(today: date) -> date:
    """The last day on which a visit is so close that a company should have answered."""
    return opening.hours().office_day_after(today, SILENT)


def _stops(viewer: User, today: date, soon: date) -> QuerySet[Any, Any]:
    """Companies that propose another time, cannot, or have said nothing two office days before, asked or not."""
    answer = {
        StopAnswer.OTHER: "visit_other",
        StopAnswer.NO: "visit_no",
        StopAnswer.ASKED: "visit_silent",
        StopAnswer.OPEN: "visit_silent",  # nobody asked
    }
    what = Case(
        *(When(answer=said, then=Value(name)) for said, name in answer.items()),
        output_field=CharField(),
    )
    there = _placements(viewer).filter(company=OuterRef("company"))
    return (
        VisitStop.objects.holding()
        .filter(
            Q(answer__in=[StopAnswer.OTHER, StopAnswer.NO])
            | Q(answer__in=[StopAnswer.ASKED, StopAnswer.OPEN], visit__day__lte=soon),
            visit__state__in=OPEN_VISITS,
            visit__day__gte=today,
        )
        .annotate(
            what=what,
            who=Subquery(_of_day(there, "visit__").values("trainee")[:1]),
            number=F("visit"),
            first=F("visit__day"),
            last=F("visit__day"),
            more=F("pk"),
        )
    )


def _placements(viewer: User) -> QuerySet[Any, Any]:
    return Placement.objects.visible_to(viewer).live().order_by("trainee")


def _of_day(rows: QuerySet[Any, Any], path: str) -> QuerySet[Any, Any]:
    """The placements of the day of a visit, of its group or organisation."""
    day = OuterRef(f"{path}day")
    return rows.filter(
        trainee__group=Coalesce(OuterRef(f"{path}group"), F("trainee__group")),
        trainee__group__organisation=OuterRef(f"{path}organisation"),
        starts_on__lte=day,
        ends_on__gte=day,
    )


def _unwritten(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Days that are over, and of which the agency has nothing; of a school's own, neither has the school."""
    any_side = VisitReport.objects.filter(stop__visit=OuterRef("pk"))
    of_agency = any_side.filter(side=ReportSide.AGENCY)
    stops = VisitStop.objects.holding().filter(visit=OuterRef(OuterRef("pk"))).values("company")
    there = _of_day(_placements(viewer).filter(company__in=stops), "")
    return (
        Visit.objects.exclude(state=VisitState.CANCELLED)
        .filter(
            ~Exists(of_agency),
            Q(agency_tutor__isnull=False) | ~Exists(any_side),
            day__lt=today,
            day__gte=today - UNWRITTEN,
        )
        .annotate(
            what=Value("visit_report"),
            who=Subquery(there.values("trainee")[:1]),
            number=F("pk"),
            first=F("day"),
            last=F("day"),
            more=Count("stops"),
        )
    )


def today_at(viewer: User, today: date) -> Subquery:
    """When the company of a placement is visited today, about its trainee; empty where it is not."""
    stops = VisitStop.objects.holding().filter(
        Q(visit__group=None) | Q(visit__group=OuterRef("trainee__group")),
        ~Q(answer=StopAnswer.NO),
        visit__in=Visit.objects.visible_to(viewer).exclude(state=VisitState.CANCELLED),
        visit__day=today,
        visit__organisation=OuterRef("trainee__group__organisation"),
        company=OuterRef("company"),
    )
    return Subquery(stops.order_by("starts_at", "pk").values("starts_at")[:1])


# --- Words ------------------------------------------------------------------------------------


def signal(what: str, row: Any) -> Signal:
    """The reason that a row of `parts` stands for; `row` has the columns by name, `who` as `trainee`."""
    text, action, level = {
        "visit_other": (
            _("The company proposes another day or time for the visit"),
            _("Look at the visit"),
            Level.AMBER,
        ),
        "visit_no": (_("The company cannot be visited"), _("Look at the visit"), Level.AMBER),
        "visit_silent": (
            _("The company has not answered about the visit"),
            _("Look at the visit"),
            Level.AMBER,
        ),
        "visit_report": (
            _("Nothing is written down about the visit"),
            _("Write the report"),
            Level.PLAIN,
        ),
    }[what]
    page = "report" if what == "visit_report" else "change"
    return Signal(
        trainee_id=row.trainee,
        key=f"{what}:{row.more}:{row.last}",
        level=level,
        icon="pin",
        text=text,
        since=day_words(row.first),
        action=action,
        url=reverse(f"admin:placements_visit_{page}", args=[row.number]),
    )


def agenda(placement: Any) -> Signal:
    """That somebody visits the company today; `placement` has `visited_at`."""
    return Signal(
        trainee_id=placement.trainee_id,
        key="visit",
        level=Level.AGENDA,
        icon="pin",
        text=f"{placement.visited_at:%H:%M} {placement.company.name}",
        party=placement.trainee.name,
    )
