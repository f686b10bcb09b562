from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from imyportal import words

from ..enums import DueFrom, JourneyPhase, StepTicker
from .groups import Group
from .people import Trainee
from .templated import TemplatedQuerySet

PACKING = timedelta(days=7)  # before leaving, the departure begins


class JourneyStep(models.Model):
    """One thing that is done during a stay. Without a group: of the agency's template."""

    group = models.ForeignKey(
        Group,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="journey_steps",
        verbose_name=_("group"),
    )
    code = models.SlugField(_("code"), max_length=40)
    phase = models.CharField(_("phase"), max_length=10, choices=JourneyPhase)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    names = models.JSONField(_("names"))  # {"en": …, "it": …}
    ticked_by = models.CharField(
        _("who ticks it"), max_length=8, choices=StepTicker, default=StepTicker.TRAINEE
    )
    is_needed = models.BooleanField(_("needed for the certificate"), default=False)
    due_from = models.CharField(
        _("day counted from"), max_length=10, choices=DueFrom, default=DueFrom.ARRIVAL
    )
    due_days = models.SmallIntegerField(
        _("days after it"), default=0, help_text=_("Less than 0: days before it.")
    )

    objects = TemplatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the journey")
        verbose_name_plural = _("steps of the journey")
        ordering = ["group_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "code"],
                name="trainees_journeystep_once_in_group",
                violation_error_message=_("This group has a step with this code."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(group=None),
                name="trainees_journeystep_once_in_template",
                violation_error_message=_("The template has a step with this code."),
            ),
            models.CheckConstraint(
                name="trainees_journeystep_due_within_a_year",
                condition=Q(due_days__range=(-366, 366)),
                violation_error_message=_("Count at most 366 days."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the active language, else English."""
        return words.pick(self.names)

    def begins_on(self, group: Group) -> date | None:
        """The first day of its phase; None for what may be done at any time."""
        if self.phase == JourneyPhase.BEFORE:
            return None
        if self.phase == JourneyPhase.HOME:
            return group.leaves_on
        if self.phase == JourneyPhase.DEPARTURE:
            return group.leaves_on - PACKING
        return group.arrives_on

    def is_past(self, group: Group) -> bool:
        """Whether it belongs before departure, and they have arrived: other steps come first now."""
        return self.phase == JourneyPhase.BEFORE and group.arrives_on <= timezone.localdate()

    def due_on(self, group: Group) -> date:
        """The day by which it is to be done."""
        start = group.arrives_on if self.due_from == DueFrom.ARRIVAL else group.leaves_on
        return start + timedelta(days=self.due_days)


class StepDoneQuerySet(models.QuerySet["StepDone"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the trainee."""
        return self.filter(trainee__in=Trainee.objects.visible_to(viewer))


class StepDone(models.Model):
    """That a trainee has done a step of their group. Undoing deletes the row; the trail keeps both."""

    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="steps_done")
    step = models.ForeignKey(JourneyStep, on_delete=models.PROTECT, related_name="done")
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("ticked by")
    )

    objects = StepDoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("step done")
        verbose_name_plural = _("steps done")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["trainee", "step"], name="trainees_stepdone_once"),
        ]

    def __str__(self) -> str:
        return f"{self.trainee}: {self.step}"
