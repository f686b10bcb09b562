"""Beginning a version, typing in it, and sending it to be signed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, vocabulary, work
from imyportal.db import check_row
from imyportal.enums import Action

from ..enums import LIVE_STATUSES, AgreementKind, AgreementState
from ..models import Agreement, Placement
from . import content, italian, telling, typed

WHOLE = (
    "trainee__group__organisation",
    "trainee__group__sending_tutor__user",
    "trainee__group__lead_tutor",
    "trainee__tutor",
    "trainee__user",
    "company",
    "company_tutor",
)


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
    language = typed.ITALIAN if kind == AgreementKind.TRAINING else school.language
    made = Agreement.objects.create(
        placement=placement,
        kind=kind,
        version=(rows.aggregate(last=Max("version"))["last"] or 0) + 1,
        language=language,
        typed=dict(last.typed) if last else _known(placement, kind, language, by),
        begun_by=by,
    )
    audit.note(Action.AGREEMENT_BEGUN, by=by, about=made)
    return made


def _known(placement: Placement, kind: AgreementKind, first: str, by: User) -> dict[str, str]:
    """What we suggest, in English where we do not have it in `first`; and what stands at the placement.

    That is in a language nobody noted: most likely in that of who begins the draft.
    """
    languages = typed.languages(kind, first)
    suggested = content.suggested(placement, kind, first)
    found = {}
    for name in typed.FIELDS:
        for language in dict.fromkeys([first, languages[-1]]):
            if text := suggested[language].get(name):
                found[typed.box(name, language, first)] = text
                break
    own = by.language if by.language in languages else typed.ENGLISH
    if recognition := placement.trainee.group.recognition:
        found = {key: text for key, text in found.items() if not key.startswith("recognition")}
    free = {
        "recognition": recognition,
        "objective": placement.objective,
        "tasks": placement.tasks,
    }
    if own in languages:  # an English sentence has no place in an Italian plan
        found |= {typed.box(name, own, first): text for name, text in free.items() if text}
    return found | (_italian(placement) if kind == AgreementKind.TRAINING else {})


def _italian(placement: Placement) -> dict[str, str]:
    """The Italian words of the newest learning agreement."""
    rows = Agreement.objects.filter(placement=placement, kind=AgreementKind.LEARNING)
    last = rows.order_by("-version").first()
    if last is None:
        return {}
    keys = {name: typed.box(name, typed.ITALIAN, last.language) for name in typed.FIELDS}
    return {name: last.typed[key] for name, key in keys.items() if last.typed.get(key)}


@transaction.atomic
def write(agreement: Agreement, texts: Mapping[str, str], *, by: User) -> Agreement:
    """Keep what was typed in a draft, by `typed.boxes`. Raises `ValidationError` `sent` when it was sent meanwhile."""
    row = _draft(agreement)
    keys = [key for key, _name, _language in typed.boxes(row.kind, row.language)]
    row.typed = {key: text for key in keys if (text := texts.get(key, "").strip())}
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
    row.with_guardian = placement.trainee.is_minor_on(timezone.localdate())
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
    needed = typed.REQUIRED_ITALIAN if is_training else typed.REQUIRED
    found = content.build(row)
    if empty := [str(typed.FIELDS[name]) for name in needed if name not in found["texts"]]:
        # Translators: what is missing, like «Learning outcomes, Evaluation»
        text = _("Fill in first: %(what)s.")
        raise ValidationError(text % {"what": ", ".join(empty)}, code="empty")
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


def texts(agreement: Agreement) -> dict[str, list[list[str]]]:
    """Of a draft, as `content.texts`."""
    if agreement.state != AgreementState.DRAFT:
        return {}
    placement = Placement.objects.select_related(*WHOLE).get(pk=agreement.placement_id)
    agreement.placement = placement
    return content.texts(agreement)


def untold(
    agreement: Agreement, texts: Mapping[str, list[list[str]]]
) -> list[tuple[str, list[str]]]:
    """By the name of a language: `texts` of a draft that its readers get in another one only."""
    found = []
    for language in typed.wanted(agreement.kind, agreement.language):
        lacking = [
            str(typed.FIELDS[name])
            for name, pairs in texts.items()
            if language not in [each for each, _text in pairs]
        ]
        found.append((vocabulary.language(language), lacking))
    return [(language, lacking) for language, lacking in found if lacking]


def _locked(placement: Placement) -> Placement:
    rows = Placement.objects.select_for_update(of=("self",)).select_related(*WHOLE)
    return rows.get(pk=placement.pk)


def _draft(agreement: Agreement) -> Agreement:
    row = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if row.state != AgreementState.DRAFT:
        text = _("This version was sent meanwhile. Begin a new one to change it.")
        raise ValidationError(text, code="sent")
    return row
