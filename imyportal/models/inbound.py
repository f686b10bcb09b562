import uuid
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import MailOutcome
from ..work import Claimable, ClaimableQuerySet


class ReplyAddressQuerySet(models.QuerySet["ReplyAddress"]):
    def visible_to(self, viewer: Any) -> Self:
        """Those who run the portal; the secret part is in no row."""
        if getattr(viewer, "is_active", False) and viewer.has_perm("imyportal.view_inboundmail"):
            return self.all()
        return self.none()


class ReplyAddress(models.Model):
    """Where one person answers by mail to one thread; only the digest of its secret part is stored."""

    kind = models.CharField(max_length=20)  # as rooms register it
    thread = models.PositiveBigIntegerField()  # key of the row that is answered to
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReplyAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address for answers")
        verbose_name_plural = _("addresses for answers")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["kind", "thread", "person"], name="imyportal_reply_thread")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thread}"


class InboundMailQuerySet(ClaimableQuerySet["InboundMail"]):
    def visible_to(self, viewer: Any) -> Self:
        """Those who run the portal, as with the mail that goes out."""
        if getattr(viewer, "is_active", False) and viewer.has_perm("imyportal.view_inboundmail"):
            return self.all()
        return self.none()


class InboundMail(Claimable):
    """One mail that came in, from the moment it is stored until what a person wrote has found its thread."""

    message_id = models.CharField(max_length=300, blank=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)  # SHA-256 in hex
    # Empty once it was read, or is no longer kept.
    raw = models.BinaryField(null=True, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)  # bytes
    received_at = models.DateTimeField(_("came in"), default=timezone.now, editable=False)
    outcome = models.CharField(
        _("what it was"), max_length=12, choices=MailOutcome, blank=True, default="", editable=False
    )
    why = models.CharField(_("why"), max_length=200, blank=True, default="", editable=False)
    address = models.ForeignKey(
        ReplyAddress, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )

    objects = InboundMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail that came in")
        verbose_name_plural = _("mails that came in")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at=None), name="imyportal_in_undone"),
            models.Index(fields=["received_at"], name="imyportal_in_received"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["message_id", "digest"], name="imyportal_inboundmail_comes_once"
            ),
            models.CheckConstraint(
                name="imyportal_inboundmail_done_says_what",
                condition=Q(done_at=None, outcome="") | Q(done_at__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="imyportal_inboundmail_waits_with_its_words",
                condition=Q(done_at__isnull=False)
                | Q(stopped_at__isnull=False)
                | Q(raw__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d %H:%M}"

    def is_hopeless(self, error: BaseException, now: datetime) -> bool:
        """After four days of trying; the mail stays for another try by hand."""
        return now - self.received_at > settings.MAIL_PATIENCE
