"""What happened until today: hours, signatures, scores; some of it late or in trouble."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from accounts.models import AccessLink
from imyportal import mail, weeks
from placements import requests, signing
from placements.entries import DayEntry
from placements.enums import DayKind, PlacementStatus, SignedHow, WeekStatus
from placements.models import HourWeek, Placement, WeekSignature, WorkDay
from placements.models.placements import worked_minutes

from .agency import SEED


@dataclass(frozen=True)
class Trouble:
    """What is out of the ordinary for the n-th trainee of a group."""

    no_hours_since: int = 0  # working days
    returned: bool = False
    company_late: int = 0  # weeks not signed
    absent: int = 0  # days in a row until today
    not_sent: bool = False  # the last whole week waits for the trainee
    long_day: bool = False  # the last Tuesday took half an hour more than a minor may work


TROUBLES = {
    ("DE", 0): Trouble(not_sent=True),
    ("DE", 1): Trouble(company_late=2, long_day=True),
    ("DE", 3): Trouble(no_hours_since=3),
    ("DE", 6): Trouble(returned=True),
    ("DE", 9): Trouble(absent=2),
    ("PL", 1): Trouble(long_day=True),
    ("PL", 2): Trouble(no_hours_since=2),
    ("PL", 5): Trouble(company_late=1),
    ("PL", 7): Trouble(absent=1),
    ("PL", 12): Trouble(returned=True),
    ("ES", 4): Trouble(company_late=1),
    ("ES", 10): Trouble(returned=True),
}


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment in local time."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def build(placements: list[Placement], today: date) -> None:
    """Fill every chart up to yesterday, sign what is over, queue what waits."""
    chance = random.Random(SEED + 1)  # noqa: S311
    numbers: dict[int, int] = {}
    to_sign: list[tuple[HourWeek, datetime]] = []
    for placement in placements:
        number = numbers.get(placement.trainee.group_id, 0)
        numbers[placement.trainee.group_id] = number + 1
        if placement.status != PlacementStatus.CONFIRMED or placement.starts_on > today:
            continue
        trouble = TROUBLES.get((placement.trainee.nationality, number), Trouble())
        to_sign += _chart(placement, trouble, today, chance)
    _sign(to_sign)
    _ask(placements)


def _ask(placements: list[Placement]) -> None:
    """One trainee and one company ask to correct a day they signed."""
    weeks_of = HourWeek.objects.filter(status=WeekStatus.SIGNED).select_related(
        "placement__trainee__user", "placement__company_tutor"
    )
    own, other = (weeks_of.filter(placement=placements[n]).first() for n in (0, 4))
    if own and own.placement.trainee.user:
        requests.ask(
            own,
            _until_half_past_five(own),
            by=own.placement.trainee.user,
            reason="We waited for a delivery until 18:30, and I entered 17:30.",
            wanted=DayEntry(DayKind.WORKED, time(8, 30), time(18, 30), 90),
        )
    if other:
        requests.ask(
            other,
            _until_half_past_five(other),
            by=links.for_holder(Purpose.COMPANY, other.placement.company_tutor),
            reason="Ha finito alle 16:30 e non alle 17:30, doveva prendere il treno.",
        )


def _until_half_past_five(week: HourWeek) -> date:
    return WorkDay.objects.filter(week=week, ends_at=time(17, 30)).earliest("date").date


def _chart(
    placement: Placement, trouble: Trouble, today: date, chance: random.Random
) -> Iterator[tuple[HourWeek, datetime]]:
    last = min(placement.ends_on, today - timedelta(days=1))
    past = [m for m in weeks.mondays(placement.starts_on, last) if m + timedelta(days=4) <= last]
    gap_from = _working_days_before(today, trouble.no_hours_since)
    ill_from = _working_days_before(today, trouble.absent)
    for monday in weeks.mondays(placement.starts_on, min(last, today)):
        week = HourWeek.objects.create(placement=placement, monday=monday)
        days = [day for day in weeks.days_of(monday)[:5] if day <= last]
        if trouble.no_hours_since:
            days = [day for day in days if day < gap_from]
        WorkDay.objects.bulk_create(
            _day(week, day, chance, ill=bool(trouble.absent) and day >= ill_from) for day in days
        )
        if trouble.long_day and past and monday == past[-1]:
            _work_longer(week)
        if monday not in past or len(days) < 5:
            continue
        behind = len(past) - past.index(monday)
        if trouble.not_sent and behind == 1:
            continue
        if trouble.returned and behind == 1:
            _return(week)
        elif behind <= trouble.company_late:
            _declare(week)
        else:
            _declare(week, queue=False)
            friday = monday + timedelta(days=4)
            signed_on = friday + timedelta(days=chance.choice([0, 0, 3]))
            yield week, at(signed_on if signed_on < today else friday, 17, 12)


def _working_days_before(today: date, count: int) -> date:
    day = today
    while count:
        day -= timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _day(week: HourWeek, day: date, chance: random.Random, *, ill: bool) -> WorkDay:
    filled = at(day, 17, 40)
    by = week.placement.trainee.user
    if ill or chance.random() < 0.03:
        return WorkDay(
            week=week,
            date=day,
            kind=DayKind.ILL,
            told_at=at(day, 7, chance.randrange(10, 55)),
            filled_by=by,
            filled_at=filled,
        )
    ends = chance.choice([time(17, 30)] * 6 + [time(18, 0), time(17, 0)])
    return WorkDay(
        week=week,
        date=day,
        kind=DayKind.WORKED,
        starts_at=time(8, 30),
        ends_at=ends,
        break_minutes=90,
        minutes=worked_minutes(time(8, 30), ends, 90),
        filled_by=by,
        filled_at=filled,
    )


def _work_longer(week: HourWeek) -> None:
    tuesday = week.monday + timedelta(days=1)
    WorkDay.objects.filter(week=week, date=tuesday).update(
        kind=DayKind.WORKED,
        starts_at=time(8, 30),
        ends_at=time(18, 30),
        break_minutes=90,
        minutes=510,
        told_at=None,
    )


def _declare(week: HourWeek, *, queue: bool = True) -> None:
    week.status, week.version = WeekStatus.DECLARED, 2
    week.declared_at = at(week.monday + timedelta(days=4), 16, 30)
    week.declared_by = week.placement.trainee.user
    week.save()
    if queue:
        tutor = week.placement.company_tutor
        mail.queue(
            "placements/week_sent",
            to=tutor.email,
            language=tutor.language,
            about=week,
            key=f"week_sent:{week.pk}:{week.version}",
        )


def _return(week: HourWeek) -> None:
    _declare(week, queue=False)
    week.status, week.version = WeekStatus.RETURNED, 3
    week.returned_at = at(week.monday + timedelta(days=4), 18, 5)
    week.returned_by = week.placement.company_tutor.name
    week.return_reason = "Martedì è uscita alle 16:30, non alle 17:30."
    week.save()


def _sign(to_sign: list[tuple[HourWeek, datetime]]) -> None:
    used: dict[int, AccessLink] = {}
    signatures = []
    for week, moment in to_sign:
        tutor = week.placement.company_tutor
        if tutor.pk not in used:
            used[tutor.pk] = links.for_holder(Purpose.COMPANY, tutor)
        minutes = sum(WorkDay.objects.filter(week=week).values_list("minutes", flat=True))
        signatures.append(
            WeekSignature(
                week=week,
                signed_at=moment,
                name=tutor.name,
                role=f"Tutor, {week.placement.company.name}",
                how=SignedHow.LINK,
                button=f"Firma {weeks.hours(minutes)} ore",
                minutes=minutes,
                version=week.version,
                digest=signing.digest(week),
                link=used[tutor.pk],
            )
        )
    WeekSignature.objects.bulk_create(signatures)
    keys = [week.pk for week, _ in to_sign]
    HourWeek.objects.filter(pk__in=keys).update(status=WeekStatus.SIGNED)
