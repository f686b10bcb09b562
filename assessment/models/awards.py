import re
import unicodedata
from typing import Self

from django.db import models
from django.db.models import Q
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from imyportal import words
from placements.models import Placement
from trainees.models import Trainee

from ..enums import AwardState, MeritLevel


def normalised(text: str) -> str:
    """An occasion as it is compared: no case, no accents' spelling, no punctuation, single blanks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", plain))


class AwardOccasionQuerySet(models.QuerySet["AwardOccasion"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody who came in."""
        if isinstance(viewer, AccessLink):
            return self.all() if viewer.is_live else self.none()
        return self.all() if isinstance(viewer, User) and viewer.is_active else self.none()

    def offered(self) -> Self:
        """Those that forms suggest."""
        return self.filter(is_active=True)


class AwardOccasion(models.Model):
    """An occasion that forms suggest; others may be written freely."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    names = models.JSONField(_("names"))  # {"en": …, "it": …}
    is_active = models.BooleanField(_("offered"), default=True)

    objects = AwardOccasionQuerySet.as_manager()

    class Meta:
        verbose_name = _("occasion for awards")
        verbose_name_plural = _("occasions for awards")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the active language, else English."""
        return words.pick(self.names)


class AwardQuerySet(models.QuerySet["Award"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: with the trainee. Others with an account: once given, not withdrawn.

        A company tutor: what came from the own company tutor's links.
        """
        if isinstance(viewer, AccessLink):
            return self.filter(
                placement__in=Placement.objects.visible_to(viewer), link__isnull=False
            )
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        seen = self.filter(trainee__in=Trainee.objects.visible_to(viewer))
        return seen if viewer.is_staff else seen.given()

    def given(self) -> Self:
        """Confirmed and not withdrawn."""
        return self.filter(confirmed_at__isnull=False, withdrawn_at=None)

    def waiting(self) -> Self:
        """Suggested, and nobody has decided."""
        return self.filter(confirmed_at=None, declined_at=None)

    def standing(self) -> Self:
        """Suggested or given: what takes its occasion and level."""
        return self.filter(declined_at=None, withdrawn_at=None)


class Award(models.Model):
    """A level of merit for a specific occasion, given by an agency tutor, perhaps suggested by the company.

    A person gets a level for an occasion once.
    """

    trainee = models.ForeignKey(
        Trainee, on_delete=models.PROTECT, related_name="awards", verbose_name=_("trainee")
    )
    placement = models.ForeignKey(
        Placement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("placement"),
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=MeritLevel)
    occasion = models.CharField(_("occasion"), max_length=120)
    listed = models.ForeignKey(
        AwardOccasion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("suggested occasion"),
    )
    # `normalised()` of the occasion, or the code of the listed one after a colon.
    occasion_key = models.CharField(max_length=130, editable=False)
    reason = models.CharField(_("reason"), max_length=500)
    suggested_by = models.CharField(_("suggested by"), max_length=200, blank=True)
    suggested_at = models.DateTimeField(_("suggested"), null=True, editable=False)
    link = models.ForeignKey(
        AccessLink, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    confirmed_at = models.DateTimeField(_("given"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("given by"),
    )
    declined_at = models.DateTimeField(_("declined"), null=True, editable=False)
    declined_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    decline_reason = models.CharField(_("why declined"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    withdraw_reason = models.CharField(_("why withdrawn"), max_length=300, blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainee", "occasion_key", "level"],
                condition=Q(declined_at=None, withdrawn_at=None),
                name="assessment_award_level_once_per_occasion",
                violation_error_message=_("There is an award of this level for this occasion."),
            ),
            models.CheckConstraint(
                name="assessment_award_has_three_levels", condition=Q(level__range=(1, 3))
            ),
            models.CheckConstraint(
                name="assessment_award_says_for_what",
                condition=~Q(occasion="") & ~Q(occasion_key="") & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="assessment_award_comes_from_somebody",
                condition=Q(suggested_at__isnull=False) & ~Q(suggested_by="")
                | Q(suggested_at=None, suggested_by="", link=None, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_award_confirmed_by_somebody",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_award_declined_instead_of_confirmed",
                condition=Q(declined_at=None, declined_by=None, decline_reason="")
                | Q(declined_at__isnull=False, declined_by__isnull=False, confirmed_at=None)
                & ~Q(decline_reason=""),
            ),
            models.CheckConstraint(
                name="assessment_award_withdrawn_after_it_was_given",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdraw_reason="")
                | Q(
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                    confirmed_at__isnull=False,
                )
                & ~Q(withdraw_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee}, {self.get_level_display()}: {self.for_what}"

    @property
    def in_trail(self) -> str:
        """The occasion may be somebody's own text."""
        return f"{self.trainee}, {self.get_level_display()}"

    @property
    def for_what(self) -> str:
        """The occasion: a listed one in the active language, another as it was written."""
        return self.listed.name if self.listed else self.occasion

    @property
    def state(self) -> AwardState:
        if self.declined_at:
            return AwardState.DECLINED
        if self.withdrawn_at:
            return AwardState.WITHDRAWN
        return AwardState.GIVEN if self.confirmed_at else AwardState.SUGGESTED

    @property
    def picture(self) -> str:
        """Its name among the badge pictures, as certificates keep it."""
        return f"merit-{self.level}"

    @property
    def picture_url(self) -> str:
        return static(f"img/badges/{self.picture}.svg")
