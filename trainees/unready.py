"""What is missing about a trainee who is here or arrives within a week, and whom mail does not reach. One query."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal import prepared
from imyportal.attention import Level, Signal, day_words, pages
from imyportal.db import DaysBetween

from . import unreachable
from .enums import DueFrom, JourneyPhase, StepTicker
from .guardians import board as guardians
from .models import JourneyStep, Reflection, StepDone, Trainee
from .models.people import is_minor_alone, is_minor_unreachable
from .unreachable import Silent
from .welcome import presence

AHEAD = timedelta(days=7)
UNTIL_TICKED = timedelta(days=2)  # after arrival, for what belongs to arrival and welcome
COLUMNS = (
    "pk", "group", "group__arrives_on", "near", "email", "user__last_login",
    "alone", "silent", "unticked", "unticked_in", "unread", "unread_at",
)  # fmt: skip


def signals(viewer: User, today: date) -> Iterator[Signal]:
    """What is missing about each trainee `viewer` may see, by name."""
    told: set[tuple[str, int]] = set()
    may = viewer.has_perm("accounts.change_user")
    for row in prepared.rows(_rows, viewer, today):
        if row.near:
            yield from _of(row, today)
        asked = [getattr(row, column) for column in guardians.COLUMNS]
        yield from guardians.signals(row.pk, row.group, row.group__arrives_on, asked, today)
        around = Silent(*(getattr(row, column) for column in unreachable.COLUMNS))
        yield from unreachable.signals(row.pk, around, told, may_change_people=may)


def _rows(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Trainees here or arriving within a week about whom something is missing.

    Those whom mail does not reach, or somebody around them, however far away their stay is.
    """
    return (
        _with_facts(Trainee.objects.visible_to(viewer), today)
        .filter(unreachable.is_silent() | guardians.is_open() | (_is_unready(today) & Q(near=True)))
        .order_by("last_name", "first_name", "pk")
        .values_list(*COLUMNS, *guardians.COLUMNS, *unreachable.COLUMNS, named=True)
    )


def _with_facts(trainees: QuerySet[Trainee], today: date) -> QuerySet[Any, Any]:
    steps = _open_steps(today)
    seen = unreachable.with_columns(guardians.with_columns(trainees, today))
    return seen.filter(group__leaves_on__gte=today).annotate(
        near=_fact(Q(group__arrives_on__lte=today + AHEAD)),
        alone=_fact(is_minor_alone(today)),
        silent=_fact(is_minor_unreachable(today)),
        unticked=_many(steps),
        unticked_in=_first_phase(steps),
        unread=_unread("pk"),
        unread_at=_unread("sent_at"),
    )


def _fact(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _is_unready(today: date) -> Q:
    return (
        Q(alone=True)
        | Q(silent=True)
        | Q(email="")
        | Q(user__last_login=None, group__arrives_on__lt=today)
        | Q(unticked__gt=0)
        | Q(unread__isnull=False)
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


def _of(row: Any, today: date) -> Iterator[Signal]:
    page = pages("admin:trainees_trainee_change")(row.pk)
    yield from _guardian(row, f"{page}#guardians-group")
    yield from _address(row, page, today)
    if row.unticked:
        yield _welcome(row)
    if row.unread:
        yield _reflection(row)


def _guardian(row: Any, page: str) -> Iterator[Signal]:
    if row.alone:
        yield Signal(
            trainee_id=row.pk,
            key="no_guardian",
            level=Level.AMBER,
            icon="shield",
            text=_("Under 18, and nobody at home is on file"),
            action=_("Add a guardian"),
            url=page,
        )
    elif row.silent:
        yield Signal(
            trainee_id=row.pk,
            key="guardian_no_email",
            level=Level.PLAIN,
            icon="shield",
            text=_("Under 18, and no e-mail address of a guardian to ask for consent"),
            action=_("Add the address"),
            url=page,
        )


def _address(row: Any, page: str, today: date) -> Iterator[Signal]:
    if not row.email:
        yield Signal(
            trainee_id=row.pk,
            key="no_email",
            level=Level.PLAIN,
            icon="mail",
            text=_("No e-mail address, so no way to sign in"),
            action=_("Add the address"),
            url=page,
        )
    elif row.user__last_login is None and row.group__arrives_on < today:
        yield Signal(
            trainee_id=row.pk,
            key="never_signed_in",
            level=Level.PLAIN,
            icon="user",
            text=_("Never signed in"),
            since=_("arrived %(day)s") % {"day": day_words(row.group__arrives_on)},
            action=_("Open"),
            url=page,
        )


def _welcome(row: Any) -> Signal:
    return Signal(
        trainee_id=row.pk,
        key="welcome",
        level=Level.PLAIN,
        icon="check",
        text=ngettext(
            "%d step of arrival and welcome is open",
            "%d steps of arrival and welcome are open",
            row.unticked,
        )
        % row.unticked,
        since=_("arrived %(day)s") % {"day": day_words(row.group__arrives_on)},
        action=_("Open the journey"),
        url=f"{pages('admin:trainees_group_journey')(row.group)}?phase={row.unticked_in}",
    )


def _reflection(row: Any) -> Signal:
    return Signal(
        trainee_id=row.pk,
        key=f"reflection:{row.unread}",
        level=Level.AMBER,
        icon="health",
        text=_("Answers on health and safety wait to be read"),
        since=_("sent %(day)s") % {"day": day_words(timezone.localdate(row.unread_at))},
        action=_("Read"),
        url=pages("admin:trainees_reflection_read")(row.unread),
    )
