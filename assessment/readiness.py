"""Who of a group can get a certificate, and what the others lack."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from imyportal import weeks
from placements import glance, sheets
from placements.enums import ABSENCES, LIVE_STATUSES, DayKind, PlacementStatus, WeekStatus
from placements.models import AgreedDay, Correction, HourWeek, Placement, WeekSignature, WorkDay
from trainees.models import Group, Trainee

from . import signing_off, summary
from .enums import CertificateState
from .models import Certificate, SignOff
from .summary import Summary

# What can be done about something that is missing: the desk knows where.
CONFIRM, PLACE, HOURS, REMIND, EVALUATE = "confirm", "place", "hours", "remind", "evaluate"
SIGN_OFF = "sign_off"

# What a week lacks, by its state.
WEEK_WORDS: dict[str, tuple[str | Promise, str]] = {
    WeekStatus.OPEN: (gettext_lazy("Week %(number)d not sent"), HOURS),
    WeekStatus.RETURNED: (gettext_lazy("Week %(number)d was sent back"), HOURS),
    WeekStatus.DECLARED: (gettext_lazy("Week %(number)d not signed"), REMIND),
}


@dataclass(frozen=True)
class Missing:
    """One thing that stands between a trainee and a certificate."""

    words: str
    fix: str = ""  # one of those above; empty: only time helps
    week: int | None = None  # key of the week whose hours lack something


@dataclass
class Facts:
    """What a placement's certificate rests on."""

    placement: Placement
    summary: Summary
    signed_off: SignOff | None = None  # the final results, as they are printed
    weeks: list[HourWeek] = field(default_factory=list)  # by Monday
    minutes: dict[int, int] = field(default_factory=dict)  # by week, corrections included
    signatures: dict[int, WeekSignature] = field(default_factory=dict)  # by week
    days_absent: int = 0
    agreed_minutes: int = 0
    days_worked: int = 0  # of those on which work was agreed, and so below
    days_missed: int = 0

    @property
    def attendance(self) -> int | None:
        """Percent of the agreed days that were worked, as `placements.glance` counts them."""
        return glance.attendance(self.days_worked, self.days_missed)

    @property
    def signed_weeks(self) -> list[HourWeek]:
        return [week for week in self.weeks if week.status == WeekStatus.SIGNED]

    @property
    def signed_minutes(self) -> int:
        return sum(self.minutes.get(week.pk, 0) for week in self.signed_weeks)

    @property
    def company_signature(self) -> WeekSignature | None:
        """The newest: the company's last word on the hours."""
        found = self.signatures.values()
        return max(found, key=lambda each: (each.day, each.signed_at), default=None)

    def missing(self, today: date) -> list[Missing]:
        """What is not there yet, the first cause first; empty means ready."""
        if self.placement.status not in LIVE_STATUSES:
            return [Missing(_("Placement not confirmed"), CONFIRM)]
        found = []
        if self.placement.ends_on > today:
            day = date_format(self.placement.ends_on, "j E")
            found.append(Missing(_("Placement ends on %(day)s") % {"day": day}))
        found += self._missing_weeks(today)
        if self.signed_off is None:
            found.append(self._missing_results())
        return found

    def _missing_results(self) -> Missing:
        """What is needed for the final sign-off: proposals, then the tutor's word."""
        if not self.summary.objectives:
            return Missing(_("No objectives are in use"))
        lacking = self.summary.unproposed
        if not lacking:
            return Missing(_("Results not signed off"), SIGN_OFF)
        if len(lacking) > 2:
            return Missing(_("No result yet"), EVALUATE)
        names = ", ".join(each.name for each in lacking)
        return Missing(_("No result yet: %(names)s") % {"names": names}, EVALUATE)

    def _missing_weeks(self, today: date) -> Iterable[Missing]:
        stored = {week.monday: week for week in self.weeks}
        last = min(self.placement.ends_on, today)
        for monday in weeks.mondays(self.placement.starts_on, last):
            number = self.placement.week_number(monday)
            week = stored.get(monday)
            if week is None:
                yield Missing(_("Week %(number)d not sent") % {"number": number}, HOURS)
            elif week.status in WEEK_WORDS:
                words, fix = WEEK_WORDS[week.status]
                yield Missing(str(words) % {"number": number}, fix, week.pk)


@dataclass(frozen=True)
class Row:
    """A trainee's placement as the desk shows it; `placement` is None for who has none."""

    trainee: Trainee
    placement: Placement | None
    facts: Facts | None
    certificate: Certificate | None  # the one that is not withdrawn
    missing: list[Missing]
    withdrawn: Certificate | None = None  # the last one, when none is valid

    @property
    def state(self) -> CertificateState | None:
        return self.certificate.state if self.certificate else None

    @property
    def ready(self) -> bool:
        return self.certificate is None and not self.missing


def readiness(group: Group, viewer: User, *, today: date | None = None) -> list[Row]:
    """The group's trainees that `viewer` sees, those with something missing first.

    A fixed number of queries. Cancelled placements are left out; a trainee may have several rows.
    """
    today = today or timezone.localdate()
    trainees = list(Trainee.objects.visible_to(viewer).filter(group=group))
    placements = list(
        Placement.objects.filter(trainee__in=trainees)
        .exclude(status=PlacementStatus.CANCELLED)
        .select_related("company", "company_tutor", "trainee__group")
        .order_by("starts_on", "pk")
    )
    facts = gather(placements, today=today)
    issued, withdrawn = _certificates(placements)
    by_trainee = defaultdict(list)
    for placement in placements:
        by_trainee[placement.trainee_id].append(placement)

    rows = []
    for trainee in trainees:
        for placement in by_trainee[trainee.pk]:
            known = facts[placement.pk]
            certificate = issued.get(placement.pk)
            missing = [] if certificate else known.missing(today)
            gone = None if certificate else withdrawn.get(placement.pk)
            rows.append(Row(trainee, placement, known, certificate, missing, gone))
        if not by_trainee[trainee.pk]:
            missing = [Missing(_("No placement"), PLACE)]
            rows.append(Row(trainee, None, None, None, missing))
    return sorted(rows, key=lambda row: not row.missing)


def _certificates(
    placements: list[Placement],
) -> tuple[dict[int, Certificate], dict[int, Certificate]]:
    """The valid one and the one withdrawn last, by placement; one query."""
    issued: dict[int, Certificate] = {}
    withdrawn: dict[int, Certificate] = {}
    found = Certificate.objects.filter(placement__in=placements).order_by("withdrawn_at", "pk")
    for each in found:
        (issued if each.withdrawn_at is None else withdrawn)[each.placement_id] = each
    return issued, withdrawn


def gather(placements: Iterable[Placement], *, today: date | None = None) -> dict[int, Facts]:
    """The facts of each placement by its key; a fixed number of queries."""
    placements = list(placements)
    summaries = summary.of(placements, today=today)
    signed = signing_off.final_of(placements)
    facts = {each.pk: Facts(each, summaries[each.pk], signed.get(each.pk)) for each in placements}
    stored = list(HourWeek.objects.filter(placement__in=placements).order_by("monday"))
    minutes = sheets.minutes_of(stored)
    owner = {week.pk: facts[week.placement_id] for week in stored}
    for week in stored:
        owner[week.pk].weeks.append(week)
        owner[week.pk].minutes[week.pk] = minutes.get(week.pk, 0)
    for signature in WeekSignature.objects.filter(week__in=stored):
        owner[signature.week_id].signatures[signature.week_id] = signature
    agreed = _add_agreed(facts)
    for key, day, kind in _signed_days(stored):
        known = owner[key]
        is_missed, is_worked = kind in ABSENCES, kind == DayKind.WORKED
        known.days_absent += is_missed
        if (known.placement.pk, day.weekday()) in agreed:
            known.days_missed += is_missed
            known.days_worked += is_worked
    return facts


def _signed_days(stored: list[HourWeek]) -> Iterable[tuple[int, date, str]]:
    """Week, day and kind of each signed day; the newest correction of a day counts."""
    signed = [week.pk for week in stored if week.status == WeekStatus.SIGNED]
    kinds = {
        (week, day): kind
        for week, day, kind in WorkDay.objects.filter(week__in=signed).values_list(
            "week", "date", "kind"
        )
    }
    changes = Correction.objects.filter(week__in=signed).order_by("at", "pk")
    for week, day, new in changes.values_list("week", "date", "new"):
        kinds[week, day] = new.get("kind", "")
    return [(week, day, kind) for (week, day), kind in kinds.items()]


def _add_agreed(facts: dict[int, Facts]) -> set[tuple[int, int]]:
    """Minutes of the agreed timetable from the first day to the last; placements and weekdays of it."""
    found = set()
    for agreed in AgreedDay.objects.filter(placement__in=list(facts)):
        found.add((agreed.placement_id, agreed.weekday))
        known = facts[agreed.placement_id]
        first = known.placement.starts_on
        first += timedelta(days=(agreed.weekday - first.weekday()) % 7)
        count = max(0, (known.placement.ends_on - first).days // 7 + 1)
        known.agreed_minutes += agreed.minutes * count
    return found
