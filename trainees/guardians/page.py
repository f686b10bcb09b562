"""A guardian's pages as ready words: what is asked and answered, and two changes they make themselves."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import AccessLink
from imyportal import audit, tracking
from imyportal.enums import Action

from .. import consent_texts, consents
from ..enums import ConsentPurpose
from ..models import EmergencyContact, Guardian
from ..models.stand_ins import on_duty
from . import authorisations
from .authorisations import Light

TONES = {True: "ok", False: ""}
ICONS = {True: "check-circle", False: "minus"}


@dataclass(frozen=True)
class Row:
    """One question."""

    title: str
    note: str
    url: str
    tone: str
    label: str
    icon: str


def words(guardian: Guardian, language: str, **known: object) -> dict[str, str]:
    """The words of the page, by key, in a language of the texts."""
    trainee = guardian.trainee
    return consent_texts.guardian_words(
        "page",
        language=language,
        name=trainee.first_name,
        guardian=guardian.name,
        tutor=on_duty(trainee.responsible, timezone.localdate()),
        **known,
    )


def rows(guardian: Guardian, language: str, query: str) -> list[Row]:
    """Every question that this guardian may answer, the badges' last; `query` follows each address."""
    trainee = guardian.trainee
    badges = consents.standing(trainee, ConsentPurpose.BADGES)
    lights = authorisations.asked_of_guardians(trainee)
    lights += [Light(ConsentPurpose.BADGES, badges.guardian, badges.asked_on)]
    return [_row(guardian, each, language, query) for each in lights]


def _row(guardian: Guardian, light: Light, language: str, query: str) -> Row:
    word = light.word
    told = {"said_by": word.name, "day": date_format(word.said_on, "DATE_FORMAT")} if word else {}
    say = words(guardian, language, **told)
    titles = consent_texts.guardian_words("titles", language=language)
    is_asked = light.purpose != ConsentPurpose.BADGES or light.asked_on is not None
    tone, label = ("wait", say["label_open"]) if is_asked else ("", "–")
    if word is not None:
        tone, label = TONES[word.agrees], say["label_yes" if word.agrees else "label_no"]
    return Row(
        title=titles[light.purpose],
        note=say["agreed" if word.agrees else "refused"] if word else "",
        url=reverse("guardian:question", args=[light.purpose]) + query,
        tone=tone,
        label=label,
        icon=ICONS[word.agrees] if word else "edit",
    )


def may_answer(guardian: Guardian, purpose: ConsentPurpose) -> bool:
    """Whether this is asked of the guardian, today; badges are of every minor's."""
    if not guardian.trainee.is_minor_on(timezone.localdate()):
        return False
    asked = {each.purpose for each in authorisations.asked_of_guardians(guardian.trainee)}
    return purpose == ConsentPurpose.BADGES or purpose in asked


@transaction.atomic
def write_contact(
    guardian: Guardian,
    *,
    name: str,
    relation: str,
    phone: str,
    languages: Collection[str],
    by: AccessLink,
) -> EmergencyContact:
    """Whom to call in an emergency, in place of what was there; `phone` is E.164."""
    Guardian.objects.select_for_update(of=("self",)).get(pk=guardian.pk)
    said = {"name": name, "relation": relation, "phone": phone, "languages": list(languages)}
    with tracking.kept(guardian.trainee, by=by, of=EmergencyContact):
        found, _made = EmergencyContact.objects.update_or_create(
            guardian=guardian, defaults=said | {"changed_at": timezone.now()}
        )
    audit.note(Action.EMERGENCY_CONTACT, by=by, about=guardian)
    return found


@transaction.atomic
def switch_news(guardian: Guardian, *, wants: bool, by: AccessLink) -> None:
    """Whether they hear by mail that their child has arrived, started and is home."""
    row = Guardian.objects.select_for_update(of=("self",)).get(pk=guardian.pk)
    if row.wants_news != wants:
        row.wants_news = wants
        with tracking.kept(row.trainee, by=by, of=Guardian):
            row.save(update_fields=["wants_news"])
        audit.note(Action.NEWS_SWITCHED, by=by, about=guardian, wants=wants)
