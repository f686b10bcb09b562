from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from imyportal.pdf import PdfError
from imyportal.work import Claimable, ClaimableQuerySet
from placements.models import Placement

from ..enums import CertificateState
from .batches import CertificateBatch
from .credentials import StatusEntry


class CertificateQuerySet(ClaimableQuerySet["Certificate"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the placement, to people with an account. Strangers ask by code."""
        if isinstance(viewer, AccessLink):
            return self.none()
        return self.filter(placement__in=Placement.objects.visible_to(viewer))

    def valid(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def given_up(self) -> Self:
        """Neither made nor withdrawn, and not tried again."""
        return self.valid().filter(done_at=None, stopped_at__isnull=False)


FOLDER = "certificates"  # below the private media folder


def certificate_path(certificate: "Certificate", name: str) -> str:
    """Where the file made under this lease lies below the private media folder."""
    digest = certificate.content_digest[:16]
    lease = certificate.lease_token.hex[:12] if certificate.lease_token else "0"
    return f"{FOLDER}/{certificate.issued_on:%Y}/{certificate.number}-{digest}-{lease}.pdf"


def private_storage() -> FileSystemStorage:
    """A folder no address leads to; files are served by views only."""
    return FileSystemStorage(location=settings.MEDIA_ROOT, file_permissions_mode=0o600)


class Certificate(Claimable):
    """A certificate of work placement. Its frozen content is what is printed and what is checked."""

    placement = models.ForeignKey(
        Placement,
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("placement"),
    )
    number = models.CharField(_("number"), max_length=20, unique=True)
    code = models.CharField(_("code"), max_length=13, unique=True)
    language = models.CharField(_("language"), max_length=2)
    content = models.JSONField(_("content"))
    content_digest = models.CharField(max_length=64)  # SHA-256 of the canonical JSON, hex
    issued_on = models.DateField(_("issued on"))
    requested_at = models.DateTimeField(_("asked for"), default=timezone.now)
    requested_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    rendered_at = models.DateTimeField(_("made"), null=True, editable=False)
    pdf = models.FileField(storage=private_storage, upload_to=certificate_path, editable=False)
    pdf_digest = models.CharField(max_length=64, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    withdraw_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    superseded_by = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
        editable=False,
    )
    # In the published list of credentials that were withdrawn; taken when its credential is made.
    status = models.OneToOneField(
        StatusEntry,
        on_delete=models.PROTECT,
        null=True,
        related_name="certificate",
        editable=False,
    )
    batch = models.ForeignKey(
        CertificateBatch,
        on_delete=models.PROTECT,
        null=True,
        related_name="certificates",
        verbose_name=_("asked for together"),
        editable=False,
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_on", "-number", "pk"]
        # A file that anybody drops at /verify/ is looked up by it.
        indexes = [models.Index(fields=["pdf_digest"], name="assessment_cert_pdf_digest")]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(withdrawn_at=None),
                name="assessment_certificate_one_valid_per_placement",
            ),
            models.CheckConstraint(
                name="assessment_certificate_withdrawn_with_reason",
                condition=Q(withdrawn_at=None) | ~Q(withdraw_reason=""),
            ),
            models.CheckConstraint(
                name="assessment_certificate_superseded_is_withdrawn",
                condition=Q(superseded_by=None) | Q(withdrawn_at__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_certificate_made_has_a_file",
                condition=Q(rendered_at=None) | (~Q(pdf="") & ~Q(pdf_digest="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The file, for those who may see it."""
        return reverse("assessment:certificate_file", args=[self.code])

    def is_hopeless(self, error: BaseException, now: datetime) -> bool:
        """A letter no font can print stays one until somebody installs a font and asks again."""
        return isinstance(error, PdfError)

    @property
    def why_given_up(self) -> str:
        """Why it is not made and will not be by itself; "" while it is made, waits or is withdrawn."""
        given_up = self.stopped_at and not self.done_at and not self.withdrawn_at
        return self.last_error.partition(": ")[2] if given_up else ""

    @property
    def state(self) -> CertificateState:
        if self.superseded_by_id:
            return CertificateState.SUPERSEDED
        if self.withdrawn_at:
            return CertificateState.WITHDRAWN
        return CertificateState.VALID if self.rendered_at else CertificateState.IN_WORK


class CertificateCounterQuerySet(models.QuerySet["CertificateCounter"]):
    def visible_to(self, viewer: Any) -> Self:
        """Nobody: it only counts."""
        return self.none()


class CertificateCounter(models.Model):
    """The last certificate number of a year, so that numbers have no gaps."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    objects = CertificateCounterQuerySet.as_manager()

    class Meta:
        ordering = ["year", "pk"]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
