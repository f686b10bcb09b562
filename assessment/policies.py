"""Who may do what with a placement they see."""

from accounts.models import User
from placements.models import Placement


def can_evaluate_self(user: User, placement: Placement) -> bool:
    """The trainee, about the own work."""
    return user.is_active and placement.trainee.user_id == user.pk


def can_evaluate(user: User, placement: Placement) -> bool:
    """Agency tutors who may give evaluations; which placements they see is asked before."""
    return user.is_active and user.is_staff and user.has_perm("assessment.add_evaluation")
