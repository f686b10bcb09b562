"""What is a matter of the trainee and the agency alone: neither schools nor guardians see it."""

from typing import Self, TypeVar

from django.db import models

from accounts.models import User, Viewer

from .people import Trainee

M = TypeVar("M", bound=models.Model)


class OwnQuerySet(models.QuerySet[M]):
    """Of rows with `trainee`."""

    def visible_to(self, viewer: Viewer) -> Self:
        """With the trainee to agency tutors; one's own."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.is_staff:
            return self.filter(trainee__in=Trainee.objects.visible_to(viewer))
        return self.filter(trainee__user=viewer)
