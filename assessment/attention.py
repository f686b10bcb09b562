"""What in learning and certificates needs an agency tutor. Two queries."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal import prepared, weeks
from imyportal.attention import Level, Signal, day_words, pages, reminded, reminder_of
from placements.enums import WeekStatus
from placements.models import HourWeek, Placement
from placements.models.placements import PlacementQuerySet

from . import talks
from .enums import EvaluationKind, EvaluationMoment
from .models import Certificate, Evaluation
from .results import FALLEN, FAR_APART
from .slots import THURSDAY

FRIDAY = 4
LOOK_BACK = timedelta(days=21)
AFTER_THE_END = timedelta(days=30)  # how long a missing certificate is asked for


def signals(viewer: User, now: datetime) -> list[Signal]:
    """Reasons about trainees `viewer` may see."""
    today = timezone.localdate(now)
    return [*_scores(viewer, today), *_due(viewer, today)]


def _averages(viewer: User, today: date) -> QuerySet[Any, Any]:
    """What trainees and companies observed in the last weeks."""
    return (
        Evaluation.objects.filter(
            placement__in=Placement.objects.visible_to(viewer).underway(today),
            kind__in=[EvaluationKind.SELF, EvaluationKind.COMPANY],
            monday__gte=today - LOOK_BACK,
        )
        .annotate(average=Avg("scores__value"))
        .exclude(average=None)
        .order_by("monday", "given_at")
        .values_list("placement", "placement__trainee", "kind", "monday", "average")
    )


def _scores(viewer: User, today: date) -> Iterator[Signal]:
    """Own and company's averages far apart, or the own one fallen."""
    rows = prepared.rows(_averages, viewer, today)
    own: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    company: dict[int, tuple[date, int]] = {}
    for placement, trainee, kind, monday, average in rows:
        value = (monday, round(average))
        if kind == EvaluationKind.SELF:
            own[placement, trainee].append(value)
        else:
            company[placement] = value
    for (placement, trainee), values in own.items():
        yield from _apart(trainee, values[-1], company.get(placement))
        yield from _fallen(trainee, values)


def _talk(trainee: int, key: str, text: str, since: str) -> Signal:
    return Signal(
        trainee_id=trainee,
        key=key,
        level=Level.PLAIN,
        icon="chart",
        text=text,
        since=since,
        action=_("Plan a talk"),
        url=pages("admin:trainees_trainee_change")(trainee),
    )


def _apart(
    trainee: int, own: tuple[date, int], company: tuple[date, int] | None
) -> Iterator[Signal]:
    if company is None or abs(own[1] - company[1]) < FAR_APART:
        return
    monday = max(own[0], company[0])
    text = _("Own score %(own)d, company %(company)d") % {"own": own[1], "company": company[1]}
    yield _talk(trainee, f"apart:{monday}", text, _week_of(monday))


def _fallen(trainee: int, values: list[tuple[date, int]]) -> Iterator[Signal]:
    if len(values) < 2 or values[-2][1] - values[-1][1] < FALLEN:
        return
    text = _("Own average fell from %(before)d to %(now)d")
    found = text % {"before": values[-2][1], "now": values[-1][1]}
    yield _talk(trainee, f"fallen:{values[-1][0]}", found, _week_of(values[-1][0]))


def _week_of(monday: date) -> str:
    # Translators: a Monday, like «week of 9 March»
    return _("week of %(day)s") % {"day": day_words(monday, "j F")}


def open_self_evaluations(today: date) -> PlacementQuerySet:
    """Placements underway whose self-evaluation of this week is open and not given.

    It opens on Thursday; a placement that began since then tells its first days by the start alone.
    """
    opens_on = weeks.monday_of(today) + timedelta(days=THURSDAY)
    own = Evaluation.objects.filter(
        placement=OuterRef("pk"), kind=EvaluationKind.SELF, monday=weeks.monday_of(today)
    ).exclude(moment=EvaluationMoment.START)
    underway = Placement.objects.underway(today).filter(~Exists(own), starts_on__lt=opens_on)
    return underway if today >= opens_on else underway.none()


def _to_do(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Self-evaluations of this week, and certificates of placements that are over."""
    unsigned = (
        HourWeek.objects.filter(placement=OuterRef("pk"))
        .exclude(status=WeekStatus.SIGNED)
        .order_by()
        .values("placement")
        .annotate(many=Count("pk"))
        .values("many")
    )
    certificates = Certificate.objects.valid().filter(placement=OuterRef("pk"))
    waits = Q(pk__in=open_self_evaluations(today).values("pk"))
    stuck = Certificate.objects.given_up().filter(placement=OuterRef("pk"))
    over = Q(ends_on__lt=today, ends_on__gte=today - AFTER_THE_END) & ~Exists(certificates)
    return (
        Placement.objects.visible_to(viewer)
        .live()
        # Both say it, but an «or» keeps the database from seeing it.
        .filter(
            waits | over | Q(Exists(stuck)) | Q(Exists(talks.wished())),
            ends_on__gte=today - AFTER_THE_END,
        )
        .annotate(
            unsigned=Coalesce(Subquery(unsigned), 0),
            trouble=Subquery(stuck.values("last_error")[:1]),
            reminded_at=reminder_of("self", "trainee", today),
            talk=Subquery(talks.wished().values("pk")[:1]),
            talk_at=Subquery(talks.wished().values("talk_asked_at")[:1]),
            waits=waits,
            is_certified=Exists(certificates),
        )
        .values_list(
            "trainee",
            "trainee__group",
            "ends_on",
            "unsigned",
            "reminded_at",
            "trouble",
            "talk",
            "talk_at",
            "waits",
            "is_certified",
        )
    )


def _due(viewer: User, today: date) -> Iterator[Signal]:
    monday = weeks.monday_of(today)
    rows = prepared.rows(_to_do, viewer, today)
    page = pages("admin:trainees_group_certificates")
    for trainee, group, ends_on, open_weeks, reminded_at, trouble, *more in rows:
        talk, talk_at, waits, is_certified = more
        if talk is not None:
            yield talks.signal(trainee, talk, talk_at)
        if trouble is not None:
            yield _given_up(trainee, page(group), trouble)
        elif ends_on < today and not is_certified:
            yield _certificate(trainee, page(group), ends_on, open_weeks)
        elif waits:
            yield Signal(
                trainee_id=trainee,
                key=f"self:{monday}",
                level=Level.WAITING,
                icon="chart",
                text=_("Self-evaluation of this week"),
                since=_("due on Friday") if today.weekday() <= FRIDAY else _("was due on Friday"),
                party=f"self:{trainee}",
                reminded=reminded(reminded_at, today),
            )


def _given_up(trainee: int, url: str, trouble: str) -> Signal:
    why = trouble.partition(": ")[2]
    return Signal(
        trainee_id=trainee,
        key="certificate:given_up",
        level=Level.AMBER,
        icon="medal",
        # Translators: why is like «No font of this machine can print अ (U+0905). Install one.»
        text=_("Certificate not made: %(why)s") % {"why": why},
        action=_("Certificates"),
        url=url,
    )


def _certificate(trainee: int, url: str, ends_on: date, unsigned: int) -> Signal:
    if unsigned:
        text = ngettext(
            "Certificate: %d week is not signed", "Certificate: %d weeks are not signed", unsigned
        )
        found = text % unsigned
    else:
        found = _("The certificate can be issued")
    return Signal(
        trainee_id=trainee,
        key=f"certificate:{ends_on}",
        level=Level.PLAIN,
        icon="medal",
        text=found,
        # Translators: the last day of a placement
        since=_("ended %(day)s") % {"day": day_words(ends_on, "j F")},
        action=_("Certificates"),
        url=url,
    )
