import uuid
from datetime import datetime
from smtplib import SMTPRecipientsRefused
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..work import Claimable, ClaimableQuerySet


def new_message_id() -> str:
    """A Message-ID that stays with its row, whatever happens to the sending of it."""
    host = settings.SITE_URL.split("//")[-1].split("/")[0].split(":")[0]
    return f"<{uuid.uuid4()}@{host}>"


# How `last_error` begins when the server takes no mail for the address.
REFUSED = SMTPRecipientsRefused.__name__


class OutgoingMailQuerySet(ClaimableQuerySet["OutgoingMail"]):
    def visible_to(self, viewer: Any) -> Self:
        """Those who run the portal may see what was sent to whom; nobody else."""
        if getattr(viewer, "is_active", False) and viewer.has_perm("imyportal.view_outgoingmail"):
            return self.all()
        return self.none()

    def undelivered(self) -> Self:
        """Those whose address is at fault: refused more than once, given up, or come back.

        A server of ours that is away says nothing about an address.
        """
        refused = Q(attempts__gte=2, last_error__startswith=REFUSED)
        failed = Q(stopped_at__isnull=False) | refused
        return self.filter(Q(failed, done_at=None) | Q(bounced_at__isnull=False))


class OutgoingMail(Claimable):
    """One mail, from the moment its cause is stored until the server has taken it."""

    key = models.CharField(max_length=200, unique=True, editable=False)
    template = models.CharField(_("template"), max_length=100)
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2)
    about_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    about_id = models.PositiveBigIntegerField(null=True, editable=False)
    about = GenericForeignKey("about_type", "about_id")
    details = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(
        max_length=200, unique=True, default=new_message_id, editable=False
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    # A notice came that it did not arrive, for good; the words are the other server's own. Words
    # without a moment: it has not arrived yet.
    bounced_at = models.DateTimeField(_("came back"), null=True, editable=False)
    bounce = models.CharField(
        _("why it came back"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="imyportal_mail_about"),
            # Who asks for what is due does not walk through the mail of years.
            models.Index(
                fields=["due_at"], condition=Q(done_at=None), name="imyportal_mail_undone"
            ),
            models.Index(
                fields=["to"],
                condition=Q(bounced_at__isnull=False),
                name="imyportal_mail_bounced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} → {self.to}"

    def is_hopeless(self, error: BaseException, now: datetime) -> bool:
        """After four days, or when the server says that it will never take mail for this address."""
        refused = isinstance(error, SMTPRecipientsRefused) and all(
            500 <= code < 600 for code, _words in error.recipients.values()
        )
        # Somebody who asks for another try in the desk gets it, and no more when it fails again.
        return refused or now - self.created_at > settings.MAIL_PATIENCE

    @property
    def about_key(self) -> int:
        """The key of the row the mail speaks of; raises `ValueError` when it speaks of none."""
        if self.about_id is None:
            raise ValueError(f"{self.template} speaks of no row.")
        return self.about_id
