"""What about a trainee's own data, and about the days of coming and going, needs an agency tutor. Two queries."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal import prepared
from imyportal.attention import Level, Signal, day_words, pages
from imyportal.db import DaysBetween

from . import unreachable
from .accompanying import board as accompanying
from .enums import DueFrom, JourneyPhase, StepTicker
from .going_home import board as going_home
from .guardians import board as guardians
from .houses import guest_sheet
from .models import (
    ErasureRequest,
    GuestEntry,
    JourneyStep,
    Reflection,
    StepDone,
    Trainee,
    WayHome,
)
from .models.people import is_minor_alone, is_minor_unreachable
from .papers import signals as papers
from .privacy import board as privacy
from .unreachable import Silent
from .welcome import desk as welcome
from .welcome import presence

PARTS = ("what", "who", "of", "at")
SAYING = {
    "home": going_home.signal,
    "erasure": privacy.signal,
    "welcome": welcome.signal,
    "paper": papers.paper_waits,
    "paper_late": papers.paper_late,
    "guest": guest_sheet.signal,
    "alone": accompanying.signal,
}
AHEAD = timedelta(days=7)
CATCH_UP = timedelta(days=30)  # so long after the welcome day its absentees are on the board
UNTIL_TICKED = timedelta(days=2)  # after arrival, for what belongs to arrival and welcome


def _unready(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Trainees here or arriving within a week about whom something is missing.

    Those whom mail does not reach, or somebody around them, however far away their stay is.
    """
    is_near = Q(group__arrives_on__lte=today + AHEAD)
    seen = guardians.with_columns(Trainee.objects.visible_to(viewer), today)
    return (
        unreachable.with_columns(seen)
        .filter(group__leaves_on__gte=today)
        .annotate(
            near=ExpressionWrapper(is_near, output_field=BooleanField()),
            alone=ExpressionWrapper(is_minor_alone(today), output_field=BooleanField()),
            unticked=_many(_open_steps(today)),
            unticked_in=_first_phase(_open_steps(today)),
            silent=ExpressionWrapper(is_minor_unreachable(today), output_field=BooleanField()),
            unread=_unread("pk"),
            unread_at=_unread("sent_at"),
        )
        .filter(
            unreachable.is_silent()
            | guardians.is_open()
            | Q(
                Q(alone=True)
                | Q(silent=True)
                | Q(email="")
                | Q(user__last_login=None, group__arrives_on__lt=today)
                | Q(unticked__gt=0)
                | Q(unread__isnull=False),
                near=True,
            )
        )
        .order_by("last_name", "first_name", "pk")
        .values_list(
            "pk",
            "near",
            "alone",
            "silent",
            "email",
            "user__last_login",
            "group__arrives_on",
            "unticked",
            "unticked_in",
            "group",
            "unread",
            "unread_at",
            *guardians.COLUMNS,
            *unreachable.COLUMNS,
        )
    )


def _open_steps(today: date) -> QuerySet[JourneyStep]:
    """Steps of arrival and welcome that are open after their day and after day 2.

    Not that of the welcome day itself: a group may have none, and who missed theirs is told of by
    `welcome.signal`.
    """
    done = StepDone.objects.filter(step=OuterRef("pk"), trainee=OuterRef(OuterRef("pk")))
    days_here = DaysBetween(Value(today, output_field=DateField()), OuterRef("group__arrives_on"))
    return JourneyStep.objects.filter(
        ~Exists(done),
        ~Q(code=presence.STEP, ticked_by=StepTicker.PORTAL),
        group=OuterRef("group"),
        group__arrives_on__lt=today - UNTIL_TICKED,
        phase__in=[JourneyPhase.ARRIVAL, JourneyPhase.WELCOME],
        due_from=DueFrom.ARRIVAL,
        due_days__lt=days_here,
    )


def _many(steps: QuerySet[JourneyStep]) -> Subquery:
    """How many; NULL for none."""
    return Subquery(steps.order_by().values("group").annotate(many=Count("pk")).values("many"))


def _first_phase(steps: QuerySet[JourneyStep]) -> Subquery:
    """The phase of the first of them, where the journey is opened."""
    return Subquery(steps.order_by("position", "pk").values("phase")[:1])


def _unread(column: str) -> Subquery:
    """Of the answers on health and safety that were sent and nobody has read; NULL for none."""
    rows = Reflection.objects.sent().filter(trainee=OuterRef("pk"), read_at=None)
    return Subquery(rows.order_by().values(column)[:1])


def signals(viewer: User, now: datetime) -> list[Signal]:
    """Reasons about trainees `viewer` may see who are here or arrive within a week."""
    today, page = timezone.localdate(now), pages("admin:trainees_trainee_change")
    found: list[Signal] = []
    told: set[tuple[str, int]] = set()
    may = viewer.has_perm("accounts.change_user")
    for pk, near, *row in prepared.rows(_unready, viewer, today):
        alone, silent, email, login, arrives_on, *steps, unread, sent_at = row[:10]
        if near:
            found += _of(pk, page(pk), alone, silent, email, login, arrives_on, today)
            if steps[0]:
                found.append(_welcome(pk, arrives_on, *steps))
            if unread:
                found.append(_reflection(pk, unread, sent_at))
        found += guardians.signals(pk, steps[2], arrives_on, row[10:14], today)
        around = Silent(*row[14:])
        found += unreachable.signals(pk, around, told, may_change_people=may)
    rows = prepared.rows(_coming_and_going, viewer, today)
    first = {(row.what, row.who): row for row in sorted(rows, key=lambda row: row.at, reverse=True)}
    said = (SAYING[row.what](row, now) for row in first.values())
    return found + [signal for signal in said if signal]


def _coming_and_going(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Who may be missed at home or at the welcome day, papers of the school, erasures, arrivals to tell the police,
    minors with whom nobody comes.

    The hour is for `SAYING` to judge.
    """
    until = timezone.make_aware(datetime.combine(today + timedelta(days=1), time()))
    ways = WayHome.objects.visible_to(viewer).on_the_way().filter(home_by__lt=until)
    absent = Trainee.objects.visible_to(viewer).filter(
        welcomed=None,
        group__welcome_day__starts_at__range=(until - CATCH_UP, until),
        group__leaves_on__gte=today,
    )
    # Of who accompanies a group and leads it in the file, the board speaks at one of its trainees.
    seen = Trainee.objects.visible_to(viewer).filter(group=OuterRef("accompanying__group"))
    guests = (
        GuestEntry.objects.visible_to(viewer)
        .open()
        .filter(leads=True, file__arrived_at__lt=until)
        .order_by()
        .annotate(
            what=Value("guest"),
            who=Coalesce(F("trainee"), Subquery(seen.order_by("pk").values("pk")[:1])),
            of=F("file"),
            at=F("file__due_at"),
        )
        .filter(who__isnull=False)
    )
    return (
        ways.order_by()
        .annotate(what=Value("home"), who=F("trainee"), of=F("trainee__group"), at=F("home_by"))
        .values_list(*PARTS, named=True)
        .union(
            absent.order_by()
            .annotate(what=Value("welcome"), who=F("pk"), of=F("group"))
            .annotate(at=F("group__welcome_day__starts_at"))
            .values_list(*PARTS, named=True),
            papers.waiting(viewer, today)
            .order_by()
            .annotate(what=Value("paper"), who=F("trainee"), of=F("trainee__group"))
            .annotate(at=F("handed_in_at"))
            .values_list(*PARTS, named=True),
            papers.late(viewer, today)
            .order_by()
            .annotate(what=Value("paper_late"), who=F("trainee"), of=F("trainee__group"))
            .annotate(at=F("reminded_at"))
            .values_list(*PARTS, named=True),
            guests.values_list(*PARTS, named=True),
            accompanying.alone(viewer, today).values_list(*PARTS, named=True),
            ErasureRequest.objects.visible_to(viewer)
            .open()
            .order_by()
            .annotate(what=Value("erasure"), who=F("trainee"), of=F("trainee__group"))
            .annotate(at=F("asked_at"))
            .values_list(*PARTS, named=True),
            all=True,
        )
    )


def _welcome(pk: int, arrives_on: date, unticked: int, phase: str, group: int) -> Signal:
    return Signal(
        trainee_id=pk,
        key="welcome",
        level=Level.PLAIN,
        icon="check",
        text=ngettext(
            "%d step of arrival and welcome is open",
            "%d steps of arrival and welcome are open",
            unticked,
        )
        % unticked,
        since=_("arrived %(day)s") % {"day": day_words(arrives_on)},
        action=_("Open the journey"),
        url=f"{pages('admin:trainees_group_journey')(group)}?phase={phase}",
    )


def _reflection(pk: int, reflection: int, sent_at: datetime) -> Signal:
    return Signal(
        trainee_id=pk,
        key=f"reflection:{reflection}",
        level=Level.AMBER,
        icon="health",
        text=_("Answers on health and safety wait to be read"),
        since=_("sent %(day)s") % {"day": day_words(timezone.localdate(sent_at))},
        action=_("Read"),
        url=pages("admin:trainees_reflection_read")(reflection),
    )


def _of(
    pk: int,
    url: str,
    alone: bool,
    silent: bool,
    email: str,
    login: datetime | None,
    arrives_on: date,
    today: date,
) -> Iterator[Signal]:
    if alone:
        yield Signal(
            trainee_id=pk,
            key="no_guardian",
            level=Level.AMBER,
            icon="shield",
            text=_("Under 18, and nobody at home is on file"),
            action=_("Add a guardian"),
            url=f"{url}#guardians-group",
        )
    elif silent:
        yield Signal(
            trainee_id=pk,
            key="guardian_no_email",
            level=Level.PLAIN,
            icon="shield",
            text=_("Under 18, and no e-mail address of a guardian to ask for consent"),
            action=_("Add the address"),
            url=f"{url}#guardians-group",
        )
    if not email:
        yield Signal(
            trainee_id=pk,
            key="no_email",
            level=Level.PLAIN,
            icon="mail",
            text=_("No e-mail address, so no way to sign in"),
            action=_("Add the address"),
            url=url,
        )
    elif login is None and arrives_on < today:
        yield Signal(
            trainee_id=pk,
            key="never_signed_in",
            level=Level.PLAIN,
            icon="user",
            text=_("Never signed in"),
            since=_("arrived %(day)s") % {"day": day_words(arrives_on)},
            action=_("Open"),
            url=url,
        )
