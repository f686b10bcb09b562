"""What the agency gives people to read: editions of guidebook, info kit and house rules, and receipts."""

from typing import Any, Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.models import User, Viewer

from ..enums import PublicationKind
from .groups import SendingOrganisation
from .people import Trainee


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: all, drafts too. Whoever else has an account: what is published."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        return self.all() if viewer.is_staff else self.published()

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def current(self) -> Self:
        """Those no newer version has taken the place of."""
        newer = self.model._default_manager.filter(
            kind=models.OuterRef("kind"),
            language=models.OuterRef("language"),
            version__gt=models.OuterRef("version"),
            published_at__isnull=False,
        )
        return self.published().filter(~models.Exists(newer))


class Edition(models.Model):
    """One version of a publication in one language. Published, it never changes: triggers see to it."""

    kind = models.CharField(_("publication"), max_length=20, choices=PublicationKind)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=120)
    news = models.CharField(
        _("what is new"),
        max_length=300,
        blank=True,
        help_text=_("Shown to those who have read an earlier version."),
    )
    begun_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    begun_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("begun by"),
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["kind", "language", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "version"], name="trainees_edition_version_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "language"],
                condition=Q(published_at=None),
                name="trainees_edition_one_draft",
                violation_error_message=_("There is a draft in this language already."),
            ),
            models.CheckConstraint(
                name="trainees_edition_published_by_somebody",
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_language_display()}, {self.version})"

    def get_absolute_url(self) -> str:
        return reverse("admin:trainees_edition_change", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @cached_property
    def parts(self) -> list["EditionSection"]:
        """Its sections in their order; one query."""
        return list(self.sections.all())


class OfAnEdition(models.QuerySet[Any]):
    """Parts of an edition."""

    def visible_to(self, viewer: Viewer) -> Self:
        """With the edition."""
        return self.filter(edition__in=Edition.objects.visible_to(viewer))


class EditionSection(models.Model):
    """One part of an edition, to be read on one page of a phone."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("heading"), max_length=120)
    text = models.TextField(
        _("text"),
        validators=[MaxLengthValidator(20_000)],
        help_text=_("An empty line begins a paragraph, “- ” a list, **bold** words stand out."),
    )

    objects = OfAnEdition.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["edition_id", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the trainee."""
        return self.filter(trainee__in=Trainee.objects.visible_to(viewer))


class Receipt(models.Model):
    """That a trainee has read an edition, as they said themselves. Never changed."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="receipts")
    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="receipts")
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "trainee"], name="trainees_receipt_once_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee}: {self.edition}"


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors and sending tutors: with the organisation."""
        seen = SendingOrganisation.objects.visible_to(viewer)
        return self.filter(organisation__in=seen)


class Handover(models.Model):
    """That an edition was given to a sending organisation, and who there said so. Written once each."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="handovers")
    organisation = models.ForeignKey(
        SendingOrganisation, on_delete=models.PROTECT, related_name="handovers"
    )
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    given_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    received_at = models.DateTimeField(_("received"), null=True)
    received_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("received by")
    )

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication given to a school")
        verbose_name_plural = _("publications given to schools")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "organisation"], name="trainees_handover_once_a_school"
            ),
            models.CheckConstraint(
                name="trainees_handover_received_by_somebody",
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__isnull=False, received_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.edition}"
