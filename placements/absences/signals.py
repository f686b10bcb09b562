"""What of absences needs an agency tutor: parts of one query of the board, and their words."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal.attention import Level, Signal, day_words

from ..contact_log.signals import call_url
from ..enums import ABSENCES, AbsenceKind, ContactWith, DayKind
from ..models import Absence, AbsencePaper, WorkDay
from ..models.placements import PlacementQuerySet
from . import papers

RECENT = timedelta(days=4)  # an absence that ended longer ago is no news, over a weekend either
LONG = 2  # days in a row
NOTICED = timedelta(days=14)  # what the company noticed is cleared up by then, or never

COLUMNS = ("what", "who", "number", "first", "last", "more")
PARTS = {"absence", "absence_noticed", "absence_paper", "absence_handed_in"}


def parts(viewer: User, underway: PlacementQuerySet, today: date) -> list[QuerySet[Any, Any]]:
    """Parts of a union, each with `COLUMNS`."""
    absences = Absence.objects.holding().filter(placement__in=underway)
    found = [_days(underway, today), _noticed(absences, today), _missing(absences, today)]
    if viewer.has_perm("placements.view_absencepaper"):
        found.append(_handed_in(absences))
    return [part.order_by().values_list(*COLUMNS) for part in found]


def _days(underway: PlacementQuerySet, today: date) -> QuerySet[Any, Any]:
    """Absent days with no day worked after them, up to today; `more`: those nobody told of.

    Whether the company knows of what an agency tutor wrote down, the tutor has said.
    """
    untold = Q(told_at=None, date__gte=today - timedelta(days=1))
    later = WorkDay.objects.filter(
        week__placement=OuterRef("week__placement"),
        date__gt=OuterRef("date"),
        date__lte=today,
        kind=DayKind.WORKED,
    )
    return (
        WorkDay.objects.filter(
            ~Exists(later),
            kind__in=ABSENCES,
            date__range=(today - timedelta(days=14), today),
            week__placement__in=underway,
        )
        .annotate(what=Value("absence"), who=F("week__placement__trainee"))
        .values("what", "who")
        .annotate(
            number=Count("pk"),
            first=Min("date"),
            last=Max("date"),
            more=Count("pk", filter=untold & ~Q(filled_by__is_staff=True)),
        )
    )


def _noticed(absences: QuerySet[Absence], today: date) -> QuerySet[Any, Any]:
    """Noticed by the company and not cleared up; `more`: of how many is known what happened."""
    open_rows = absences.filter(
        noticed_at__isnull=False, cleared_at=None, first_day__gte=today - NOTICED
    )
    return _grouped(open_rows, "absence_noticed", ~Q(kind=AbsenceKind.UNKNOWN))


def _missing(absences: QuerySet[Absence], today: date) -> QuerySet[Any, Any]:
    """Papers that were asked for, reminded of, and are still not there."""
    before = timezone.make_aware(datetime.combine(today - papers.BOARD_AFTER, time.max))
    rows = absences.filter(paper_reminded_at__lte=before, paper_settled_at=None)
    return _grouped(rows.exclude(_has_paper()), "absence_paper", day="paper_due_on")


def _handed_in(absences: QuerySet[Absence]) -> QuerySet[Any, Any]:
    """Papers somebody has to look at."""
    rows = absences.filter(paper_due_on__isnull=False, paper_settled_at=None)
    at = TruncDate("papers__at")
    return _grouped(rows.filter(papers__isnull=False), "absence_handed_in", day=at)


def _has_paper() -> Exists:
    return Exists(AbsencePaper.objects.filter(absence=OuterRef("pk")))


def _grouped(
    rows: QuerySet[Absence], what: str, more: Q | None = None, day: Any = "first_day"
) -> QuerySet[Any, Any]:
    """One row a trainee: `number` is the key of one of them, `day` since when it is so."""
    return (
        rows.annotate(what=Value(what), who=F("placement__trainee"))
        .values("what", "who")
        .annotate(
            number=Max("pk"),
            first=Min(day),
            last=Max("last_day"),
            more=Count("pk", filter=more),
        )
    )


# --- In words ---------------------------------------------------------------------------------


def signal(what: str, row: Any, today: date) -> Signal | None:
    """A row of one of the parts as a reason; None where it is no news."""
    if what == "absence":
        return _absent(row, today)
    if what == "absence_noticed":
        return _not_there(row)
    is_missing = what == "absence_paper"
    text = (
        _("A paper for an absence is missing")
        if is_missing
        else _("A paper for an absence is handed in")
    )
    level = Level.AMBER if is_missing else Level.PLAIN
    return _about(row, f"{what}:{row.number}", level, "file", text, _("Look at the absence"))


def _absent(row: Any, today: date) -> Signal | None:
    if row.last < today - RECENT or not (row.more or row.number >= LONG):
        return None
    if row.more:
        text = _("Absent, and the company was not told")
        action, with_whom = _("Call the company"), ContactWith.COMPANY
    else:
        text = ngettext("Absent for %d day", "Absent for %d days", row.number) % row.number
        action, with_whom = _("Call"), ContactWith.TRAINEE
    return Signal(
        trainee_id=row.trainee,
        key=f"absent:{row.last}",
        level=Level.RED,
        icon="calendar",
        text=text,
        since=_since(row.first),
        action=action,
        url=call_url("trainees_trainee", row.trainee, with_whom),
    )


def _not_there(row: Any) -> Signal:
    """Red until somebody says what happened; then a tutor talks to both."""
    if row.more:
        text = _("Was not there, and nobody had told the company")
        level, action = Level.AMBER, _("Clear it up")
    else:
        text = _("The company says: not here, and nobody told me")
        level, action = Level.RED, _("Call")
    found = _about(row, f"noticed:{row.number}:{row.more}", level, "alert", text, action)
    return replace(found, is_pressing=level == Level.RED)


def _about(row: Any, key: str, level: Level, icon: str, text: str, action: str) -> Signal:
    return Signal(
        trainee_id=row.trainee,
        key=key,
        level=level,
        icon=icon,
        text=text,
        since=_since(row.first),
        action=action,
        url=reverse("admin:placements_absence_change", args=[row.number]),
    )


def _since(day: date) -> str:
    # Translators: a day, like «since Monday 9 March»
    return _("since %(day)s") % {"day": day_words(day)}
