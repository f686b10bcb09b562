"""Who gets a mail about an agreement: everybody who has to sign it, and the tutor when somebody does not."""

from django.utils import timezone

from imyportal import mail
from trainees.models.stand_ins import on_duty
from trainees.told import school

from ..enums import AgreementParty
from ..models import Agreement


def ask_all(agreement: Agreement) -> int:
    """One mail to each party with an address; the agency signs on its desk. How many mails."""
    placement = agreement.placement
    trainee = placement.trainee
    office, tutor = school(trainee.group), placement.company_tutor
    people: list[tuple[AgreementParty, int, str, str]] = [
        (AgreementParty.COMPANY, tutor.pk, tutor.email, tutor.language),
    ]
    if trainee.user is not None and trainee.user.is_active:
        user = trainee.user
        people.append((AgreementParty.TRAINEE, user.pk, user.email, user.language))
    if trainee.group.sending_tutor and trainee.group.sending_tutor.user.is_active:
        people.append((AgreementParty.SCHOOL, 0, office.email, office.language))
    if agreement.with_guardian:
        people += [
            (AgreementParty.GUARDIAN, each.pk, each.email, each.language)
            for each in trainee.guardians.select_related("trainee__group__organisation")
            if each.email and each.email.lower() != trainee.email.lower()
        ]
    sent = [
        mail.queue(
            "placements/agreement_to_sign",
            to=email,
            language=language,
            about=agreement,
            key=f"agreement:{agreement.pk}:{party}:{key}",
            party=party,
            who=key,
        )
        for party, key, email, language in people
    ]
    return sum(row is not None for row in sent)


def tell_refused(agreement: Agreement) -> None:
    """To the responsible tutor, or who stands in: there are words to read."""
    tutor = on_duty(agreement.placement.trainee.responsible, timezone.localdate())
    mail.queue(
        "placements/agreement_refused",
        to=tutor.email,
        language=tutor.language,
        about=agreement,
        key=f"agreement_refused:{agreement.pk}",
        tutor=tutor.pk,
    )
