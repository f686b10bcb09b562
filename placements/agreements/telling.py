"""Who gets a mail about an agreement: who has to sign it, again who has not, and the tutor when somebody does not."""

from dataclasses import dataclass

from django.utils import timezone

from imyportal import mail
from imyportal.models import OutgoingMail
from trainees.models.stand_ins import on_duty
from trainees.told import school

from ..enums import AgreementParty
from ..models import Agreement


@dataclass(frozen=True)
class Asked:
    """Somebody with an address who may sign for a party; `key` is theirs within the party."""

    party: AgreementParty
    key: int
    email: str
    language: str


def people(agreement: Agreement) -> list[Asked]:
    """Everybody a mail can ask to sign; the agency signs on its desk."""
    placement = agreement.placement
    trainee = placement.trainee
    office, tutor = school(trainee.group), placement.company_tutor
    found = [Asked(AgreementParty.COMPANY, tutor.pk, tutor.email, tutor.language)]
    if trainee.user is not None and trainee.user.is_active:
        user = trainee.user
        found.append(Asked(AgreementParty.TRAINEE, user.pk, user.email, user.language))
    if trainee.group.sending_tutor and trainee.group.sending_tutor.user.is_active:
        found.append(Asked(AgreementParty.SCHOOL, 0, office.email, office.language))
    if agreement.with_guardian:
        found += [
            Asked(AgreementParty.GUARDIAN, each.pk, each.email, each.language)
            for each in trainee.guardians.select_related("trainee__group__organisation")
            if each.email and each.email.lower() != trainee.email.lower()
        ]
    return found


def ask_all(agreement: Agreement) -> int:
    """One mail to each who has an address. How many mails."""
    sent = [_ask(agreement, each, "agreement_to_sign", "agreement") for each in people(agreement)]
    return sum(row is not None for row in sent)


def remind(agreement: Agreement, party: AgreementParty, step: int) -> int:
    """One mail to each of the party who has an address, once a step. How many mails."""
    asked = [each for each in people(agreement) if each.party == party]
    key = f"agreement_reminder:{step}"
    sent = [_ask(agreement, each, "agreement_reminder", key) for each in asked]
    return sum(row is not None for row in sent)


def _ask(agreement: Agreement, asked: Asked, template: str, key: str) -> OutgoingMail | None:
    return mail.queue(
        f"placements/{template}",
        to=asked.email,
        language=asked.language,
        about=agreement,
        key=f"{key}:{agreement.pk}:{asked.party}:{asked.key}",
        party=asked.party,
        who=asked.key,
    )


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
