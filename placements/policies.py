"""Who may do what with what they see."""

from accounts.models import User

from .models import WeekSignature


def can_open_scan(user: User, signature: WeekSignature) -> bool:
    """Agency tutors and the trainee. The school sees that and when it was signed, not the sheet."""
    return user.is_staff or signature.week.placement.trainee.user_id == user.pk
