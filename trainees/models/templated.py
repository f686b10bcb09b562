"""What a group has of its own, begun as a copy of the agency's template: the rows without a group."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import User, Viewer

from .groups import Group
from .people import Trainee


def of_groups(viewer: Viewer) -> Q:
    """The condition on `group`: those an agency tutor or a school sees, and a trainee's own."""
    if not isinstance(viewer, User) or not viewer.is_active:
        return Q(pk__in=[])
    mine = Trainee.objects.filter(user=viewer).values("group")
    return Q(group__in=Group.objects.visible_to(viewer)) | Q(group__in=mine)


class TemplatedQuerySet(models.QuerySet[Any]):
    """Of rows with `group`, which is empty in the template, and `code`."""

    def visible_to(self, viewer: Viewer) -> Self:
        """With the group; trainees: their own group's. The agency's template: agency tutors."""
        seen = of_groups(viewer)
        if isinstance(viewer, User) and viewer.is_active and viewer.is_staff:
            seen |= Q(group=None)
        return self.filter(seen)

    def template(self) -> Self:
        """The agency's own, which a group gets a copy of."""
        return self.filter(group=None)

    def lacking(self, group: Group) -> Self:
        """Those of the template that `group` has none of, by their code."""
        known = self.model._default_manager.filter(group=group).values("code")
        return self.template().exclude(code__in=known)
