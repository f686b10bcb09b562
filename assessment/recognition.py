"""Certificates, talks about results and awards that wait for an agency tutor, for the Today board.

`attention.py` asks: what a placement lacks comes with its own query of placements, the awards with
that of evaluations.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal.attention import Level, Signal, day_words, pages
from placements.enums import WeekStatus
from placements.models import HourWeek
from placements.models.placements import PlacementQuerySet
from trainees.models import JourneyStep, StepDone

from . import plans, talks
from .enums import ConfirmationAnswer, SignOffMoment
from .late import Stay
from .models import Award, Certificate, CompanyConfirmation, SignOff
from .models.certificates import CertificateQuerySet

AFTER_THE_END = timedelta(days=30)  # how long a missing certificate is asked for


class Lacking(NamedTuple):
    """What a placement has not got yet; the fields are what `with_lacking` annotates."""

    lacks: bool  # it is over without a certificate; the next three are only looked at then
    unsigned: int  # weeks
    lacks_result: bool
    lacks_step: bool
    trouble: str | None
    talk: int | None  # the sign-off the trainee wants to talk about
    talk_at: datetime | None
    company_said: str | None  # the last word of the company about the certificate


def is_lacking(today: date) -> Q:
    """Placements that need a tutor for what they lack."""
    return (
        _without_certificate(today)
        | Q(Exists(_stuck()))
        | Q(Exists(talks.wished()))
        | Q(Exists(_last_word().filter(answer=ConfirmationAnswer.WRONG)))
    )


def with_lacking(placements: PlacementQuerySet, today: date) -> PlacementQuerySet:
    """`placements` annotated with what `Lacking` holds."""
    unsigned = (
        HourWeek.objects.filter(placement=OuterRef("pk"))
        .exclude(status=WeekStatus.SIGNED)
        .order_by()
        .values("placement")
        .annotate(many=Count("pk"))
        .values("many")
    )
    signed_off = SignOff.objects.current().filter(
        placement=OuterRef("pk"), moment=SignOffMoment.FINAL
    )
    steps = JourneyStep.objects.filter(group=OuterRef("trainee__group"), is_needed=True)
    ticks = StepDone.objects.filter(step=OuterRef("pk"), trainee=OuterRef(OuterRef("trainee")))
    lacks, undone = _without_certificate(today), steps.filter(~Exists(ticks))
    return placements.annotate(
        lacks=Case(When(lacks, then=True), default=False),
        unsigned=Case(When(lacks, then=Coalesce(Subquery(unsigned), 0)), default=0),
        lacks_result=Case(When(lacks, then=~Exists(signed_off)), default=False),
        lacks_step=Case(When(lacks, then=Exists(undone)), default=False),
        trouble=Subquery(_stuck().values("last_error")[:1]),
        talk=Subquery(talks.wished().values("pk")[:1]),
        talk_at=Subquery(talks.wished().values("talk_asked_at")[:1]),
        company_said=Subquery(_last_word().values("answer")[:1]),
    )


def _without_certificate(today: date) -> Q:
    certificates = Certificate.objects.valid().filter(placement=OuterRef("pk"))
    is_over = Q(ends_on__lt=today, ends_on__gte=today - AFTER_THE_END)
    return is_over & Q(~Exists(certificates))


def _stuck() -> CertificateQuerySet:
    return Certificate.objects.given_up().filter(placement=OuterRef("pk"))


def _last_word() -> QuerySet[CompanyConfirmation]:
    said = CompanyConfirmation.objects.filter(placement=OuterRef("pk"))
    return said.order_by("-given_at", "-pk")


def signals(stay: Stay, lacking: Lacking) -> Iterator[Signal]:
    """What of a placement's certificate and results needs a tutor."""
    if lacking.talk is not None and lacking.talk_at is not None:
        yield talks.signal(stay.trainee, lacking.talk, lacking.talk_at)
    page = pages("admin:trainees_group_certificates")
    if lacking.trouble is not None:
        yield _given_up(stay.trainee, page(stay.group), lacking.trouble)
    elif lacking.company_said == ConfirmationAnswer.WRONG:
        yield _doubted(stay.trainee, page(stay.group), stay.ends_on)
    elif lacking.lacks:
        yield _certificate(stay, lacking)


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


def _certificate(stay: Stay, lacking: Lacking) -> Signal:
    waits_for_results = lacking.lacks_result and not lacking.unsigned
    page = (
        "admin:trainees_group_results" if waits_for_results else "admin:trainees_group_certificates"
    )
    return Signal(
        trainee_id=stay.trainee,
        key=f"certificate:{stay.ends_on}",
        level=Level.PLAIN,
        icon="medal",
        text=_what_it_lacks(lacking),
        # Translators: the last day of a placement
        since=_("ended %(day)s") % {"day": day_words(stay.ends_on, "j F")},
        action=_("Results") if waits_for_results else _("Certificates"),
        url=pages(page)(stay.group),
    )


def _what_it_lacks(lacking: Lacking) -> str:
    """The first cause; that nothing is lacking only where that was looked at."""
    if lacking.unsigned:
        text = ngettext(
            "Certificate: %d week is not signed",
            "Certificate: %d weeks are not signed",
            lacking.unsigned,
        )
        return text % lacking.unsigned
    if lacking.lacks_result:
        return _("Certificate: results are not signed off")
    if lacking.lacks_step:
        return _("Certificate: look what is missing")
    return _("The certificate can be issued")


def suggestions(viewer: User) -> QuerySet[Any, Any]:
    """Awards that companies suggested and nobody has decided on, as a part of `plans.together`."""
    return (
        Award.objects.visible_to(viewer)
        .waiting()
        .annotate(what=Value("award"), one=F("pk"), two=F("trainee"), by=F("suggested_by"))
        .annotate(at=Value(""), day=TruncDate("suggested_at"), mean=Value(0.0), flag=Value(0))
        .annotate(**plans.numbers())
    )


def suggested(awards: list[tuple[date, int, int, str]]) -> Iterator[Signal]:
    """Of the day, the award, the trainee and who suggested it."""
    page = pages("admin:assessment_award_decide")
    for day, pk, trainee, by in sorted(awards):
        yield Signal(
            trainee_id=trainee,
            key=f"award:{pk}",
            level=Level.AMBER,
            icon="medal",
            # Translators: by is the company tutor's name
            text=_("%(by)s suggests an award") % {"by": by},
            # Translators: a day, like «since 12 March»
            since=_("since %(day)s") % {"day": day_words(day, "j F")},
            action=_("See the award"),
            url=page(pk),
        )
