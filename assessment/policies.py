"""Who may do what with a placement or a certificate they see."""

from accounts.models import User
from placements.models import Placement
from trainees.models import Group

from .models import BadgeAward, Certificate


def can_evaluate(user: User, placement: Placement) -> bool:
    """Agency tutors; which placements they see is asked before."""
    return user.is_active and user.is_staff


def can_sign_off(user: User, placement: Placement) -> bool:
    """Agency tutors; which placements they see is asked before."""
    return user.is_active and user.is_staff


def can_give_awards(user: User) -> bool:
    """Agency tutors; to whom is asked before."""
    return user.is_active and user.is_staff


def can_issue(user: User) -> bool:
    """Agency tutors; whose certificates is asked before."""
    return user.is_active and user.is_staff


def can_withdraw(user: User, certificate: Certificate) -> bool:
    """The same, while it is valid."""
    return can_issue(user) and certificate.withdrawn_at is None


def can_download(user: User, certificate: Certificate) -> bool:
    """Whoever sees it, once it is made; a withdrawn one only agency tutors."""
    made = certificate.rendered_at is not None
    return made and (certificate.withdrawn_at is None or user.is_staff)


def can_download_badge(user: User, award: BadgeAward) -> bool:
    """Its trainee and agency tutors; a school only what everybody may see."""
    return user.is_staff or award.trainee.user_id == user.pk


def can_withdraw_badge(user: User, award: BadgeAward) -> bool:
    """Agency tutors, while it is valid."""
    return can_issue(user) and award.withdrawn_at is None


def can_plan(user: User, group: Group | None) -> bool:
    """Agency tutors, of a group they see; what holds for every group: coordinators."""
    if group is not None:
        return user.is_active and user.is_staff
    return user.is_active and user.is_staff and user.has_perm("trainees.view_all_trainees")
