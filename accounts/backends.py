"""Who may come in with a password, and what agency tutors may do."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Model

from .models import User, normal_email
from .permissions import TUTOR_PERMISSIONS


class TutorBackend(AuthenticationBackend):
    """Passwords are for agency tutors; each has the same permissions, and those given besides."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        # Only the address on the person counts: one they had before opens nothing.
        user = User.objects.tutors().filter(email=normal_email(email)).first()
        return self._check_password(user, password)

    def get_all_permissions(self, user_obj: Any, obj: Model | None = None) -> set[str]:
        """As Django's, plus what every agency tutor may do."""
        given: set[str] = super().get_all_permissions(user_obj, obj)
        if obj is None and user_obj.is_active and getattr(user_obj, "is_staff", False):
            return given | TUTOR_PERMISSIONS
        return given
