from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from imyportal.models import StoredFile

from .hours import WeekSignature
from .placements import Placement


class ChartPrintQuerySet(models.QuerySet["ChartPrint"]):
    def visible_to(self, viewer: Any) -> Self:
        """With the placement, to agency tutors. Anybody else asks by the code on the paper."""
        if isinstance(viewer, User) and viewer.is_active and viewer.is_staff:
            return self.filter(placement__in=Placement.objects.visible_to(viewer))
        return self.none()


class ChartPrint(models.Model):
    """An hour chart as it went on paper. Its code leads to what the paper must say; never changed."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="prints")
    code = models.CharField(_("code"), max_length=13, unique=True)
    # SHA-256 in hex of all that is printed: printed again without a change is the same print.
    digest = models.CharField(_("digest of the content"), max_length=64)
    # What a stranger may compare: names, company, period, signed weeks with minutes. See printing.py.
    stated = models.JSONField(_("what it says"))
    made_at = models.DateTimeField(_("printed"), default=timezone.now)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(AccessLink, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ChartPrintQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed hour chart")
        verbose_name_plural = _("printed hour charts")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "digest"], name="placements_chartprint_once"
            ),
            models.CheckConstraint(
                name="placements_chartprint_by_somebody",
                condition=Q(user__isnull=False, link=None) | Q(user=None, link__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SignatureScanQuerySet(models.QuerySet["SignatureScan"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the signature; who may open the file, `policies.can_open_scan` says."""
        return self.filter(signature__in=WeekSignature.objects.visible_to(viewer))


class SignatureScan(models.Model):
    """A further scan of a sheet signed by hand, beside the first one; nothing is ever taken away."""

    signature = models.ForeignKey(
        WeekSignature, on_delete=models.PROTECT, related_name="further_scans"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = SignatureScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("further scan")
        verbose_name_plural = _("further scans")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_signaturescan_has_a_reason", condition=~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {self.reason}"
