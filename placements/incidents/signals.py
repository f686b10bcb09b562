"""Open incidents on the board of who may see them: a part of one query, and its words.

They say neither what happened nor how grave it is: a board is seen by who passes behind the chair.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, ExtractHour, ExtractMinute, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal.attention import Level, Signal, day_words, pages

from ..enums import IncidentKind, PartyTold
from ..models import Incident, IncidentNotice, IncidentStep
from ..models.incidents import REPORT_DEADLY_WITHIN, REPORT_WITHIN

COLUMNS = ("what", "who", "number", "first", "last", "more", "words")
PARTS = ("incident", "incident_step")
AHEAD = timedelta(days=6)  # steps that come up this week
COMES_BACK = 12  # hours: so often an incident that was put off is a new reason


def parts(viewer: User, today: date) -> list[QuerySet[Any, Any]]:
    """Parts of a union, each with `COLUMNS`; `first` and `more` are day and minute (UTC) the clock began."""
    told = IncidentNotice.objects.filter(incident=OuterRef("pk"), party=PartyTold.INAIL)
    runs = Q(~Exists(told), kind=IncidentKind.ACCIDENT, spared_because="")
    is_deadly = Q(kind=IncidentKind.ACCIDENT, is_deadly=True)
    begins = Case(When(is_deadly, then=F("happened_at")), default=F("known_at"))
    began = TruncDate("begins", tzinfo=UTC)
    hour, minutes = (part("begins", tzinfo=UTC) for part in (ExtractHour, ExtractMinute))
    # PostgreSQL extracts decimals, and would make those of every other part decimals, too.
    minute = Cast(hour * 60 + minutes, IntegerField())
    found = (
        Incident.objects.visible_to(viewer)
        .open()
        .annotate(begins=begins)
        .annotate(what=Value("incident"), who=F("trainee"), number=F("pk"), more=minute)
        .annotate(first=began, last=began)
        .annotate(
            words=Case(
                When(runs & is_deadly, then=Value("deadly")),
                When(runs, then=Value("clock")),
                default=Value(""),
                output_field=CharField(),
            )
        )
    )
    return [found.order_by().values_list(*COLUMNS), _steps(viewer, today)]


def _steps(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Agreed steps of open incidents that come up and nobody has done; what they are stays in the register."""
    return (
        IncidentStep.objects.visible_to(viewer)
        .filter(due_on__lte=today + AHEAD, done=None, incident__closed_at=None)
        .annotate(what=Value("incident_step"), who=F("incident__trainee"), number=F("pk"))
        .annotate(first=F("due_on"), last=F("due_on"), more=F("incident"), words=Value(""))
        .order_by()
        .values_list(*COLUMNS)
    )


def signal(what: str, row: Any, now: datetime) -> Signal:
    """The reason that a row of `parts` stands for; `row` has the columns by name, `who` as `trainee`."""
    return _step(row, timezone.localdate(now)) if what == "incident_step" else _incident(row, now)


def _step(row: Any, today: date) -> Signal:
    is_late, day = row.first < today, day_words(row.first)
    level = Level.AMBER if is_late else Level.PLAIN if row.first == today else Level.WEEK
    return Signal(
        trainee_id=row.trainee,
        key=f"incident_step:{row.number}",
        level=level,
        icon="flag",
        text=_("A step agreed on after an incident"),
        # Translators: when a next step is due, like «due Monday 9 March»
        since=_("was due %(day)s") % {"day": day} if is_late else _("due %(day)s") % {"day": day},
        action=_("Done"),
        post=pages("admin:placements_incidentstep_done")(row.number),
        url=reverse("admin:placements_incident_change", args=[row.more]),
        in_mail=_("A next step is due"),
    )


def _incident(row: Any, now: datetime) -> Signal:
    began = datetime.combine(row.first, time(*divmod(row.more, 60)), UTC)
    within = REPORT_DEADLY_WITHIN if row.words == "deadly" else REPORT_WITHIN
    # Down to whole hours: nobody has more time than it says.
    hours = int((began + within - now).total_seconds() // 3600)
    # Translators: a day, like «since Monday 9 March»
    since = _("since %(day)s") % {"day": day_words(timezone.localdate(began))}
    if row.words:
        since = _left(hours)
    return Signal(
        trainee_id=row.trainee,
        key=f"incident:{row.number}:{hours // COMES_BACK}",
        level=Level.RED,
        icon="alert",
        text=_("An incident is open"),
        since=since,
        action=_("Look at it"),
        url=reverse("admin:placements_incident_change", args=[row.number]),
        in_mail=_("Something that only the desk shows, and that cannot wait"),
    )


def _left(hours: int) -> str:
    if hours < 0:
        return _("the time to report it is over")
    return ngettext("%d hour left to report it", "%d hours left to report it", hours) % hours
