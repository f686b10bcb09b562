"""What a group asks guardians of its minors, and whom they say to call in an emergency."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer

from ..enums import AUTHORISATIONS, ConsentPurpose
from .groups import Group
from .people import Guardian


class GroupAuthorisationQuerySet(models.QuerySet["GroupAuthorisation"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the group, to agency tutors."""
        if not isinstance(viewer, User) or not viewer.is_staff:
            return self.none()
        return self.filter(group__in=Group.objects.visible_to(viewer))


class GroupAuthorisation(models.Model):
    """A group asks the guardians of its minors for this; a purpose without a row is not asked for."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="authorisations")
    purpose = models.CharField(
        _("for what"), max_length=20, choices=[(each.value, each.label) for each in AUTHORISATIONS]
    )
    days_before = models.PositiveSmallIntegerField(_("days before arrival"), default=14)

    objects = GroupAuthorisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("authorisation asked for")
        verbose_name_plural = _("authorisations asked for")
        ordering = ["group_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "purpose"], name="trainees_groupauthorisation_once"
            ),
            models.CheckConstraint(
                name="trainees_groupauthorisation_is_asked_of_guardians",
                condition=Q(purpose__in=[each.value for each in AUTHORISATIONS])
                & Q(days_before__lte=366),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {ConsentPurpose(self.purpose).label}"


class EmergencyContactQuerySet(models.QuerySet["EmergencyContact"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """To the trainee's agency tutors, and to the guardian who wrote it; not to schools."""
        if not isinstance(viewer, AccessLink) and not (
            isinstance(viewer, User) and viewer.is_staff
        ):
            return self.none()
        return self.filter(guardian__in=Guardian.objects.visible_to(viewer))


class EmergencyContact(models.Model):
    """Whom to call when something happens, as a guardian wrote it: themselves or somebody else."""

    guardian = models.OneToOneField(Guardian, on_delete=models.CASCADE, related_name="emergency")
    name = models.CharField(_("name"), max_length=200)
    relation = models.CharField(_("relation"), max_length=80)
    phone = models.CharField(_("phone"), max_length=16)  # E.164, like +49231123456
    languages = models.JSONField(_("languages"))  # ["de", "en"], ISO 639-1
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = EmergencyContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact in an emergency")
        verbose_name_plural = _("contacts in an emergency")
        ordering = ["guardian_id", "pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_emergencycontact_can_be_called",
                condition=~Q(name="") & ~Q(relation="") & Q(phone__regex=r"^\+[0-9]{6,15}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.relation})"

    @property
    def spoken(self) -> str:
        """The languages in words, like «German, English»."""
        return ", ".join(
            str(get_language_info(code)["name_translated"]).capitalize() for code in self.languages
        )
