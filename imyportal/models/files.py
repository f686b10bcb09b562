import uuid
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import FileKind, FileState
from ..work import Claimable, ClaimableQuerySet


class StoredFileQuerySet(ClaimableQuerySet["StoredFile"]):
    def visible_to(self, viewer: Any) -> Self:
        """What one handed in oneself. Who else sees a file, the row of the room it belongs to says."""
        if not isinstance(viewer, get_user_model()) or not viewer.is_active:
            return self.none()
        return self.filter(uploaded_by=viewer)

    def kept(self) -> Self:
        """Those whose bytes are still there."""
        return self.exclude(state=FileState.REFUSED)


class StoredFile(Claimable):
    """A file somebody handed in, as it was written anew; `imyportal.uploads` makes and opens it.

    As work it waits for the virus scan; without a scanner it is done from the beginning.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.CharField(max_length=100, unique=True, editable=False)  # below MEDIA_ROOT
    kind = models.CharField(_("kind"), max_length=4, choices=FileKind, editable=False)
    name = models.CharField(_("name"), max_length=120, editable=False)  # for people, made harmless
    size = models.PositiveIntegerField(_("size"), editable=False)  # bytes
    sha256 = models.CharField(max_length=64, editable=False)  # hex, of what is stored
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, editable=False)
    width = models.PositiveIntegerField(_("width"), null=True, editable=False)  # pixels
    height = models.PositiveIntegerField(_("height"), null=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("handed in by"),
        editable=False,
    )
    uploaded_at = models.DateTimeField(_("handed in"), default=timezone.now, editable=False)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=FileState,
        default=FileState.QUARANTINE,
        editable=False,
    )
    refused_because = models.CharField(_("reason"), max_length=200, blank=True, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [
            models.Index(fields=["uploaded_by", "uploaded_at"], name="imyportal_file_by_and_at")
        ]
        constraints = [
            models.CheckConstraint(
                name="imyportal_storedfile_has_content",
                condition=Q(size__gt=0) & ~Q(sha256="") & ~Q(name="") & ~Q(place=""),
            ),
            models.CheckConstraint(
                name="imyportal_storedfile_measured_as_its_kind",
                # Comparing with nothing is neither true nor false, and a check lets that pass.
                condition=Q(
                    kind=FileKind.PDF,
                    pages__isnull=False,
                    pages__gt=0,
                    width=None,
                    height=None,
                )
                | Q(
                    kind__in=[FileKind.JPEG, FileKind.PNG],
                    pages=None,
                    width__isnull=False,
                    width__gt=0,
                    height__isnull=False,
                    height__gt=0,
                ),
            ),
            models.CheckConstraint(
                name="imyportal_storedfile_refused_with_reason",
                condition=Q(state=FileState.REFUSED) & ~Q(refused_because="")
                | Q(state__in=[FileState.QUARANTINE, FileState.CLEAN], refused_because=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_trail(self) -> str:
        """How the audit trail calls it: its name is a text of who handed it in."""
        return str(FileKind(self.kind).label)

    @property
    def path(self) -> Path:
        """Where the bytes lie; no address leads there."""
        return Path(settings.MEDIA_ROOT) / self.place
