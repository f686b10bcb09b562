"""Guardians are asked by mail, at an address that is not the trainee's own."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import links
from accounts.enums import Purpose
from accounts.models import User
from imyportal import audit, mail
from imyportal.enums import Action

from ..enums import ConsentPurpose
from ..models import ConsentRequest, Guardian, Trainee
from .holding import check_minor, standing
from .register import locked


def askable(trainee: Trainee) -> list[Guardian]:
    """Those on file with an address that is not the trainee's own; one query."""
    own = own_addresses(trainee)
    found = trainee.guardians.select_related("trainee__group__organisation").exclude(email="")
    return [each for each in found if each.email.lower() not in own]


def own_addresses(trainee: Trainee) -> set[str]:
    """Where the trainee reads mail, and so nobody else is asked."""
    return {trainee.email.lower(), trainee.user.email.lower() if trainee.user else ""}


@transaction.atomic
def ask_guardians(trainee: Trainee, purpose: ConsentPurpose, *, by: User) -> int:
    """Mail every guardian on file the link to answer by, once a day each; how many mails.

    Raises `ValidationError` for an adult (`adult`), when a guardian agreed already (`agreed`), and when
    there is no address to write to (`no_address`).
    """
    trainee = locked(trainee)
    now = standing(trainee, purpose)
    check_minor(now)
    if now.guardian is not None and now.guardian.agrees:
        raise ValidationError(_("A guardian has agreed already."), code="agreed")
    guardians = askable(trainee)
    if not guardians:
        raise ValidationError(
            _("No e-mail address of a parent or guardian is on file. Ask your tutor to add it."),
            code="no_address",
        )
    return sum(_ask(guardian, purpose, by) for guardian in guardians)


def _ask(guardian: Guardian, purpose: ConsentPurpose, by: User) -> bool:
    request, is_new = ConsentRequest.objects.get_or_create(
        guardian=guardian, purpose=purpose, asked_on=timezone.localdate(), defaults={"by": by}
    )
    if is_new:
        audit.note(Action.CONSENT_ASKED, by=by, about=guardian.trainee, purpose=purpose)
        mail.queue(
            "trainees/consent_asked",
            to=guardian.email,
            language=guardian.language,
            about=guardian,
            key=f"consent_asked:{request.pk}",
            purpose=purpose,
        )
    return is_new


@transaction.atomic
def address_changed(guardian: Guardian, *, by: User | None) -> None:
    """Whoever had the old address is out at once, and the new one can be asked today."""
    links.revoke_all(Purpose.GUARDIAN, guardian, by=by)
    ConsentRequest.objects.filter(guardian=guardian, asked_on=timezone.localdate()).delete()
