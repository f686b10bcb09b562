"""Who may write a set of objectives they see, and who decides on it."""

from accounts.models import User
from trainees.models import Group, SendingTutor
from trainees.models.stand_ins import falls_to

from .enums import SetKind, SetState
from .models import ObjectiveSet

COORDINATES = "trainees.view_all_trainees"


def can_write(user: User, found: ObjectiveSet) -> bool:
    """The school what it has not handed in; the agency its own drafts and what was proposed."""
    if user.is_staff:
        return can_decide(user, found)
    return (
        found.state in (SetState.DRAFT, SetState.DECLINED)
        and not _is_of_the_agency(found)
        and SendingTutor.objects.filter(user=user, organisation=found.organisation_id).exists()
    )


def can_decide(user: User, found: ObjectiveSet) -> bool:
    """Coordinators; on technical ones also who leads the group, or one of the school's, or stands in."""
    is_ours = found.state == SetState.DRAFT and _is_of_the_agency(found)
    if not (user.is_active and user.is_staff and (is_ours or found.state == SetState.PROPOSED)):
        return False
    return user.has_perm(COORDINATES) or _leads(user, found)


def can_renew(user: User, found: ObjectiveSet) -> bool:
    """The same people may begin a new version of what is in use."""
    if not (user.is_active and user.is_staff and found.state == SetState.IN_USE):
        return False
    return user.has_perm(COORDINATES) or _leads(user, found)


def _leads(user: User, found: ObjectiveSet) -> bool:
    if found.kind == SetKind.STANDARD:
        return False
    led = Group.objects.filter(falls_to(user, "lead_tutor"), organisation=found.organisation_id)
    return (led.filter(pk=found.group_id) if found.group_id else led).exists()


def _is_of_the_agency(found: ObjectiveSet) -> bool:
    return found.kind == SetKind.STANDARD or bool(found.written_by and found.written_by.is_staff)
