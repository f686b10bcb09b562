from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer

from ..enums import RequestStatus
from .hours import Correction, HourWeek


class CorrectionRequestQuerySet(models.QuerySet["CorrectionRequest"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors and the trainee: with the week. Company tutors: what the company asked."""
        seen = self.filter(week__in=HourWeek.objects.visible_to(viewer))
        if isinstance(viewer, AccessLink):
            return seen.filter(link__isnull=False)
        if isinstance(viewer, User) and viewer.is_staff:
            return seen
        return seen.filter(week__placement__trainee__user=viewer.pk)

    def waiting(self) -> Self:
        """Not decided yet."""
        return self.filter(status=RequestStatus.OPEN)


class CorrectionRequest(models.Model):
    """Somebody asks to correct one day of a signed week; an agency tutor decides."""

    week = models.ForeignKey(HourWeek, on_delete=models.PROTECT, related_name="requests")
    date = models.DateField(_("date"))
    # As `Correction.new`; null where the company says in words what should be.
    wanted = models.JSONField(_("wanted"), null=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(AccessLink, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("who asked"), max_length=200)
    at = models.DateTimeField(_("when"), default=timezone.now)
    status = models.CharField(
        _("state"), max_length=8, choices=RequestStatus, default=RequestStatus.OPEN
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    correction = models.OneToOneField(
        Correction, on_delete=models.PROTECT, null=True, related_name="request"
    )

    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction asked for")
        verbose_name_plural = _("corrections asked for")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["week", "date"],
                condition=Q(status=RequestStatus.OPEN),
                name="placements_correctionrequest_one_open_a_day",
                violation_error_message=_("A correction of this day was asked for already."),
            ),
            models.CheckConstraint(
                name="placements_correctionrequest_one_asks",
                condition=Q(by__isnull=True) ^ Q(link__isnull=True),
            ),
            models.CheckConstraint(
                name="placements_correctionrequest_trainee_says_what",
                condition=Q(by__isnull=True) | Q(wanted__isnull=False),
            ),
            models.CheckConstraint(
                name="placements_correctionrequest_has_a_reason", condition=~Q(reason="")
            ),
            models.CheckConstraint(
                name="placements_correctionrequest_decided_by_somebody",
                condition=Q(
                    status=RequestStatus.OPEN, decided_at__isnull=True, decided_by__isnull=True
                )
                | (
                    ~Q(status=RequestStatus.OPEN)
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="placements_correctionrequest_accepted_is_corrected",
                condition=Q(status=RequestStatus.ACCEPTED, correction__isnull=False)
                | (~Q(status=RequestStatus.ACCEPTED) & Q(correction__isnull=True)),
            ),
            models.CheckConstraint(
                name="placements_correctionrequest_declined_has_an_answer",
                condition=~Q(status=RequestStatus.DECLINED) | ~Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}: {self.get_status_display()}"
