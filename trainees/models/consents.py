"""What people agreed to or not: purpose by purpose, with the text they read."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language, Purpose
from accounts.models import AccessLink, User, Viewer
from imyportal.models import StoredFile

from ..enums import ConsentHow, ConsentPurpose, Giver
from .people import Guardian, Trainee


def _trainees_of(viewer: Viewer) -> models.QuerySet[Trainee]:
    """Oneself, one's trainees (agency tutor), one's child (a guardian's link); not a school's."""
    if isinstance(viewer, AccessLink):
        mine = viewer.is_live and viewer.purpose == Purpose.GUARDIAN
        return Trainee.objects.filter(guardians=viewer.holder_id if mine else None)
    seen = Trainee.objects.visible_to(viewer)
    if isinstance(viewer, User) and not viewer.is_staff:
        return seen.filter(user=viewer)
    return seen


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """To the trainee, their agency tutor, and by a guardian's link; not to schools."""
        return self.filter(trainee__in=_trainees_of(viewer))

    def standing(self) -> Self:
        """Those that nobody took back and no newer word replaced."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """A yes or a no to one purpose. It is never changed; only its end is added, once."""

    trainee = models.ForeignKey(
        Trainee, on_delete=models.PROTECT, related_name="consents", verbose_name=_("trainee")
    )
    purpose = models.CharField(_("for what"), max_length=20, choices=ConsentPurpose)
    giver = models.CharField(_("whose word"), max_length=10, choices=Giver)
    agrees = models.BooleanField(_("agrees"))
    name = models.CharField(_("name"), max_length=200)  # as they were called then
    how = models.CharField(_("how"), max_length=10, choices=ConsentHow)
    text_version = models.PositiveSmallIntegerField(_("version of the text"))
    language = models.CharField(_("language of the text"), max_length=2, choices=Language)
    said_on = models.DateField(_("said on"))  # on paper: the date beside the signature
    at = models.DateTimeField(_("recorded"), default=timezone.now)
    # Who recorded it: the trainee or an agency tutor; or the guardian's link.
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    link = models.ForeignKey(AccessLink, on_delete=models.PROTECT, null=True, related_name="+")
    scan = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("scan of the paper"),
    )
    withdrawn_at = models.DateTimeField(_("ended"), null=True)
    withdrawn_by = models.CharField(_("ended by"), max_length=200, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainee", "purpose", "giver"],
                condition=Q(withdrawn_at=None),
                name="trainees_consent_one_word_at_a_time",
            ),
            models.CheckConstraint(
                name="trainees_consent_recorded_as_it_was_given",
                condition=Q(
                    how=ConsentHow.ACCOUNT, giver=Giver.TRAINEE, user__isnull=False, link=None
                )
                & Q(scan=None)
                | Q(how=ConsentHow.LINK, giver=Giver.GUARDIAN, user=None, link__isnull=False)
                & Q(scan=None)
                | Q(how=ConsentHow.PAPER, user__isnull=False, link=None, scan__isnull=False),
            ),
            models.CheckConstraint(
                name="trainees_consent_ended_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
            ),
            models.CheckConstraint(
                name="trainees_consent_has_a_name_and_a_text",
                condition=~Q(name="") & Q(text_version__gt=0),
            ),
        ]

    def __str__(self) -> str:
        answer = _("yes") if self.agrees else _("no")
        return f"{self.get_purpose_display()}: {answer}, {self.name}"

    @property
    def in_trail(self) -> str:
        """How the audit trail calls it: for what it is, and about whom."""
        return f"{self.get_purpose_display()}: {self.trainee}"


class ConsentRequestQuerySet(models.QuerySet["ConsentRequest"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """As the consents themselves."""
        return self.filter(guardian__trainee__in=_trainees_of(viewer))


class ConsentRequest(models.Model):
    """A guardian was asked by mail, on one day once."""

    guardian = models.ForeignKey(Guardian, on_delete=models.CASCADE, related_name="requests")
    purpose = models.CharField(_("for what"), max_length=20, choices=ConsentPurpose)
    asked_on = models.DateField(_("asked on"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ConsentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a guardian")
        verbose_name_plural = _("questions to guardians")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["guardian", "purpose", "asked_on"],
                name="trainees_consentrequest_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.guardian}, {self.asked_on:%Y-%m-%d}"
