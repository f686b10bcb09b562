"""Certificates on the Today board: whether one can be issued, else the first thing it lacks.

The same rules as in `judging.py`, of what the database can say of many placements beside the board's
other questions; none of them takes a query of its own. Whether what a company confirmed is still what
would be printed only the page can say, so the words speak of what the company said.
"""

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal import weeks
from imyportal.attention import Level, Signal, day_words, pages
from imyportal.db import DaysBetween
from placements import agreed_hours, glances
from placements.agreed_hours import Span
from placements.enums import WeekStatus
from placements.models import AgreedDay, Correction, HourWeek, Placement, WorkDay
from trainees.models import JourneyStep, StepDone

from . import plans
from .enums import (
    OWN_KINDS,
    ConfirmationAnswer,
    EvaluationKind,
    EvaluationMoment,
    RequirementKind,
    SignOffMoment,
)
from .late import Stay
from .models import (
    Certificate,
    CertificateRequirement,
    CompanyConfirmation,
    Evaluation,
    SignOff,
)
from .requirements import Asked, Known

Needed = Mapping[RequirementKind, Asked]

AFTER_THE_END = timedelta(days=30)  # how long a missing certificate is asked for
ONE_TASK = timedelta(
    days=7
)  # so long they are the group's, with its button; then each is a row of today
PARTY = "certificate"


class Facts(NamedTuple):
    """What of a placement decides about its certificate; all of it only where one is lacking."""

    lacks: bool  # it is over without a certificate
    signed: int  # weeks
    minutes: int  # of them, corrections included
    has_result: bool
    has_self: bool  # the final self-evaluation
    has_steps: bool
    corrected_at: datetime | None
    scored_at: datetime | None  # by the company
    trouble: str | None
    said: str | None  # the last word of the company about the certificate
    said_at: datetime | None


# --- Questions beside others ------------------------------------------------------------------


def lacking(today: date) -> Q:
    """Placements that ended lately and have no certificate."""
    there = Certificate.objects.valid().filter(placement=OuterRef("pk"))
    return Q(ends_on__lt=today, ends_on__gte=today - AFTER_THE_END) & Q(~Exists(there))


def speaking() -> Q:
    """Placements of which there is something to say whether they have a certificate or not."""
    return Q(Exists(_stuck())) | Q(Exists(_words().filter(answer=ConfirmationAnswer.WRONG)))


def columns(today: date) -> dict[str, Any]:
    """What a query of placements is annotated with to read `Facts`, in their order."""
    lacks = lacking(today)
    when_lacking = {
        "signed": Coalesce(Subquery(_signed_weeks()), 0),
        "minutes": Coalesce(Subquery(_signed_minutes()), 0) + Coalesce(Subquery(_more()), 0),
        "has_result": Exists(_results()),
        "has_self": Exists(_finals()),
        "has_steps": ~Exists(_undone()),
        "corrected_at": Subquery(_corrections().order_by("-at").values("at")[:1]),
        "scored_at": Subquery(_scores().order_by("-given_at").values("given_at")[:1]),
    }
    return {
        "lacks": Case(When(lacks, then=True), default=False),
        **{name: Case(When(lacks, then=each)) for name, each in when_lacking.items()},
        "trouble": Subquery(_stuck().values("last_error")[:1]),
        "said": Subquery(_words().values("answer")[:1]),
        "said_at": Subquery(_words().values("given_at")[:1]),
    }


def _stuck() -> QuerySet[Certificate]:
    return Certificate.objects.given_up().filter(placement=OuterRef("pk"))


def _words() -> QuerySet[CompanyConfirmation]:
    found = CompanyConfirmation.objects.filter(placement=OuterRef("pk"))
    return found.order_by("-given_at", "-pk")


def _signed_weeks() -> QuerySet[Any, Any]:
    """How many weeks of the stay are signed; one signed before the dates were changed is none of it."""
    before = ExpressionWrapper(OuterRef("starts_on") - timedelta(days=7), output_field=DateField())
    found = HourWeek.objects.filter(
        placement=OuterRef("pk"),
        status=WeekStatus.SIGNED,
        monday__gt=before,
        monday__lte=OuterRef("ends_on"),
    )
    return found.order_by().values("placement").annotate(many=Count("pk")).values("many")


def _signed_minutes() -> QuerySet[Any, Any]:
    days = WorkDay.objects.filter(
        week__placement=OuterRef("pk"), week__status=WeekStatus.SIGNED
    ).order_by()
    return days.values("week__placement").annotate(total=Sum("minutes")).values("total")


def _more() -> QuerySet[Any, Any]:
    days = _corrections().order_by()
    return days.values("week__placement").annotate(total=Sum("minutes_more")).values("total")


def _corrections() -> QuerySet[Correction]:
    return Correction.objects.filter(week__placement=OuterRef("pk"), week__status=WeekStatus.SIGNED)


def _results() -> QuerySet[SignOff]:
    signed = SignOff.objects.current().filter(moment=SignOffMoment.FINAL)
    return signed.filter(placement=OuterRef("pk"))


def _finals() -> QuerySet[Evaluation]:
    given = Evaluation.objects.counted().filter(kind__in=OWN_KINDS, moment=EvaluationMoment.FINAL)
    return given.filter(placement=OuterRef("pk"))


def _scores() -> QuerySet[Evaluation]:
    return Evaluation.objects.filter(placement=OuterRef("pk"), kind=EvaluationKind.COMPANY)


def _undone() -> QuerySet[JourneyStep]:
    ticks = StepDone.objects.filter(step=OuterRef("pk"), trainee=OuterRef(OuterRef("trainee")))
    steps = JourneyStep.objects.filter(group=OuterRef("trainee__group"), is_needed=True)
    return steps.filter(~Exists(ticks))


# --- What is asked for, as parts of one query ---------------------------------------------------


def asked_part(viewer: User, today: date) -> QuerySet[Any, Any]:
    """The requirements of the agency and of groups in which somebody lacks a certificate."""
    here = Q(group=None) | Q(group__in=_lacking(viewer, today).values("trainee__group"))
    return (
        CertificateRequirement.objects.visible_to(viewer)
        .filter(here)
        .annotate(what=Value("asked"), one=Coalesce(F("group"), 0))
        .annotate(two=Coalesce(F("percent"), 0), by=F("kind"), at=Value(""))
        .annotate(day=Value(today, DateField()), mean=Value(0.0))
        .annotate(flag=Case(When(is_active=True, then=1), default=0), **plans.numbers())
    )


def _lacking(viewer: User, today: date) -> QuerySet[Placement]:
    return Placement.objects.visible_to(viewer).live().filter(lacking(today))


def agreed_part(viewer: User, today: date) -> QuerySet[Any, Any]:
    """The timetables of those who lack a certificate, where a part of the agreed hours is needed.

    A weekday comes once for each thing arranged, with `flag`, its first day, its minutes and how many days it lasts (0:
    without end).
    """
    span = "placement__arrangements__"
    first, last = F(f"{span}first_day"), F(f"{span}last_day")
    of_group = Q(group=None) | Q(group=OuterRef("placement__trainee__group"))
    asked = CertificateRequirement.objects.filter(of_group, kind=RequirementKind.HOURS)
    return (
        AgreedDay.objects.filter(
            Exists(asked.filter(is_active=True)), placement__in=_lacking(viewer, today).values("pk")
        )
        .annotate(what=Value("agreed"), one=F("placement"), two=F("weekday"))
        .annotate(by=Value(""), at=Value(""), mean=Value(0.0), **plans.numbers())
        .annotate(day=Coalesce(first, F("placement__ends_on")))
        .annotate(flag=Case(When(placement__arrangements__isnull=False, then=1), default=0))
        .annotate(n1=Cast(glances.agreed_minutes(""), IntegerField()))
        .annotate(n2=Coalesce(Cast(f"{span}most_day_minutes", IntegerField()), 0))
        .annotate(n3=Coalesce(DaysBetween(last, first) + 1, 0))
    )


class Asking:
    """What the parts answered: what each group asks for, and the timetables."""

    def __init__(self) -> None:
        self._rows: list[tuple[int | None, str, bool, int | None]] = []
        self._minutes: dict[int, dict[int, int]] = defaultdict(dict)
        self._spans: dict[int, dict[date, Span]] = defaultdict(dict)

    def take(self, row: tuple[Any, ...]) -> bool:
        """Keep a row of one of the parts; False when it is of another."""
        what, one, two, by, _at, day, _mean, flag, minutes, *more = row
        if what == "asked":
            self._rows.append((one or None, by, bool(flag), two or None))
        elif what == "agreed":
            self._minutes[one][two] = minutes
            if flag:
                self._spans[one][day] = _span(day, *more)
        return what in ("asked", "agreed")

    def agreed(self, stay: Stay) -> int:
        """Minutes of the timetable from the first day to the last."""
        minutes = self._minutes.get(stay.placement, {})
        spans = self._spans.get(stay.placement, {})
        return agreed_hours.total(minutes, spans.values(), stay.starts_on, stay.ends_on)

    def needed(self, group: int) -> Needed:
        return self._known.needed(group)

    @functools.cached_property
    def _known(self) -> Known:
        return Known(self._rows)


def _span(first: date, most: int, days: int, *_none: int) -> Span:
    return Span(first, first + timedelta(days=days - 1) if days else None, most)


# --- Answers ----------------------------------------------------------------------------------


def signals(stay: Stay, facts: Facts, asking: Asking, today: date) -> Iterator[Signal]:
    """At most one: not made, doubted by the company, what it lacks, or that nothing is lacking."""
    page = pages("admin:trainees_group_certificates")
    if facts.trouble is not None:
        yield _given_up(stay.trainee, page(stay.group), facts.trouble)
    elif facts.said == ConfirmationAnswer.WRONG:
        yield _doubted(stay.trainee, page(stay.group), stay.ends_on)
    elif facts.lacks:
        yield _certificate(stay, facts, asking, today)


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


def _doubted(trainee: int, url: str, ends_on: date) -> Signal:
    return Signal(
        trainee_id=trainee,
        key=f"certificate:doubted:{ends_on}",
        level=Level.AMBER,
        icon="medal",
        text=_("The company wants the certificate corrected"),
        action=_("Certificates"),
        url=url,
    )


def _certificate(stay: Stay, facts: Facts, asking: Asking, today: date) -> Signal:
    needed = asking.needed(stay.group)
    unsigned = _unsigned(stay, facts) if RequirementKind.WEEKS in needed else 0
    waits_for_results = not facts.has_result and not unsigned
    page = (
        "admin:trainees_group_results" if waits_for_results else "admin:trainees_group_certificates"
    )
    return Signal(
        trainee_id=stay.trainee,
        key=f"certificate:{stay.ends_on}",
        level=Level.WEEK if today <= stay.ends_on + ONE_TASK else Level.PLAIN,
        icon="medal",
        text=_lack(stay, facts, needed, asking.agreed(stay), unsigned),
        # Translators: the last day of a placement
        since=_("ended %(day)s") % {"day": day_words(stay.ends_on, "j F")},
        action=_("Results") if waits_for_results else _("Certificates"),
        url=pages(page)(stay.group),
        party=PARTY,
    )


def _unsigned(stay: Stay, facts: Facts) -> int:
    return max(0, len(weeks.mondays(stay.starts_on, stay.ends_on)) - facts.signed)


def _lack(stay: Stay, facts: Facts, needed: Needed, agreed: int, unsigned: int) -> str:
    """The first cause, in the order in which a tutor gets it out of the way."""
    if unsigned:
        text = ngettext(
            "Certificate: %d week is not signed", "Certificate: %d weeks are not signed", unsigned
        )
        return text % unsigned
    if not facts.has_result:
        return _("Certificate: results are not signed off")
    if RequirementKind.HOURS in needed and _too_few(facts, needed, agreed):
        return _("Certificate: too few of the agreed hours are signed")
    if RequirementKind.SELF_FINAL in needed and not facts.has_self:
        return _("Certificate: the final self-evaluation is not given")
    if RequirementKind.TASKS in needed and not facts.has_steps:
        return _("Certificate: needed tasks of the journey are not done")
    if RequirementKind.COMPANY in needed:
        return _confirmation(facts)
    return _("The certificate can be issued")


def _too_few(facts: Facts, needed: Needed, agreed: int) -> bool:
    percent = needed[RequirementKind.HOURS].percent or 0
    return facts.minutes * 100 < agreed * percent


def _confirmation(facts: Facts) -> str:
    if facts.said_at is None:
        return _("Certificate: the company has not confirmed it")
    changes = [facts.corrected_at, facts.scored_at]
    if any(at is not None and at > facts.said_at for at in changes):
        return _("Certificate: changed since the company confirmed it")
    return _("The company confirmed the certificate: look and issue it")
