"""Who is told when something is the matter with a trainee: guardians, and the school."""

from django.utils import timezone

from .models import Group, Guardian, Trainee


def guardians(trainee: Trainee) -> list[Guardian]:
    """Those of a minor with an address; an adult's are nobody we tell."""
    if not trainee.is_minor_on(timezone.localdate()):
        return []
    return [each for each in trainee.guardians.all() if each.email]


def school(group: Group) -> tuple[str, str]:
    """Address and language of the sending tutor, else of the school."""
    tutor = group.sending_tutor
    if tutor is not None and tutor.user.is_active:
        return tutor.user.email, tutor.user.language
    return group.organisation.email, group.organisation.language
