"""What the mails of this room say. The texts are in templates/emails/trainees/."""

from django.conf import settings
from django.utils import translation

from accounts import links
from accounts.emails import link_context
from accounts.enums import Purpose
from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from . import consent_texts, consents
from .enums import ConsentPurpose
from .models import Guardian


@mail.fills("trainees/consent_asked")
def consent_asked(row: OutgoingMail) -> Content | None:
    """To a guardian. Pointless once they are off the file, or the trainee is of age."""
    guardian = (
        Guardian.objects.select_related(
            "trainee__group__organisation", "trainee__group__lead_tutor", "trainee__tutor"
        )
        .filter(pk=row.about_id or 0)
        .first()
    )
    if guardian is None:
        return None
    trainee, purpose = guardian.trainee, ConsentPurpose(row.details["purpose"])
    if not consents.standing(trainee, purpose).is_minor:
        return None
    text = consent_texts.text(purpose, trainee.first_name, language=guardian.language)
    tutor, link = trainee.responsible, links.for_holder(Purpose.GUARDIAN, guardian)
    with translation.override(text.language):
        found = link_context(link)
    say = consent_texts.words(
        purpose,
        "mail",
        language=text.language,
        name=trainee.first_name,
        full_name=trainee.name,
        guardian=guardian.name,
        agency=settings.AGENCY["name"],
        until=found["until"],
    )
    context = {"say": say, "question": text.guardian, "language": text.language}
    return Content(
        context | found,
        sender_name=str(tutor),
        reply_to=tutor.email,
        headers={"Content-Language": text.language},
    )
