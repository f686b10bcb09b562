"""Who is told when something is the matter with a trainee: guardians, and the school."""

from typing import NamedTuple

from django.utils import timezone

from .models import Group, Guardian, Trainee


class School(NamedTuple):
    """Where a school is written to, and who reads it there."""

    email: str
    language: str
    name: str
    first_name: str  # empty when it is nobody in particular


def guardians(trainee: Trainee) -> list[Guardian]:
    """Those of a minor with an address; an adult's are nobody we tell."""
    if not trainee.is_minor_on(timezone.localdate()):
        return []
    return [each for each in trainee.guardians.all() if each.email]


def school(group: Group) -> School:
    """The sending tutor while their account is active, else the organisation."""
    if group.sending_tutor is not None and group.sending_tutor.user.is_active:
        user = group.sending_tutor.user
        return School(user.email, user.language, str(user), user.first_name)
    office = group.organisation
    return School(office.email, office.language, str(office), "")
