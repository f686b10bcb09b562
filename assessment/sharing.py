"""Who sees a badge and how much of it: the trainee's choice, and for a minor a guardian's word too.

A closed page tells whoever has its code that the badge is valid or withdrawn, and nothing about the
person; its files and its picture then do not exist for strangers.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, codes
from imyportal.enums import Action
from trainees import consents
from trainees.consents import Standing
from trainees.enums import ConsentPurpose

from . import credentials
from .badges import awarding
from .models import BadgeAward

PURPOSE = ConsentPurpose.BADGES


def find(typed: str) -> BadgeAward | None:
    """The badge with this code, however it was typed; for strangers, who ask by code."""
    try:
        code = codes.read(typed)
    except ValidationError:
        return None
    found = BadgeAward.objects.select_related("trainee__group", "level")
    return found.filter(code=code).first()


def standing(award: BadgeAward) -> Standing:
    """Whose word is there and whose is missing; two queries."""
    return consents.standing(award.trainee, PURPOSE)


def is_public(award: BadgeAward) -> bool:
    """Whether anyone with the link may see whose it is."""
    return standing(award).allows


def open_page(award: BadgeAward, *, by: User, language: str) -> Standing:
    """The trainee's yes. A minor's page stays closed until a guardian agrees, who can then be asked."""
    consents.agree(award.trainee, PURPOSE, by=by, language=language)
    return standing(award)


def close_page(award: BadgeAward, *, by: User) -> None:
    """The trainee takes the yes back; at once for everybody."""
    consents.take_back(award.trainee, PURPOSE, by=by)


@transaction.atomic
def ask_guardians(award: BadgeAward, *, by: User, language: str) -> int:
    """The minor's own yes, and a mail to each guardian; how many. Raises as `consents.ask_guardians`."""
    consents.agree(award.trainee, PURPOSE, by=by, language=language)
    return consents.ask_guardians(award.trainee, PURPOSE, by=by)


@transaction.atomic
def choose(award: BadgeAward, *, full_name: bool, results: bool, by: User) -> BadgeAward:
    """What the badge tells besides first name and initial. A change is signed anew.

    Raises `ValidationError` for a minor, who shows no more (`minor`), when the badge is withdrawn, and while
    there is no key to sign with (`no_key`).
    """
    award = (
        BadgeAward.objects.select_for_update(of=("self",))
        .select_related("trainee")
        .get(pk=award.pk)
    )
    if (award.shows_full_name, award.shows_results) == (full_name, results):
        return award
    if (full_name or results) and award.trainee.is_minor_on(timezone.localdate()):
        raise ValidationError(
            _("Until you are 18 the badge shows no more than this."), code="minor"
        )
    if not credentials.can_sign():
        raise ValidationError(_("It cannot be signed just now. Try again tomorrow."), code="no_key")
    award.shows_full_name, award.shows_results = full_name, results
    award.save(update_fields=["shows_full_name", "shows_results"])
    awarding.renew(award)
    audit.note(Action.BADGE_CHOSEN, by=by, about=award, full_name=full_name, results=results)
    return award
