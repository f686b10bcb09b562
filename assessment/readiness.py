"""Who of a group can get a certificate, and what the others lack; a fixed number of queries, however many."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from accounts.models import User
from placements import agreed_hours, glance, sheets
from placements.enums import ABSENCES, DayKind, PlacementStatus, WeekStatus
from placements.models import Correction, HourWeek, Placement, WeekSignature, WorkDay
from trainees.models import Group, JourneyStep, StepDone, Trainee

from . import confirming, judging, requirements, signing_off, summary
from .enums import OWN_KINDS, CertificateState, EvaluationMoment, RequirementKind
from .judging import Line
from .models import Certificate, Evaluation, SignOff
from .requirements import Asked
from .summary import Summary


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
    asked: list[Asked] = field(default_factory=list)  # what a certificate of the group asks for
    steps: list[JourneyStep] = field(default_factory=list)  # that are needed for one
    steps_done: set[int] = field(default_factory=set)
    has_final_self: bool = False
    confirmed: confirming.State | None = None  # by the company; only looked up where it is needed
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

    def needs(self, kind: RequirementKind) -> bool:
        return any(each.kind == kind and each.is_needed for each in self.asked)

    def lines(self, today: date) -> list[Line]:
        """Everything a certificate asks for, met or not."""
        return judging.lines(self, today)

    def missing(self, today: date) -> list[Line]:
        """What is not there yet, the first cause first; empty means ready."""
        return [line for line in self.lines(today) if line.is_open]


@dataclass(frozen=True)
class Row:
    """A trainee's placement as the desk shows it; `placement` is None for who has none."""

    trainee: Trainee
    placement: Placement | None
    facts: Facts | None
    certificate: Certificate | None  # the one that is not withdrawn
    lines: list[Line]  # what is asked for; empty once there is a certificate
    withdrawn: Certificate | None = None  # the last one, when none is valid

    @property
    def state(self) -> CertificateState | None:
        return self.certificate.state if self.certificate else None

    @property
    def missing(self) -> list[Line]:
        """Empty means ready, or issued."""
        return [line for line in self.lines if line.is_open]

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
            lines = [] if certificate else known.lines(today)
            gone = None if certificate else withdrawn.get(placement.pk)
            rows.append(Row(trainee, placement, known, certificate, lines, gone))
        if not by_trainee[trainee.pk]:
            rows.append(Row(trainee, None, None, None, [judging.no_placement()]))
    return sorted(rows, key=lambda row: not row.missing)


def _certificates(
    placements: list[Placement],
) -> tuple[dict[int, Certificate], dict[int, Certificate]]:
    """The valid one and the one withdrawn last, by placement; one query."""
    issued: dict[int, Certificate] = {}
    withdrawn: dict[int, Certificate] = {}
    found = Certificate.objects.filter(placement__in=placements).select_related("batch")
    for each in found.order_by("withdrawn_at", "pk"):
        (issued if each.withdrawn_at is None else withdrawn)[each.placement_id] = each
    return issued, withdrawn


def gather(placements: Iterable[Placement], *, today: date | None = None) -> dict[int, Facts]:
    """The facts of each placement by its key; a fixed number of queries."""
    placements = list(placements)
    signed = signing_off.final_of(placements)
    told = {pk: set(each.values) for pk, each in signed.items()}
    summaries = summary.of(placements, today=today, told=told)
    facts = {each.pk: Facts(each, summaries[each.pk], signed.get(each.pk)) for each in placements}
    stored = list(HourWeek.objects.filter(placement__in=placements).order_by("monday"))
    minutes = sheets.minutes_of(stored)
    owner = {week.pk: facts[week.placement_id] for week in stored}
    for week in stored:
        owner[week.pk].weeks.append(week)
        owner[week.pk].minutes[week.pk] = minutes.get(week.pk, 0)
    for signature in WeekSignature.objects.filter(week__in=stored):
        owner[signature.week_id].signatures[signature.week_id] = signature
    _add_asked(facts)
    agreed = _add_agreed(facts)
    for key, day, kind in _signed_days(stored):
        known = owner[key]
        is_missed, is_worked = kind in ABSENCES, kind == DayKind.WORKED
        known.days_absent += is_missed
        if (known.placement.pk, day.weekday()) in agreed:
            known.days_missed += is_missed
            known.days_worked += is_worked
    _add_confirmed(facts.values())
    return facts


def _add_confirmed(facts: Iterable[Facts]) -> None:
    """What the companies said, where a certificate asks for it; one query, none where none does."""
    wanted = [known for known in facts if known.needs(RequirementKind.COMPANY)]
    if wanted:
        states = confirming.state(wanted)
        for known in wanted:
            known.confirmed = states[known.placement.pk]


def _add_asked(facts: dict[int, Facts]) -> None:
    """What the certificates of these groups ask for beside hours and results; four queries."""
    groups = {known.placement.trainee.group_id for known in facts.values()}
    asked = requirements.of_groups(groups)
    steps = defaultdict(list)
    for step in JourneyStep.objects.filter(group__in=groups, is_needed=True):
        steps[step.group_id].append(step)
    people = {known.placement.trainee_id for known in facts.values()}
    done = defaultdict(set)
    ticks = StepDone.objects.filter(trainee__in=people, step__is_needed=True)
    for trainee, step_key in ticks.values_list("trainee", "step"):
        done[trainee].add(step_key)
    finals = Evaluation.objects.counted().filter(
        placement__in=list(facts), kind__in=OWN_KINDS, moment=EvaluationMoment.FINAL
    )
    given = set(finals.values_list("placement", flat=True))
    for key, known in facts.items():
        group = known.placement.trainee.group_id
        known.asked, known.steps = asked[group], steps[group]
        known.steps_done = done[known.placement.trainee_id]
        known.has_final_self = key in given


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
    found: set[tuple[int, int]] = set()
    for key, timetable in agreed_hours.of(facts).items():
        found.update((key, weekday) for weekday in timetable.days)
        placement = facts[key].placement
        facts[key].agreed_minutes = timetable.total(placement.starts_on, placement.ends_on)
    return found
