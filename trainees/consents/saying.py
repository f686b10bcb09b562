"""The trainee says yes or no in their own account; the agency ends a word for who asked it to."""

from django.db import transaction

from accounts.models import User

from .. import consent_texts
from ..enums import ConsentHow, ConsentPurpose, Giver
from ..models import Consent, Trainee
from .holding import standing
from .register import empty_without, end_word, locked, say
from .telling import tell


@transaction.atomic
def agree(trainee: Trainee, purpose: ConsentPurpose, *, by: User, language: str) -> Consent:
    """The trainee says yes to the newest text in their own account; said twice is said once."""
    trainee = locked(trainee)
    now = standing(trainee, purpose)
    if now.own is not None and now.wants and not now.is_outdated:
        return now.own
    return _say(trainee, purpose, agrees=True, by=by, language=language)


@transaction.atomic
def refuse(trainee: Trainee, purpose: ConsentPurpose, *, by: User, language: str) -> Consent:
    """The trainee says no in their own account, which ends a yes; said twice is said once."""
    trainee = locked(trainee)
    told = standing(trainee, purpose).own
    if told is not None and not told.agrees:
        return told
    word = _say(trainee, purpose, agrees=False, by=by, language=language)
    empty_without(word, by=by)
    return word


def _say(
    trainee: Trainee, purpose: ConsentPurpose, *, agrees: bool, by: User, language: str
) -> Consent:
    return say(
        trainee,
        purpose,
        Giver.TRAINEE,
        consent_texts.text(purpose, trainee.first_name, language=language),
        agrees=agrees,
        how=ConsentHow.ACCOUNT,
        by=by,
        name=trainee.name,
    )


@transaction.atomic
def take_back(trainee: Trainee, purpose: ConsentPurpose, *, by: User) -> None:
    """The trainee's own word ends; nothing when there is none."""
    trainee = locked(trainee)
    for word in Consent.objects.standing().filter(
        trainee=trainee, purpose=purpose, giver=Giver.TRAINEE
    ):
        end_word(word, by=by, name=trainee.name)
        empty_without(word, by=by)


@transaction.atomic
def end(consent: Consent, *, by: User) -> Consent:
    """An agency tutor ends it, for who asked by telephone for instance; ended twice is ended once."""
    locked(consent.trainee)
    consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    if consent.withdrawn_at is None:
        end_word(consent, by=by, name=str(by))
        empty_without(consent, by=by)
        is_badge = consent.purpose == ConsentPurpose.BADGES
        if is_badge and consent.giver == Giver.GUARDIAN and consent.agrees:
            tell(consent, "back", ["trainee"])
    return consent
