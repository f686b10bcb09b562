"""Badges for the length of a stay: levels, who has one, and each credential that was signed for it."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from imyportal import words
from trainees.models import Trainee

from ..enums import BadgePicture
from .credentials import IssuerKey, StatusEntry


class BadgeLevelQuerySet(models.QuerySet["BadgeLevel"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody who signed in; what a level asks for is published anyway."""
        if isinstance(viewer, AccessLink):
            return self.all() if viewer.is_live else self.none()
        return self.all() if isinstance(viewer, User) and viewer.is_active else self.none()


class BadgeLevel(models.Model):
    """One, two or three months, counted in placement weeks with a signed working day."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    months = models.PositiveSmallIntegerField(_("months"), unique=True)
    weeks = models.PositiveSmallIntegerField(_("placement weeks"), unique=True)
    names = models.JSONField(_("names"))  # {"en": …, "it": …}
    # Below static/img/badges/
    picture = models.CharField(_("picture"), max_length=100, choices=BadgePicture)

    objects = BadgeLevelQuerySet.as_manager()

    class Meta:
        verbose_name = _("badge level")
        verbose_name_plural = _("badge levels")
        ordering = ["weeks", "pk"]
        constraints = [
            models.CheckConstraint(
                name="assessment_badgelevel_takes_weeks", condition=Q(weeks__gte=1)
            ),
            models.CheckConstraint(
                name="assessment_badgelevel_has_a_picture",
                condition=Q(picture__in=BadgePicture.values),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the active language, else English."""
        return words.pick(self.names)


class BadgeAwardQuerySet(models.QuerySet["BadgeAward"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the trainee, to people with an account. Strangers ask by code."""
        if isinstance(viewer, AccessLink):
            return self.none()
        return self.filter(trainee__in=Trainee.objects.visible_to(viewer))

    def valid(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class BadgeAward(models.Model):
    """A trainee's badge: one address for good; its level grows with the stay."""

    trainee = models.OneToOneField(
        Trainee, on_delete=models.PROTECT, related_name="badge", verbose_name=_("trainee")
    )
    code = models.CharField(_("code"), max_length=13, unique=True)
    # Who the credentials are about, for machines; it leads to nobody.
    subject = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    level = models.ForeignKey(
        BadgeLevel, on_delete=models.PROTECT, related_name="+", verbose_name=_("level")
    )
    awarded_at = models.DateTimeField(_("awarded"), default=timezone.now)
    shows_full_name = models.BooleanField(_("shows the full name"), default=False)
    shows_results = models.BooleanField(_("shows the results"), default=False, db_default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    withdraw_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)

    objects = BadgeAwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        ordering = ["-awarded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="assessment_badgeaward_withdrawn_with_reason",
                condition=Q(withdrawn_at=None) | ~Q(withdraw_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee}, {self.level}"

    @property
    def current(self) -> "BadgeIssue":
        """The credential that stands at its address; raises `BadgeIssue.DoesNotExist` before the first."""
        return self.issues.get(superseded_at=None)


class BadgeIssueQuerySet(models.QuerySet["BadgeIssue"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the badge."""
        return self.filter(award__in=BadgeAward.objects.visible_to(viewer))

    def current(self) -> Self:
        """Not superseded by a higher level or a newer wording."""
        return self.filter(superseded_at=None)


class BadgeIssue(models.Model):
    """One credential as it was signed. It stays true when a higher level supersedes it."""

    award = models.ForeignKey(BadgeAward, on_delete=models.PROTECT, related_name="issues")
    level = models.ForeignKey(
        BadgeLevel, on_delete=models.PROTECT, related_name="+", verbose_name=_("level")
    )
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    weeks = models.PositiveSmallIntegerField(_("placement weeks"))
    credential_id = models.CharField(max_length=300, unique=True)
    document = models.JSONField(_("credential"))  # with its Data Integrity proof
    digest = models.CharField(max_length=64)  # SHA-256 of the document's canonical JSON, hex
    jwt = models.TextField(_("token"))
    status = models.OneToOneField(StatusEntry, on_delete=models.PROTECT, related_name="badge_issue")
    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="+")
    jwt_key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(_("superseded"), null=True, editable=False)

    objects = BadgeIssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("badge credential")
        verbose_name_plural = _("badge credentials")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(superseded_at=None),
                name="assessment_badgeissue_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award.code}, {self.level}"
