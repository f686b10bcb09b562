"""What the mails of this room say. The texts are in templates/emails/trainees/."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import links
from accounts.emails import link_context
from accounts.enums import Purpose
from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from . import consent_texts, consents
from .accompanying import emails as of_accompanying  # noqa: F401  # registers its mails
from .conduct import emails as of_conduct  # noqa: F401  # registers its mails
from .enums import ConsentPurpose
from .going_home import emails as of_going_home  # noqa: F401  # registers its mails
from .guardians import emails as of_guardians  # noqa: F401  # registers its mails
from .models import Consent, Guardian
from .models.stand_ins import on_duty
from .papers import emails as of_papers  # noqa: F401  # registers its mails
from .privacy import emails as of_privacy  # noqa: F401  # registers its mail
from .publications import emails as of_publications  # noqa: F401  # registers its mail
from .support import emails as of_support  # noqa: F401  # registers its mail


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


@mail.fills("trainees/consent_answered")
def consent_answered(row: OutgoingMail) -> Content | None:
    """To the trainee and to the tutor: a guardian's answer. Pointless once there is a newer one."""
    word = (
        Consent.objects.select_related("trainee__tutor", "trainee__group__lead_tutor")
        .filter(pk=row.about_id or 0)
        .first()
    )
    what = row.details["what"]
    if word is None or (what != "back" and word.withdrawn_at is not None):
        return None
    trainee, to_tutor = word.trainee, row.details["to_whom"] == "tutor"
    tutor = trainee.responsible
    greeted = on_duty(tutor, timezone.localdate()) if to_tutor else trainee
    path = trainee.get_absolute_url() if to_tutor else reverse("assessment:my_badges")
    names = {"guardian": word.name, "name": trainee.first_name, "full_name": trainee.name}
    said = _to_tutor(what) if to_tutor else _to_trainee(what)
    context = {
        "greeted": greeted.first_name,
        "text": said % names,
        "url": settings.SITE_URL + path,
        "tutor": tutor,
        "to_tutor": to_tutor,
        "answer": what,
    }
    return Content(context, sender_name=str(tutor), reply_to=tutor.email)


def _to_trainee(what: str) -> str:
    return {
        "yes": _(
            "%(guardian)s said yes: you may show your badge. The page is closed until you open it; whether "
            "and when is your choice."
        ),
        "no": _(
            "%(guardian)s said no to your badge page. It stays closed, and the badge is valid all the same. "
            "You can talk about it and ask again."
        ),
        "back": _(
            "%(guardian)s no longer agrees to your badge page: it is closed now. The badge is valid all the "
            "same. You can talk about it and ask again."
        ),
    }[what]


def _to_tutor(what: str) -> str:
    return {
        "yes": _(
            "%(guardian)s said yes: %(full_name)s may show the badge. The page opens when %(name)s opens it."
        ),
        "no": _("%(guardian)s said no: the badge page of %(full_name)s stays closed."),
        "back": _(
            "%(guardian)s took the consent back: the badge page of %(full_name)s is closed now."
        ),
    }[what]
