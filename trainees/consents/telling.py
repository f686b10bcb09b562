"""The mails that tell of an answer."""

from django.utils import timezone

from imyportal import mail

from ..models import Consent
from ..models.stand_ins import on_duty


def tell(word: Consent, what: str, whom: list[str]) -> None:
    """One mail an answer to each. `what`: yes, no, back."""
    trainee = word.trainee
    tutor = on_duty(trainee.responsible, timezone.localdate())
    people = {"trainee": trainee.user or trainee, "tutor": tutor}
    for each in whom:
        person = people[each]
        mail.queue(
            "trainees/consent_answered",
            to=person.email,
            language=person.language,
            about=word,
            key=f"consent_answered:{word.pk}:{what}:{each}",
            what=what,
            to_whom=each,
        )


def tell_tutor(word: Consent, what: str) -> None:
    """At once, also while the child is here: what was allowed is allowed no longer. `what`: no, back."""
    tutor = on_duty(word.trainee.responsible, timezone.localdate())
    mail.queue(
        "trainees/authorisation_answered",
        to=tutor.email,
        language=tutor.language,
        about=word,
        key=f"authorisation_answered:{word.pk}",
        what=what,
    )
