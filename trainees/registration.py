"""A trainee's account follows the e-mail address that is on file."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User, normal_email

from .models import Trainee


def whose(account: User) -> str | None:
    """Why no trainee may have this account's address, in words; None when one may."""
    if account.is_staff or account.is_superuser:
        return _("This e-mail address belongs to somebody at the agency.")
    if hasattr(account, "sending_tutor"):
        return _("This e-mail address belongs to a tutor of a sending organisation.")
    return None


def address_fault(email: str) -> str | None:
    """The same for an address, whether there is an account or not."""
    account = User.objects.filter(email=normal_email(email)).select_related("sending_tutor").first()
    return whose(account) if account else None


@transaction.atomic
def give_account(trainee: Trainee) -> User | None:
    """The account with the trainee's address: found, made, or the one they have with the new address.

    Somebody who came with another group before keeps their account; without an address nothing is
    changed. The address must have been checked with `address_fault()`.
    """
    if not trainee.email:
        return trainee.user
    user = User.objects.filter(email=trainee.email).first()
    if user is None and trainee.user and trainee.user.trainees.count() == 1:
        user = trainee.user
        user.email = trainee.email
    elif user is None:
        user = User.objects.create_user(trainee.email, language=trainee.group.organisation.language)
    user.first_name, user.last_name = trainee.first_name, trainee.last_name
    user.save(update_fields=["email", "first_name", "last_name"])
    trainee.user = user
    trainee.save(update_fields=["user"])
    return user
