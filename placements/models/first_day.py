"""The first day at the company: who introduces the trainee, what is gone through there, the way to work."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from imyportal import words
from trainees.models import Group
from trainees.models.templated import TemplatedQuerySet

from .placements import Placement


class FirstDayPoint(models.Model):
    """One point that is gone through on the first day. Without a group: of the agency's template."""

    group = models.ForeignKey(
        Group,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="first_day_points",
        verbose_name=_("group"),
        help_text=_("Empty: of the agency. A group with points of its own has these alone."),
    )
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    names = models.JSONField(_("names"))  # {"en": …, "it": …}

    objects = TemplatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("point of the first day")
        verbose_name_plural = _("points of the first day")
        ordering = ["group_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "code"],
                name="placements_firstdaypoint_once_in_group",
                violation_error_message=_("This group has a point with this code."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(group=None),
                name="placements_firstdaypoint_once_in_template",
                violation_error_message=_("The template has a point with this code."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the active language, else English."""
        return words.pick(self.names)


class OfPlacementQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the placement."""
        return self.filter(placement__in=Placement.objects.visible_to(viewer))


class FirstDay(models.Model):
    """When and where a trainee is introduced, by whom, and the way there."""

    placement = models.OneToOneField(
        Placement, on_delete=models.CASCADE, related_name="first_day", verbose_name=_("placement")
    )
    meets_at = models.DateTimeField(_("first meeting"))
    place = models.CharField(_("where"), max_length=200)
    accompanied_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accompanied by"),
    )
    bring = models.CharField(_("what to bring or wear"), max_length=300, blank=True)
    route = models.TextField(_("way to work"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes for the way"), null=True, blank=True)
    lines = models.CharField(_("lines"), max_length=120, blank=True)
    ticket = models.CharField(_("ticket"), max_length=120, blank=True)
    briefed_at = models.DateTimeField(_("company told"), null=True)
    alone_on = models.DateField(_("gone alone once"), null=True)

    objects = OfPlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("first day at the company")
        verbose_name_plural = _("first days at companies")
        ordering = ["meets_at", "pk"]
        constraints = [
            models.CheckConstraint(name="placements_firstday_is_somewhere", condition=~Q(place="")),
            models.CheckConstraint(
                name="placements_firstday_way_within_a_day",
                condition=Q(minutes=None) | Q(minutes__range=(1, 240)),
                violation_error_message=_("Enter 1 to 240 minutes."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement}, {timezone.localtime(self.meets_at):%Y-%m-%d %H:%M}"

    @property
    def is_over(self) -> bool:
        """The day is past: nobody has to be told of it any more."""
        return timezone.localdate(self.meets_at) < timezone.localdate()


class FirstDayTick(models.Model):
    """A point was gone through. Taking it back deletes the row; the trail keeps both."""

    placement = models.ForeignKey(
        Placement, on_delete=models.CASCADE, related_name="first_day_ticks"
    )
    point = models.ForeignKey(FirstDayPoint, on_delete=models.PROTECT, related_name="ticks")
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OfPlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("point gone through")
        verbose_name_plural = _("points gone through")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "point"], name="placements_firstdaytick_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement}: {self.point}"
