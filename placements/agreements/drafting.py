"""Beginning a version, typing in it, and sending it to be signed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, work
from imyportal.db import check_row
from imyportal.enums import Action

from ..enums import LIVE_STATUSES, AgreementKind, AgreementState
from ..models import Agreement, Placement
from . import content, italian, telling
from .typed import FIELDS, REQUIRED, REQUIRED_ITALIAN

WHOLE = (
    "trainee__group__organisation",
    "trainee__group__sending_tutor__user",
    "trainee__group__lead_tutor",
    "trainee__tutor",
    "trainee__user",
    "company",
    "company_tutor",
)
ITALIAN = "it"  # of the training plan, which Italian offices read


@transaction.atomic
def begin(placement: Placement, kind: AgreementKind, *, by: User) -> Agreement:
    """The draft there is, else a new version: with what the version before had typed, else with what is known.

    A version that was signed or is being signed holds until the new one is sent.
    """
    placement = _locked(placement)
    rows = Agreement.objects.filter(placement=placement, kind=kind)
    draft = rows.filter(state=AgreementState.DRAFT).first()
    if draft is not None:
        return draft
    last = rows.order_by("-version").first()
    school = placement.trainee.group.organisation
    language = ITALIAN if kind == AgreementKind.TRAINING else school.language
    made = Agreement.objects.create(
        placement=placement,
        kind=kind,
        version=(rows.aggregate(last=Max("version"))["last"] or 0) + 1,
        language=language,
        typed=dict(last.typed) if last else _known(placement, language),
        begun_by=by,
    )
    audit.note(Action.AGREEMENT_BEGUN, by=by, about=made)
    return made


def _known(placement: Placement, language: str) -> dict[str, str]:
    found = content.suggested(placement, language)
    if recognition := placement.trainee.group.recognition:
        found["recognition"] = recognition
    return found | {"objective": placement.objective, "tasks": placement.tasks}


@transaction.atomic
def write(agreement: Agreement, typed: Mapping[str, str], *, by: User) -> Agreement:
    """Keep what was typed in a draft. Raises `ValidationError` `sent` when it was sent meanwhile."""
    row = _draft(agreement)
    row.typed = {name: typed.get(name, "").strip() for name in FIELDS}
    row.save(update_fields=["typed"])
    return row


@transaction.atomic
def send(agreement: Agreement, *, by: User) -> Agreement:
    """Freeze a draft and ask everybody to sign it, in any order; the version before is replaced by it.

    Raises `ValidationError`: `sent` when it was sent meanwhile, `confirmed` while the placement is not
    confirmed, `empty` when a text is missing that every agreement needs, `missing` when a training plan lacks
    facts that Italian law wants.
    """
    placement = _locked(agreement.placement)
    row = _draft(agreement)
    row.placement = placement
    if placement.status not in LIVE_STATUSES:
        text = _("Confirm the placement first: then everybody sees what they sign.")
        raise ValidationError(text, code="confirmed")
    row.content = _whole(row)
    before = Agreement.objects.filter(placement=placement, kind=row.kind)
    before.filter(state__in=[AgreementState.SENT, AgreementState.SIGNED]).update(
        state=AgreementState.SUPERSEDED, ended_at=timezone.now()
    )
    work.hook("agreements.replaced")
    row.with_guardian = placement.trainee.is_minor_on(placement.starts_on)
    row.digest = content.digest(row.content)
    row.state, row.sent_at, row.sent_by = AgreementState.SENT, timezone.now(), by
    check_row(row)
    row.save()
    audit.note(Action.AGREEMENT_SENT, by=by, about=row, digest=row.digest[:16])
    telling.ask_all(row)
    return row


def _whole(row: Agreement) -> dict[str, Any]:
    """The content, if nothing is missing in it."""
    is_training = row.kind == AgreementKind.TRAINING
    needed = REQUIRED_ITALIAN if is_training else REQUIRED
    if empty := [str(FIELDS[name]) for name in needed if not row.typed.get(name)]:
        # Translators: what is missing, like «Learning outcomes, Evaluation»
        text = _("Fill in first: %(what)s.")
        raise ValidationError(text % {"what": ", ".join(empty)}, code="empty")
    found = content.build(row)
    if is_training and (facts := italian.missing(found, row.placement)):
        text = _("The training plan still lacks: %(what)s.")
        said = "; ".join(str(each) for each in facts)
        raise ValidationError(text % {"what": said}, code="missing")
    return found


def missing(agreement: Agreement) -> list[italian.Missing]:
    """Of a draft of a training plan, what somebody must enter elsewhere before it can be sent."""
    if agreement.kind != AgreementKind.TRAINING or agreement.state != AgreementState.DRAFT:
        return []
    placement = Placement.objects.select_related(*WHOLE).get(pk=agreement.placement_id)
    agreement.placement = placement
    return italian.missing(content.build(agreement), placement)


def _locked(placement: Placement) -> Placement:
    rows = Placement.objects.select_for_update(of=("self",)).select_related(*WHOLE)
    return rows.get(pk=placement.pk)


def _draft(agreement: Agreement) -> Agreement:
    row = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if row.state != AgreementState.DRAFT:
        text = _("This version was sent meanwhile. Begin a new one to change it.")
        raise ValidationError(text, code="sent")
    return row
