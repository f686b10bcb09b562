"""Who may do what with what they see."""

from django.db import models

from accounts.models import User
from trainees.models import Group, Trainee
from trainees.models.stand_ins import away

from .models import WeekSignature
from .models.incidents import SEES_ALL


def can_open_scan(user: User, signature: WeekSignature) -> bool:
    """Agency tutors and the trainee. The school sees that and when it was signed, not the sheet."""
    return user.is_staff or signature.week.placement.trainee.user_id == user.pk


def can_set_cycle(user: User, group: Group | None) -> bool:
    """Agency tutors, of a group they see; what holds for every group: coordinators."""
    if not (user.is_active and user.is_staff):
        return False
    return group is not None or user.has_perm("trainees.view_all_trainees")


def can_report(user: User, group: Group) -> bool:
    """A report tells of all trainees: who leads the group writes it, their stand-in, or a coordinator."""
    return user.is_staff and (
        user.has_perm("trainees.view_all_trainees") or _does_work_of(user, group.lead_tutor_id)
    )


def can_report_incident(user: User, trainee: Trainee) -> bool:
    """Who has the right to the register of incidents, the trainee's responsible tutor, their stand-in."""
    return user.is_staff and (
        user.has_perm(SEES_ALL) or _does_work_of(user, trainee.responsible.pk)
    )


def _does_work_of(user: User, tutor: int) -> bool:
    return tutor == user.pk or away(user).filter(tutor=tutor).exists()


def can_correct_address(user: User, person: models.Model) -> bool:
    """Who may change the person; a colleague's address is their way in, an administrator's to all."""
    meta = person._meta
    if isinstance(person, User) and person.is_superuser and not user.is_superuser:
        return False
    return user.is_staff and user.has_perm(f"{meta.app_label}.change_{meta.model_name}")
