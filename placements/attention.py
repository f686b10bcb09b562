"""What in placements and hour charts needs an agency tutor. Five queries, whatever the numbers."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal import opening, prepared, weeks
from imyportal.attention import Level, Signal, day_words, pages, reminded, reminder_of
from imyportal.models import OutgoingMail
from trainees.models import Trainee

from . import glances, unplaced
from .absences import signals as absences
from .contact_log import signals as contact_log
from .cycle import signals as cycle
from .enums import ABSENCES, WeekStatus
from .incidents import signals as incidents
from .missing import missing_days
from .models import CorrectionRequest, HourWeek, Placement, WorkDay
from .reminders import MISSING_FROM, SIGN_AFTER
from .visits import signals as visits
from .worktime import arranged, showing


def signals(viewer: User, now: datetime) -> list[Signal]:
    """Reasons about trainees `viewer` may see."""
    return [
        *_days(viewer, now),
        *_no_hours(viewer, now),
        *_weeks(viewer, now),
        *_notable(viewer, now),
        *showing.signals(viewer, now),
    ]


def _since(day: date) -> str:
    # Translators: a day, like «since Monday 9 March»
    return _("since %(day)s") % {"day": day_words(day)}


class _Days(NamedTuple):
    """What the questions about days have in common."""

    trainee: int
    number: int  # of days, of minutes, or key of a row
    first: date
    last: date
    more: int  # days nobody told of, key of another row, or how many requests
    words: str


class Part(NamedTuple):
    """What a room above asks in the same query: `make` answers with the columns of the others, `say` tells a row."""

    make: Callable[[User, date], QuerySet[Any, Any]]
    say: Callable[[Any, datetime], Signal | None]


_more: dict[str, Part] = {}


def add_part(what: str, part: Part) -> None:
    """Ask `part` from now on; its rows begin with `what`."""
    _more[what] = part


def _about_days(viewer: User, today: date, soon: date) -> QuerySet[Any, Any]:
    """Absences, hours below those agreed, corrections asked for, what check-ins say, next steps, incidents,
    days longer than arranged, and who has no placement.

    One query for all: each answers with the same seven columns.
    """
    underway = Placement.objects.visible_to(viewer).underway(today)
    lagging = glances.below(underway, today=today)
    parts = [
        lagging.annotate(what=Value("below")).values_list(
            "what", "who", "short", "first", "last", "at"
        ),
        _asked(viewer).values_list("what", "who", "oldest", "first", "last", "count"),
        *absences.parts(viewer, underway, today),
        *cycle.parts(viewer, underway, today),
        *visits.parts(viewer, today, soon),
        unplaced.part(viewer, today),
    ]
    wordy = [*contact_log.parts(viewer, underway, today), *incidents.parts(viewer, today)]
    wordy += [arranged.part(viewer, today), *(part.make(viewer, today) for part in _more.values())]
    parts = [part.annotate(words=Value("")) for part in parts] + wordy
    return parts[0].union(*parts[1:], all=True)


def _days(viewer: User, now: datetime) -> Iterator[Signal]:
    today = timezone.localdate(now)
    for what, *columns in prepared.rows(_about_days, viewer, today, visits.soon_after(today)):
        if signal := _day(what, _Days(*columns), now, today):
            yield signal


def _day(what: str, row: _Days, now: datetime, today: date) -> Signal | None:
    if what in _more:
        return _more[what].say(row, now)
    if what == arranged.PART:
        return arranged.say(row, now)
    if what in incidents.PARTS:
        return incidents.signal(what, row, now)
    if what in contact_log.PARTS:
        return contact_log.signal(what, row, today)
    if what in absences.PARTS:
        return absences.signal(what, row, today)
    if what in visits.PARTS:
        return visits.signal(what, row)
    if what == unplaced.PART:
        return unplaced.signal(row, today)
    says = {"below": _below, "request": _request}
    return says[what](row, today) if what in says else cycle.signal(what, row)


def _asked(viewer: User) -> QuerySet[Any, Any]:
    """Corrections asked for that wait; of those of one trainee the oldest is named."""
    return (
        CorrectionRequest.objects.visible_to(viewer)
        .waiting()
        .annotate(what=Value("request"), who=F("week__placement__trainee"))
        .values("what", "who")
        .annotate(oldest=Min("pk"), first=Min("date"), last=Max("date"), count=Count("pk"))
        .order_by()
    )


def _below(row: _Days, today: date) -> Signal:
    hours = weeks.hours(row.number)
    return Signal(
        trainee_id=row.trainee,
        # Another week is a new reason: what was put off comes back on Monday.
        key=f"below:{weeks.iso(today)}",
        level=Level.AMBER,
        icon="chart",
        # Translators: hours like «12:30»
        text=_("%(hours)s h below the agreed hours") % {"hours": hours},
        since=_since(row.first),
        action=_("Look at the hours"),
        url=reverse("admin:placements_placement_change", args=[row.more]),
    )


def _request(row: _Days, today: date) -> Signal:
    count = row.more
    return Signal(
        trainee_id=row.trainee,
        key=f"request:{row.number}",
        level=Level.AMBER,
        icon="edit",
        text=ngettext("%d correction asked for", "%d corrections asked for", count) % count,
        since=day_words(row.first),
        action=_("Decide"),
        url=reverse("admin:placements_hourweek_request", args=[row.number]),
    )


def _without_hours(viewer: User, today: date) -> QuerySet[Any, Any]:
    return (
        missing_days(today)
        .filter(placement__trainee__in=Trainee.objects.visible_to(viewer))
        .values("placement__trainee")
        .annotate(
            days=Count("pk"),
            first=Min("day"),
            stay=Max("placement"),
            reminded_at=reminder_of("hours", "placement__trainee", today),
        )
        .filter(days__gte=MISSING_FROM)
        .order_by()
    )


def _no_hours(viewer: User, now: datetime) -> Iterator[Signal]:
    today = timezone.localdate(now)
    for row in prepared.rows(_without_hours, viewer, today):
        told = reminded(row["reminded_at"], today)
        yield Signal(
            trainee_id=row["placement__trainee"],
            key="no_hours",
            level=Level.AMBER,
            icon="clock",
            text=ngettext("%d day without hours", "%d days without hours", row["days"])
            % row["days"],
            since=" · ".join(filter(None, [_since(row["first"]), told])),
            action="" if told else _("Remind"),
            url=reverse("admin:placements_placement_change", args=[row["stay"]]),
            post="" if told else reverse("admin:remind_hours", args=[row["placement__trainee"]]),
        )


def _unsettled(viewer: User, today: date, unsent_before: date) -> QuerySet[Any, Any]:
    """Weeks sent back, weeks complete in time but never sent, weeks with the company."""
    weeks_of = HourWeek.objects.annotate(
        reminded_at=reminder_of("sign", "placement__company_tutor", today),
        asked_again_at=cycle.last_sign_reminder("placement__company_tutor"),
    )
    return weeks_of.filter(
        Q(status__in=[WeekStatus.RETURNED, WeekStatus.DECLARED])
        | Q(status=WeekStatus.OPEN, monday__lte=unsent_before),
        placement__in=Placement.objects.visible_to(viewer).live(),
    ).values_list(
        "placement__trainee",
        "monday",
        "status",
        "returned_at",
        "declared_at",
        "placement__starts_on",
        "placement__company_tutor",
        "pk",
        "reminded_at",
        "asked_again_at",
        named=True,
    )


def _weeks(viewer: User, now: datetime) -> Iterator[Signal]:
    today = timezone.localdate(now)
    before = opening.hours().office_days_before(now, SIGN_AFTER)
    unsent_before = timezone.localdate(before) - timedelta(days=6)
    page = pages("admin:placements_hourweek_change")
    for row in prepared.rows(_unsettled, viewer, today, unsent_before):
        number = weeks.number_in(row.placement__starts_on, row.monday)
        if row.status == WeekStatus.DECLARED and cycle.is_unheard(row, before):
            yield cycle.unsigned(row, number)
        else:
            yield _week(row, page(row.pk), number, today)


def _week(row: Any, url: str, number: int, today: date) -> Signal:
    trainee, monday = row.placement__trainee, row.monday
    if row.status == WeekStatus.DECLARED:
        return Signal(
            trainee_id=trainee,
            key=f"sign:{monday}",
            level=Level.WAITING,
            icon="clock",
            text=_("Week %(number)d is with the company") % {"number": number},
            since=_since(timezone.localdate(row.declared_at)),
            url=url,
            party=f"company:{row.placement__company_tutor}",
            at=row.declared_at,
            reminded=reminded(row.reminded_at, today),
        )
    returned = row.status == WeekStatus.RETURNED
    text = (
        _("Week %(number)d came back from the company")
        if returned
        else _("Week %(number)d is not sent")
    )
    since = _since(timezone.localdate(row.returned_at)) if returned else cycle.week_of(monday)
    return Signal(
        trainee_id=trainee,
        key=f"{row.status}:{monday}",
        level=Level.AMBER,
        icon="undo" if returned else "send",
        text=text % {"number": number},
        since=since,
        action=_("Look at the week"),
        url=url,
    )


def _around(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Placements that start or end today, who is away, who is visited, and tutors whom no mail reaches.

    One query for all: each is a condition on the placements around today.
    """
    failing = OutgoingMail.objects.undelivered().values("to")
    unreachable = (
        Q(company_tutor__email="")
        | Q(company_tutor__doubted_at__isnull=False)
        | Q(company_tutor__email__in=failing)
    )
    return (
        Placement.objects.visible_to(viewer)
        .live()
        .filter(ends_on__gte=today - timedelta(days=14))
        .annotate(unreachable=ExpressionWrapper(unreachable, output_field=BooleanField()))
        .annotate(is_away=_away(today), visited_at=visits.today_at(viewer, today))
        .filter(
            Q(starts_on=today)
            | Q(ends_on=today)
            | Q(unreachable=True)
            | Q(is_away=True)
            | Q(visited_at__isnull=False)
        )
        .select_related("trainee", "company", "company_tutor")
        .order_by("company__name", "trainee__last_name", "pk")
    )


def _away(today: date) -> Exists:
    """Who is absent today, as the hour chart says."""
    return Exists(
        WorkDay.objects.filter(
            week__placement=OuterRef("pk"),
            week__monday=weeks.monday_of(today),
            date=today,
            kind__in=ABSENCES,
        )
    )


def _notable(viewer: User, now: datetime) -> Iterator[Signal]:
    today = timezone.localdate(now)
    rows = prepared.rows(_around, viewer, today)
    unreached: dict[int, set[int]] = defaultdict(set)
    for placement in rows:
        if placement.unreachable:
            unreached[placement.company_tutor_id].add(placement.trainee_id)
    for placement in rows:
        if placement.unreachable and (people := unreached.pop(placement.company_tutor_id, None)):
            yield _unreachable(placement, len(people) - 1)
        days = {"starts": placement.starts_on, "ends": placement.ends_on}
        if placement.is_away:
            days["away"] = today
        if placement.visited_at is not None:
            yield visits.agenda(placement)
        for key, day in days.items():
            if day == today:
                yield Signal(
                    trainee_id=placement.trainee_id,
                    key=key,
                    level=Level.AGENDA,
                    icon="calendar",
                    text=placement.company.name,
                    party=placement.trainee.name,
                )


def _unreachable(placement: Placement, others: int) -> Signal:
    """Once a company tutor, beside the first of their trainees."""
    tutor = placement.company_tutor
    url = reverse("admin:placements_companytutor_change", args=[tutor.pk])
    if not tutor.email:
        text = _("%(name)s has no e-mail address")
    elif tutor.doubted_at and tutor.doubt:
        text = _("Somebody said: I am not %(name)s. They wrote: “%(words)s”")
    elif tutor.doubted_at:
        text = _("Somebody said: I am not %(name)s")
    else:
        text = _("Mail to %(name)s does not arrive")
        url = reverse("admin:address", args=["company", tutor.pk])
    return Signal(
        trainee_id=placement.trainee_id,
        key=f"unreachable:{tutor.pk}:{tutor.email}",
        in_mail=_("Somebody said: I am not %(name)s") % {"name": tutor.name} if tutor.doubt else "",
        level=Level.AMBER,
        icon="mail",
        text=text % {"name": tutor.name, "words": tutor.doubt},
        since=ngettext("for %d more trainee, too", "for %d more trainees, too", others) % others
        if others
        else "",
        action=_("Correct the address"),
        url=url,
    )
