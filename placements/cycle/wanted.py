"""Who of many is still to be reminded; a fixed number of queries, however many are asked about.

Asked when reminders are laid, and again when they are done: what was answered meanwhile is not
reminded of.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from imyportal import opening, weeks

from ..enums import EDITABLE_WEEKS, CheckInBy, CycleKind, ReminderOutcome, WeekStatus
from ..missing import LOOK_BACK, missing_of
from ..models import AgreedDay, CheckIn, HourWeek, Placement, Reminder, WorkDay
from .timetable import Timetables

Keys = Collection[int]
SENT = [ReminderOutcome.MAILED, ReminderOutcome.BEFORE]


def check_ins(placements: Keys, monday: date) -> set[int]:
    """Placements whose trainee has not said how this week was."""
    said = CheckIn.objects.filter(
        placement__in=placements, monday=monday, said_by=CheckInBy.TRAINEE
    )
    return set(placements) - set(said.values_list("placement", flat=True))


# --- Hours ------------------------------------------------------------------------------------


def hours(placements: Keys, monday: date, now: datetime, *, by_hand: bool = False) -> set[int]:
    """Placements with an agreed day of this week without hours, or with the week full and not sent.

    What a tutor asks for, `by_hand`, is about the week before, too.
    """
    today = timezone.localdate(now)
    missing = missing_hours(monday, today, by_hand=by_hand).filter(placement__in=placements)
    return set(missing.values_list("placement", flat=True)) | {
        row.placement_id for row in unsent(placements, monday, by_hand=by_hand)
    }


def missing_hours(monday: date, today: date, *, by_hand: bool) -> QuerySet[AgreedDay]:
    """What a reminder of this week speaks of: of its days those that are over, however late it is.

    `by_hand` the last seven days, as the tutor saw them, and none after this week.
    """
    days = weeks.days_of(monday)
    if by_hand:
        days = [today - timedelta(days=n) for n in range(LOOK_BACK, 0, -1)]
    last = min(today - timedelta(days=1), monday + timedelta(days=6))
    return missing_of([day for day in days if day <= last])


def unsent(placements: Keys, monday: date, *, by_hand: bool) -> list[HourWeek]:
    """Weeks of these placements that want nothing but to be sent: this one, `by_hand` the one before."""
    mondays = [monday - timedelta(weeks=1), monday] if by_hand else [monday]
    found = list(
        HourWeek.objects.filter(
            placement__in=placements, monday__in=mondays, status__in=EDITABLE_WEEKS
        )
        .select_related("placement")
        .order_by("monday", "pk")
    )
    entered = defaultdict(set)
    for week, day in WorkDay.objects.filter(week__in=found).values_list("week", "date"):
        entered[week].add(day)
    agreed = defaultdict(set)
    rows = AgreedDay.objects.filter(placement__in={row.placement_id for row in found})
    for placement, weekday in rows.values_list("placement", "weekday"):
        agreed[placement].add(weekday)
    return [
        row
        for row in found
        if entered[row.pk] and _expected(row, agreed[row.placement_id]) <= entered[row.pk]
    ]


def _expected(week: HourWeek, weekdays: Collection[int]) -> set[date]:
    days = (week.monday + timedelta(days=weekday) for weekday in weekdays)
    return {day for day in days if week.placement.holds(day)}


# --- Company tutors ---------------------------------------------------------------------------


def company_questions(tutors: Keys, monday: date) -> set[int]:
    """Company tutors without a word on the week before `monday`, and nothing to sign.

    With hours to sign the questions stand beside them, and who signed a week had them there.
    """
    before = monday - timedelta(weeks=1)
    asked = Placement.objects.live().filter(
        company_tutor__in=tutors, starts_on__lt=monday, ends_on__gte=before
    )
    said = CheckIn.objects.filter(
        placement__company_tutor__in=tutors, monday=before, said_by=CheckInBy.COMPANY
    )
    signed = HourWeek.objects.filter(
        placement__company_tutor__in=tutors, monday=before, status=WeekStatus.SIGNED
    )
    with_hours = HourWeek.objects.to_sign().filter(placement__company_tutor__in=tutors)
    known = set(said.values_list("placement", flat=True))
    known |= set(signed.values_list("placement", flat=True))
    found = {tutor for pk, tutor in asked.values_list("pk", "company_tutor") if pk not in known}
    return found - set(with_hours.values_list("placement__company_tutor", flat=True))


def sign(tutors: Keys, now: datetime, tables: Timetables) -> set[int]:
    """Company tutors with a week that has become late since they were last reminded."""
    waiting = HourWeek.objects.to_sign().filter(placement__company_tutor__in=tutors)
    last = dict(
        Reminder.objects.filter(company_tutor__in=tutors, kind=CycleKind.SIGN, outcome__in=SENT)
        .values_list("company_tutor")
        .annotate(at=Max("done_at"))
        .order_by()
    )
    found, office = set(), opening.hours()
    for tutor, group, sent in waiting.values_list(
        "placement__company_tutor", "placement__trainee__group", "declared_at"
    ):
        days = tables.of(group).days(CycleKind.SIGN)
        reminded = last.get(tutor)
        if not (days and sent) or sent > office.office_days_before(now, days):
            continue
        # Late weeks that were in the last mail are not told of again.
        if reminded is None or sent > office.office_days_before(reminded, days):
            found.add(tutor)
    return found
