from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.models import User, Viewer
from trainees.models import Trainee
from trainees.models.stand_ins import answered_by

from ..enums import CallbackResult


class CallbackRequestQuerySet(models.QuerySet["CallbackRequest"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: of trainees they answer for, and of people nobody knows. Coordinators: all."""
        if not isinstance(viewer, User) or not viewer.is_active or not viewer.is_staff:
            return self.none()
        if viewer.has_perm("trainees.view_all_trainees"):
            return self.all()
        return self.filter(Q(trainee=None) | answered_by(viewer, "trainee__"))

    def waiting(self) -> Self:
        """Those that somebody still has to answer."""
        return self.filter(closed_at=None)


class CallbackRequest(models.Model):
    """Somebody asks, on the public page, to be called or written to."""

    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=40, blank=True)  # international form
    email = models.EmailField(_("e-mail address"), blank=True)
    about = models.TextField(_("what about"), max_length=1500)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    # Whose number or address it is, as far as anybody knows: nobody has proved it.
    trainee = models.ForeignKey(
        Trainee,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("trainee with this number or address"),
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    due_at = models.DateTimeField(_("due"))
    tries = models.PositiveSmallIntegerField(_("times nobody answered"), default=0)
    result = models.CharField(_("result"), max_length=8, choices=CallbackResult, blank=True)
    # Of whom and what; while one waits, the same is not asked again.
    fingerprint = models.CharField(
        max_length=64, blank=True, default="", db_default="", editable=False
    )
    said = models.TextField(
        _("what was said"), max_length=1000, blank=True, default="", db_default=""
    )
    closed_at = models.DateTimeField(_("done"), null=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("done by")
    )

    objects = CallbackRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("call asked for")
        verbose_name_plural = _("calls asked for")
        ordering = ["closed_at", "due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="helpdesk_callbackrequest_can_be_reached",
                condition=~Q(name="") & (~Q(phone="") | ~Q(email="")),
            ),
            models.CheckConstraint(
                name="helpdesk_callbackrequest_closed_says_how",
                condition=Q(result="", closed_at=None, closed_by=None)
                | ~Q(result="") & Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["fingerprint"],
                name="helpdesk_callbackrequest_waits_once",
                condition=Q(closed_at=None) & ~Q(fingerprint=""),
            ),
            models.CheckConstraint(
                name="helpdesk_callbackrequest_said_when_reached",
                condition=Q(said="") | Q(result=CallbackResult.REACHED),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="helpdesk_callback_due", condition=Q(closed_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_trail(self) -> str:
        """How the audit trail calls it: the name is a text of somebody unknown."""
        return str(self._meta.verbose_name)

    def get_absolute_url(self) -> str:
        return reverse("admin:helpdesk_callbackrequest_change", args=[self.pk])
