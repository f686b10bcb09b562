"""Addresses that mail does not reach, put right: the old one's links die, what waits goes to the new one."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import invitations, links
from accounts.enums import Purpose
from accounts.models import User, normal_email
from imyportal import audit, mail, tracking
from imyportal.enums import Action
from trainees import registration
from trainees.models import Guardian, SendingTutor, Trainee

from . import contacts
from .models import CompanyTutor

# By the word in the address of the page.
KINDS: dict[str, type[models.Model]] = {
    "trainee": Trainee,
    "guardian": Guardian,
    "school": SendingTutor,
    "company": CompanyTutor,
    "colleague": User,
}
# Mails that a correction itself sends anew.
_SENT_ANEW = ("placements/week_sent", "accounts/welcome", "accounts/welcome_tutor")


def address_of(person: Any) -> str:
    """Where mails to this person go; a sending tutor's are those of the account."""
    return str(person.user.email if isinstance(person, SendingTutor) else person.email)


@transaction.atomic
def correct(person: Any, *, email: str, by: User) -> int:
    """Give `person`, a row of one of `KINDS`, the address `email`; how many mails are sent again.

    It may be the one they have, when their mail server was at fault. Raises `ValidationError` with the
    field when somebody else has it.
    """
    person = type(person)._default_manager.select_for_update(of=("self",)).get(pk=person.pk)
    old, new = address_of(person), normal_email(email)
    _change[type(person)](person, new, new != old, by)
    audit.note(Action.ADDRESS_CORRECTED, by=by, about=person)
    # With somebody else at the old address it is not known whose the other mails are.
    only_about = person if new != old and _is_somebody_elses(old) else None
    return mail.send_again(old, new, only_about=only_about, without=_SENT_ANEW)


def _is_somebody_elses(address: str) -> bool:
    rows = [User.objects.all(), Trainee.objects.all(), Guardian.objects.all()]
    return any(
        found.filter(email__iexact=address).exists()
        for found in [*rows, CompanyTutor.objects.all()]
    )


def _taken() -> ValidationError:
    return ValidationError(
        {"email": _("Somebody has an account with this address. Ask a coordinator.")}
    )


def _correct_trainee(trainee: Trainee, email: str, is_new: bool, by: User) -> None:
    if fault := registration.address_fault(email):
        raise ValidationError({"email": fault})
    others = Trainee.objects.filter(group=trainee.group_id).exclude(pk=trainee.pk)
    account = User.objects.filter(email=email).first()
    if others.filter(Q(email=email) | (Q(user=account) if account else Q(pk=None))).exists():
        raise ValidationError({"email": _("Somebody in this group has this e-mail address.")})
    before = trainee.user
    trainee.email = email
    with tracking.kept(trainee, by=by, of=Trainee):
        trainee.save(update_fields=["email"])
    _let_in(before, registration.give_account(trainee), is_new, by)


def _correct_guardian(guardian: Guardian, email: str, is_new: bool, by: User) -> None:
    trainee = guardian.trainee
    if email in {trainee.email, trainee.user.email if trainee.user else ""}:
        raise ValidationError({"email": _("This is the trainee's own address.")})
    guardian.email = email
    with tracking.kept(trainee, by=by, of=Guardian):
        guardian.save(update_fields=["email"])
    if is_new:
        links.revoke_all(Purpose.GUARDIAN, guardian, by=by)


def _correct_school(tutor: SendingTutor, email: str, is_new: bool, by: User) -> None:
    _correct_account(tutor.user, email, is_new, by)


def _correct_company(tutor: CompanyTutor, email: str, is_new: bool, by: User) -> None:
    contacts.correct_address(tutor, email=email, by=by)


def _correct_account(user: User, email: str, is_new: bool, by: User) -> None:
    if User.objects.filter(email=email).exclude(pk=user.pk).exists():
        raise _taken()
    user.email = email
    with tracking.kept(user, by=by):
        user.save(update_fields=["email"])
    _let_in(user, user, is_new, by)


def _let_in(before: User | None, user: User | None, is_new: bool, by: User) -> None:
    """Sign-in links sent to the old address die; who never came in is invited at the new one."""
    if is_new and before:
        links.revoke_all(Purpose.SIGN_IN, before, by=by)
    if user and user.is_active and user.last_login is None:
        invitations.invite(user, by)


_change: dict[type[models.Model], Callable[[Any, str, bool, User], None]] = {
    Trainee: _correct_trainee,
    Guardian: _correct_guardian,
    SendingTutor: _correct_school,
    CompanyTutor: _correct_company,
    User: _correct_account,
}
