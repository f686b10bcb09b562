"""What a sending tutor reads: the organisation's groups, and how each trainee stands."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from assessment import growth, needs, signing_off
from assessment import record as records
from assessment.growth import Growth
from assessment.models import Certificate, SignOff
from assessment.needs import Needs
from assessment.overview import Overview
from imyportal import weeks
from placements import glance_words, glances, presenting
from placements.enums import LIVE_STATUSES, WeekStatus
from placements.glance import Glance
from placements.models import HourWeek, Placement
from placements.reports import shelf
from placements.reports.shelf import Stock
from trainees.models import Group, Trainee

NONE = Glance()


@dataclass(frozen=True)
class GroupLine:
    """One group in the list."""

    group: Group
    trainees: int
    when: str  # "Week 3 of 8", "Arrives on …", "Home since …"
    reports: Stock  # weekly reports


def groups(viewer: User, today: date) -> list[GroupLine]:
    """All groups of the viewer's organisation, newest first; two queries."""
    found = list(
        Group.objects.visible_to(viewer)
        .select_related("organisation", "lead_tutor")
        .annotate(trainee_count=Count("trainees"))
        .order_by("-arrives_on", "pk")
    )
    stock = shelf.counts(found, viewer)
    return [
        GroupLine(group, group.trainee_count, when(group, today), stock.get(group.pk, Stock()))
        for group in found
    ]


def when(group: Group, today: date) -> str:
    """Where in its stay a group is, in words."""
    if today < group.arrives_on:
        return _("Not here yet")
    if today > group.leaves_on:
        return _("Finished")
    # Who arrives at a weekend begins on the Monday after it.
    first = weeks.monday_of(group.arrives_on + timedelta(days=2))
    number = max(weeks.number_in(first, today), 1)
    total = max(len(weeks.mondays(first, group.leaves_on)), 1)
    return _("Week %(number)s of %(total)s") % {"number": number, "total": total}


@dataclass(frozen=True)
class TraineeLine:
    """One trainee of a group; figures are ready to print."""

    name: str
    initials: str
    company: str
    period: str  # "2 March–24 April"
    signed: str  # hours
    progress: str  # "112:30 of 304:00 h", or empty
    percent: str
    attendance: str  # "95 %", or empty
    is_below: bool
    weeks_signed: int
    weeks_sent: int  # with the company
    weeks_returned: int  # sent back by the company
    certificate: Certificate | None
    certificate_url: str
    chart_url: str  # prints the hour chart; empty without a placement
    growth: Growth  # of the own average
    result: int | None  # overall, 0-100, once the final results are signed off
    url: str  # where the trainee's results are; empty without a placement
    withdrawn: Certificate | None = None  # the last one, when none is valid
    badge: str = ""  # the level, as long as it is valid


def trainees(group: Group, viewer: User, today: date) -> list[TraineeLine]:
    """The group's trainees with hours, results, certificates and badges; ten queries whatever their number.

    One line a placement: who has changed company has two, who has none yet has one, too.
    """
    members = Trainee.objects.visible_to(viewer).filter(group=group)
    people = list(members.select_related("badge__level"))
    found = list(
        Placement.objects.visible_to(viewer)
        .filter(trainee__group=group, status__in=LIVE_STATUSES)
        .select_related("company")
        .order_by("starts_on", "pk")
    )
    placements: dict[int, list[Placement | None]] = {}
    for placement in found:
        placements.setdefault(placement.trainee_id, []).append(placement)
    nowhere: list[Placement | None] = [None]
    seen = HourWeek.objects.visible_to(viewer).filter(placement__in=found)
    hours = glances.of(found, today=today)
    counts = {
        (row["placement"], row["status"]): row["n"]
        for row in seen.values("placement", "status").annotate(n=Count("pk")).order_by()
    }
    certificates = _certificates(found, viewer)
    grown = growth.of(found)
    signed_off = signing_off.final_of(found)
    return [
        _line(
            person,
            each,
            hours.get(each.pk, NONE) if each else NONE,
            counts,
            certificates,
            grown.get(each.pk, Growth()) if each else Growth(),
            signed_off.get(each.pk) if each else None,
            group,
        )
        for person in people
        for each in placements.get(person.pk, nowhere)
    ]


def _certificates(found: list[Placement], viewer: User) -> dict[int, Certificate]:
    """The certificate of each placement, by its key: the valid one, or else the one withdrawn last."""
    made = (
        Certificate.objects.visible_to(viewer)
        .filter(placement__in=found, rendered_at__isnull=False)
        .defer("content")
        .order_by(F("withdrawn_at").asc(nulls_last=True), "pk")
    )
    return {certificate.placement_id: certificate for certificate in made}


def _line(
    person: Trainee,
    placement: Placement | None,
    hours: Glance,
    counts: dict[tuple[int, str], int],
    certificates: dict[int, Certificate],
    grown: Growth,
    signed_off: SignOff | None,
    group: Group,
) -> TraineeLine:
    key = placement.pk if placement else 0
    last = certificates.get(key)
    certificate = last if last and last.withdrawn_at is None else None
    return TraineeLine(
        name=person.name,
        initials=person.initials,
        company=placement.company.name if placement else _("No placement yet"),
        period=presenting.period(placement.starts_on, placement.ends_on) if placement else "",
        signed=weeks.hours(hours.signed),
        progress=glance_words.progress(hours),
        percent="" if hours.percent is None else str(hours.percent),
        attendance="" if hours.attendance is None else f"{hours.attendance} %",
        is_below=hours.is_below,
        weeks_signed=counts.get((key, WeekStatus.SIGNED), 0),
        weeks_sent=counts.get((key, WeekStatus.DECLARED), 0),
        weeks_returned=counts.get((key, WeekStatus.RETURNED), 0),
        certificate=certificate,
        certificate_url=reverse("assessment:certificate_file", args=[certificate.code])
        if certificate
        else "",
        chart_url=reverse("placements:chart", args=[placement.public_id]) if placement else "",
        growth=grown,
        result=signed_off.overall if signed_off else None,
        url=reverse("sending:trainee", args=[group.public_id, person.public_id])
        if placement
        else "",
        withdrawn=None if certificate else last,
        badge=_badge(person),
    )


def _badge(person: Trainee) -> str:
    badge = getattr(person, "badge", None)
    return badge.level.name if badge and badge.withdrawn_at is None else ""


@dataclass(frozen=True)
class Results:
    """One placement of a trainee with its evaluation summary."""

    company: str
    period: str
    overview: Overview


def results(trainee: Trainee, viewer: User, today: date) -> list[Results]:
    """The trainee's placements, the newest first."""
    found = list(
        Placement.objects.visible_to(viewer)
        .filter(trainee=trainee, status__in=LIVE_STATUSES)
        .select_related("company", "trainee")
        .order_by("-starts_on", "-pk")
    )
    known = records.of(found)
    return [
        Results(
            company=each.company.name,
            period=presenting.period(each.starts_on, each.ends_on),
            overview=Overview(known[each.pk], signing_off.of(each), today),
        )
        for each in found
    ]


def needs_of(trainee: Trainee, viewer: User, today: date) -> Needs | None:
    """What the certificate of the newest placement asks for; None without one or once it is there."""
    placement = (
        Placement.objects.visible_to(viewer)
        .filter(trainee=trainee, status__in=LIVE_STATUSES)
        .select_related("company_tutor", "trainee__tutor", "trainee__group__lead_tutor")
        .order_by("-starts_on", "-pk")
        .first()
    )
    return needs.for_school(placement, today) if placement else None
