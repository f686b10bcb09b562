"""How a word is written into the register, and how it ends, whoever gave it."""

from datetime import date

from django.utils import timezone

from accounts.models import AccessLink, User
from imyportal import audit, work
from imyportal.enums import Action
from imyportal.models import StoredFile

from ..consent_texts import ConsentText
from ..enums import ConsentHow, ConsentPurpose, Giver
from ..models import Consent, Trainee
from ..support import emptying


def locked(trainee: Trainee) -> Trainee:
    """One word after the other, whoever speaks."""
    rows = Trainee.objects.select_for_update(of=("self",)).select_related("user")
    return rows.get(pk=trainee.pk)


def say(
    trainee: Trainee,
    purpose: ConsentPurpose,
    giver: Giver,
    text: ConsentText,
    *,
    agrees: bool,
    how: ConsentHow,
    by: User | AccessLink,
    name: str,
    said_on: date | None = None,
    scan: StoredFile | None = None,
) -> Consent:
    """Write down a word about `text`, said today unless another day is given; it ends the giver's older ones."""
    work.hook("consents.before_word")
    standing_words = Consent.objects.standing().filter(trainee=trainee, purpose=purpose)
    for older in standing_words.filter(giver=giver):
        end_word(older, by=by, name=name)
    word = Consent.objects.create(
        trainee=trainee,
        purpose=purpose,
        giver=giver,
        agrees=agrees,
        how=how,
        name=name,
        text_version=text.version,
        language=text.language,
        said_on=said_on or timezone.localdate(),
        user=by if isinstance(by, User) else None,
        link=by if isinstance(by, AccessLink) else None,
        scan=scan,
    )
    action = Action.CONSENT_GIVEN if agrees else Action.CONSENT_REFUSED
    audit.note(action, by=by, about=word, giver=giver, how=how, version=word.text_version)
    return word


def end_word(word: Consent, *, by: User | AccessLink, name: str) -> None:
    """It holds no more from now on; that it was given stays."""
    word.withdrawn_at, word.withdrawn_by = timezone.now(), name
    word.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.note(Action.CONSENT_ENDED, by=by, about=word, giver=word.giver)


def empty_without(word: Consent, *, by: User | AccessLink) -> None:
    """A word that permits no more: what was written on its strength goes with it."""
    if word.purpose == ConsentPurpose.SUPPORT:
        emptying.empty(word.trainee, by=by)
