"""What the mails of this room say. The texts are in templates/emails/trainees/."""

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
    link = links.for_holder(Purpose.GUARDIAN, guardian)
    tutor = trainee.responsible
    context = {
        "guardian": guardian,
        "trainee": trainee,
        "tutor": tutor,
        "question": text.guardian,
    }
    return Content(context | link_context(link), sender_name=str(tutor), reply_to=tutor.email)
