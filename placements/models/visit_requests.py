import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from trainees.models import Group, SendingOrganisation, SendingTutor


def of_schools(viewer: User) -> Q:
    """Rows about groups, or about whole schools, that an agency tutor sees."""
    return Q(group__in=Group.objects.visible_to(viewer)) | Q(
        group=None, organisation__in=SendingOrganisation.objects.visible_to(viewer)
    )


class VisitRequestQuerySet(models.QuerySet["VisitRequest"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Sending tutors: their school's. Agency tutors: of groups and schools they see."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.is_staff:
            return self.filter(of_schools(viewer))
        schools = SendingTutor.objects.filter(user=viewer).values("organisation")
        return self.filter(organisation__in=schools)

    def waiting(self) -> Self:
        """Those nobody has planned or declined."""
        return self.filter(answered_at=None)


class VisitRequest(models.Model):
    """A sending tutor tells that somebody of the school comes, and whom they want to visit."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        SendingOrganisation,
        on_delete=models.PROTECT,
        related_name="visit_requests",
        verbose_name=_("sending organisation"),
    )
    group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        null=True,
        related_name="visit_requests",
        verbose_name=_("group"),
    )
    tutor = models.ForeignKey(
        SendingTutor, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))  # inclusive
    people = models.CharField(_("who comes"), max_length=300)
    wish = models.TextField(_("wish"), blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    decline_reason = models.CharField(_("why it does not work"), max_length=300, blank=True)

    objects = VisitRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit asked for")
        verbose_name_plural = _("visits asked for")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_visitrequest_ends_after_start",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                name="placements_visitrequest_answered_by_somebody",
                condition=Q(answered_at=None, answered_by=None, decline_reason="")
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation"],
                condition=Q(answered_at=None),
                name="placements_visitrequest_open",
            )
        ]

    def __str__(self) -> str:
        first, last = date_format(self.first_day, "j F"), date_format(self.last_day, "j F Y")
        return f"{self.organisation}, {first}–{last}"

    def get_absolute_url(self) -> str:
        return reverse("admin:placements_visitrequest_change", args=[self.pk])
