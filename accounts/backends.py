"""Who may come in with a password, and what agency tutors may do."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Group, Permission
from django.db.models import Model, Q

from .models import User, normal_email
from .permissions import TUTOR_PERMISSIONS


class TutorBackend(AuthenticationBackend):
    """Passwords are for agency tutors; each has the same permissions, and those given besides."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        # Only the address on the person counts: one they had before opens nothing.
        user = User.objects.tutors().filter(email=normal_email(email)).first()
        return self._check_password(user, password)

    def get_all_permissions(self, user_obj: Any, obj: Model | None = None) -> set[str]:
        """As Django's in one query, plus what every agency tutor may do."""
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous:
            return set()
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = _given(user_obj) | (
                TUTOR_PERMISSIONS if user_obj.is_staff else frozenset()
            )
        known: set[str] = user_obj._perm_cache
        return known


def _given(user: User) -> set[str]:
    """Names of the permissions of the person and of their roles; all of them for a superuser."""
    given = Permission.objects.order_by()
    if not user.is_superuser:
        own = User.user_permissions.through.objects.filter(user=user.pk).values("permission")
        roles = Group.permissions.through.objects.filter(group__user=user.pk).values("permission")
        given = given.filter(Q(pk__in=own) | Q(pk__in=roles))
    return {
        f"{app}.{name}" for app, name in given.values_list("content_type__app_label", "codename")
    }
