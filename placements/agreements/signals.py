"""Agreements on the Today board: refused, not sent or not signed though the arrival is near, reminded in vain.

Each row names the day of its own fact: of the refusal, of sending, or the arrival that nobody has sent it for.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal.attention import Level, Signal, day_words, pages
from trainees.models.people import years_before

from ..attention import Part, add_part
from ..enums import AgreementKind, AgreementParty, AgreementState
from ..models import Agreement, AgreementReminder, AgreementSignature, Placement
from .reminding import STEPS, useless_since

PART = "agreement"
COLUMNS = ("what", "who", "number", "first", "last", "more", "words")
NEAR = timedelta(days=7)  # before the arrival
ICON = "edit"


def part(viewer: User, today: date) -> QuerySet[Any, Any]:
    """`number` is the agreement, `first` the day of its fact, `last` the arrival, `more` the signatures that are
    missing; `words`: kind, state.
    """
    signed = AgreementSignature.objects.filter(agreement=OuterRef("pk")).order_by()
    count = signed.values("agreement").annotate(found=Count("pk")).values("found")
    newer = Agreement.objects.filter(
        placement=OuterRef("placement"), kind=OuterRef("kind"), version__gt=OuterRef("version")
    )
    is_near = Q(placement__trainee__group__arrives_on__lte=today + NEAR)
    is_open = Q(state=AgreementState.SENT) & (is_near | Exists(_in_vain(today)))
    placements = Placement.objects.visible_to(viewer).live().filter(ends_on__gte=today)
    return (
        Agreement.objects.filter(placement__in=placements)
        .filter(
            is_open
            | (Q(state=AgreementState.DRAFT) & is_near)
            | (Q(state=AgreementState.REFUSED) & ~Exists(newer))
        )
        .annotate(what=Value(PART), who=F("placement__trainee"), number=F("pk"))
        .annotate(last=F("placement__trainee__group__arrives_on"), first=_day())
        .annotate(more=_parties(today) - Coalesce(Subquery(count), 0, output_field=IntegerField()))
        .annotate(words=Concat("kind", Value(" "), "state", output_field=CharField()))
        .order_by()
        .values_list(*COLUMNS)
    )


def _day() -> Case:
    """When it was refused, or sent; the arrival for a draft."""
    return Case(
        When(state=AgreementState.REFUSED, then=TruncDate("ended_at")),
        When(state=AgreementState.SENT, then=TruncDate("sent_at")),
        default=F("last"),
        output_field=DateField(),
    )


def _parties(today: date) -> Case:
    """How many sign it, as `Agreement.parties`."""
    everybody = len(AgreementParty)
    signed = AgreementSignature.objects.filter(
        agreement=OuterRef("pk"), party=AgreementParty.GUARDIAN
    )
    is_minor = Q(placement__trainee__birth_date__gt=years_before(today, 18))
    return Case(
        When(is_minor | Exists(signed), with_guardian=True, then=Value(everybody)),
        default=Value(everybody - 1),
        output_field=IntegerField(),
    )


def _in_vain(today: date) -> QuerySet[AgreementReminder]:
    """The second mail was of no use: who got it has not signed."""
    signed = AgreementSignature.objects.filter(
        agreement=OuterRef("agreement"), party=OuterRef("party")
    )
    return AgreementReminder.objects.filter(
        ~Exists(signed),
        agreement=OuterRef("pk"),
        step=STEPS,
        reminded_at__date__lte=useless_since(today),
    )


def say(row: Any, now: datetime) -> Signal:
    """The reason that a row of `part` stands for."""
    kind, state = row.words.split()
    is_training = kind == AgreementKind.TRAINING
    text, action = {
        AgreementState.DRAFT: (
            _("The training plan is not sent yet")
            if is_training
            else _("The learning agreement is not sent yet"),
            _("Finish it"),
        ),
        AgreementState.SENT: (
            _unsigned(row.more, is_training=is_training),
            _("Look who is missing"),
        ),
        AgreementState.REFUSED: (
            _("The training plan was refused")
            if is_training
            else _("The learning agreement was refused"),
            _("Read why"),
        ),
    }[AgreementState(state)]
    is_here = row.last <= timezone.localdate(now)
    level = Level.WEEK if state == AgreementState.DRAFT else Level.PLAIN
    if is_here or state == AgreementState.REFUSED:
        level = Level.AMBER
    return Signal(
        trainee_id=row.trainee,
        key=f"agreement:{row.number}:{state}",
        level=level,
        icon=ICON,
        text=text,
        since=_since(state, is_here=is_here) % {"day": day_words(row.first)},
        action=action,
        url=pages("admin:placements_agreement")(row.number),
    )


def _since(state: str, *, is_here: bool) -> str:
    if state == AgreementState.REFUSED:
        # Translators: a day, like «since Monday 9 March»
        return _("since %(day)s")
    if state == AgreementState.SENT:
        # Translators: a day, like «sent Monday 9 March»
        return _("sent %(day)s")
    return _("arrived %(day)s") if is_here else _("arrives %(day)s")


def _unsigned(missing: int, *, is_training: bool) -> str:
    if is_training:
        text = ngettext(
            "%d signature of the training plan is missing",
            "%d signatures of the training plan are missing",
            missing,
        )
    else:
        text = ngettext(
            "%d signature of the learning agreement is missing",
            "%d signatures of the learning agreement are missing",
            missing,
        )
    return text % missing


add_part(PART, Part(part, say))
