"""The mails to guardians about a stay, and to the tutor about their answers."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts import links
from accounts.emails import link_context
from accounts.enums import Purpose
from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from .. import consent_texts
from ..enums import ConsentPurpose
from ..models import Consent, Guardian, WayHome
from ..models.stand_ins import on_duty
from . import authorisations

TEXTS = ConsentPurpose.STAY  # whose languages are everybody's here


def guardian_of(row: OutgoingMail) -> Guardian | None:
    """Whom a mail about a guardian is for."""
    found = Guardian.objects.select_related(
        "trainee__group__organisation", "trainee__group__lead_tutor", "trainee__tutor"
    )
    return found.filter(pk=row.about_key).first()


def language_of(guardian: Guardian) -> str:
    """The guardian's, where our texts are in it; else English."""
    known = consent_texts.languages(TEXTS)
    return guardian.language if guardian.language in known else "en"


def content(
    guardian: Guardian, part: str, *, known: Mapping[str, object] | None = None, **more: Any
) -> Content:
    """A mail in the guardian's language: the words of `part`, filled with what is `known`; their page."""
    trainee, language = guardian.trainee, language_of(guardian)
    tutor = on_duty(trainee.responsible, timezone.localdate())
    with translation.override(language):
        link = link_context(links.for_holder(Purpose.GUARDIAN, guardian))
        first, last = trainee.group.arrives_on, trainee.group.leaves_on
        say = consent_texts.guardian_words(
            part,
            language=language,
            name=trainee.first_name,
            full_name=trainee.name,
            guardian=guardian.name,
            agency=settings.AGENCY["name"],
            city=settings.AGENCY["city"],
            tutor=tutor,
            first=date_format(first, "DATE_FORMAT"),
            last=date_format(last, "DATE_FORMAT"),
            until=link["until"],
            **(known or {}),
        )
    context = {"say": say, "language": language} | link | more
    headers = {"Content-Language": language}
    return Content(context, sender_name=str(tutor), reply_to=tutor.email, headers=headers)


@mail.fills("trainees/authorisations_asked")
def authorisations_asked(row: OutgoingMail) -> Content | None:
    """To a guardian: what waits for an answer. Pointless when nothing does any more."""
    guardian = guardian_of(row)
    if guardian is None:
        return None
    titles = consent_texts.guardian_words("titles", language=language_of(guardian))
    lights = authorisations.asked_of_guardians(guardian.trainee)
    waiting = [titles[each.purpose] for each in lights if each.is_open]
    return content(guardian, "mail", titles=waiting) if waiting else None


@mail.fills("trainees/guardian_news")
def guardian_news(row: OutgoingMail) -> Content | None:
    """To a guardian: arrived, started, home. Pointless once they want no news, or the child is of age.

    Whom we asked whether the child is home hears the answer in any case.
    """
    guardian, what = guardian_of(row), row.details["what"]
    was_asked = "was_asked" in row.details
    if guardian is None or not (guardian.wants_news or was_asked):
        return None
    if was_asked and WayHome.objects.on_the_way().filter(trainee=guardian.trainee_id).exists():
        return None  # it was a mistake
    if not guardian.trainee.is_minor_on(timezone.localdate()):
        return None
    found = content(guardian, "news")
    say = found.context["say"]
    found.context |= {"subject_line": say[f"subject_{what}"], "text": say[what]}
    return found


@mail.fills("trainees/authorisation_answered")
def authorisation_answered(row: OutgoingMail) -> Content | None:
    """To the tutor: a guardian said no, or took a yes back. Pointless once there is a newer word."""
    people = ("trainee__tutor", "trainee__group__lead_tutor")
    word = Consent.objects.select_related(*people).filter(pk=row.about_key).first()
    if word is None or word.withdrawn_at is not None:
        return None
    tutor = on_duty(word.trainee.responsible, timezone.localdate())
    context = {
        "greeted": tutor.first_name,
        "word": word,
        "took_back": row.details["what"] == "back",
        "url": settings.SITE_URL + word.trainee.get_absolute_url(),
    }
    return Content(context)
