from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import Action, ActorKind


class Noted(models.Model):
    """Who did something to which row, in words that stay what they were."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    link_id = models.PositiveBigIntegerField(null=True)  # the `AccessLink` somebody came in by
    actor_kind = models.CharField(_("kind of person"), max_length=6, choices=ActorKind)
    actor = models.CharField(_("who"), max_length=200, blank=True)
    about_kind = models.CharField(max_length=80, blank=True)  # like "placements.hourweek"
    about_id = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def visible_to(self, viewer: Any) -> Self:
        """Those who may read the audit trail; nobody else."""
        if getattr(viewer, "is_active", False) and viewer.has_perm("imyportal.view_auditevent"):
            return self.all()
        return self.none()


class AuditEvent(Noted):
    """One deed somebody answers for. Never changed, deleted only after years: triggers see to it."""

    action = models.CharField(_("what"), max_length=40)  # of `enums.Action`
    about = models.CharField(_("about"), max_length=200, blank=True)
    ip = models.GenericIPAddressField(_("address"), null=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("who did what")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="imyportal_audit_at"),
            models.Index(fields=["action", "-at"], name="imyportal_audit_action"),
            models.Index(fields=["about_kind", "about_id"], name="imyportal_audit_about"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.actor}"

    @property
    def label(self) -> str:
        """The deed in words; one that is no longer in the list is named as it was written."""
        return str(Action(self.action).label) if self.action in Action else self.action


class AuditSealQuerySet(models.QuerySet["AuditSeal"]):
    def visible_to(self, viewer: Any) -> Self:
        """With the events."""
        return self.filter(event__in=AuditEvent.objects.visible_to(viewer))


class AuditSeal(models.Model):
    """The place of one event in the chain: a digest over it and all before it. Never changed."""

    number = models.PositiveBigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=64)  # the digest before this one
    digest = models.CharField(max_length=64)  # SHA-256 in hex, see `imyportal.sealing`

    objects = AuditSealQuerySet.as_manager()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.digest[:12]}"


class ChangeQuerySet(models.QuerySet["Change"]):
    def visible_to(self, viewer: Any) -> Self:
        """With the audit trail. A row's own page shows its changes to whoever sees the row."""
        if getattr(viewer, "is_active", False) and viewer.has_perm("imyportal.view_auditevent"):
            return self.all()
        return self.none()


class Change(Noted):
    """What of a row was changed, from what to what. Never changed itself: a trigger sees to it.

    `before` and `after` hold the parts that differ, by the names of `imyportal.history`; a part that
    was not there is in one of them only.
    """

    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["about_kind", "about_id"], name="imyportal_change_about")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.about_kind} {self.about_id}"
