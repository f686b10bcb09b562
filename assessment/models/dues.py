from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from placements.enums import Weekday
from trainees.models import Group

from ..enums import EvaluationKind, EvaluationMoment


class EvaluationPlanQuerySet(models.QuerySet["EvaluationPlan"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: the agency's, and those of the groups they see."""
        if not isinstance(viewer, User) or not viewer.is_active or not viewer.is_staff:
            return self.none()
        return self.filter(Q(group=None) | Q(group__in=Group.objects.visible_to(viewer)))


class EvaluationPlan(models.Model):
    """When evaluations are due from one Monday on: for everybody, or for one group.

    A week is ruled by the newest plan that had begun by its Monday: the group's, else the agency's.
    So weeks that are over keep the dates they had when the plan changes.
    """

    group = models.ForeignKey(
        Group,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evaluation_plans",
        verbose_name=_("group"),
    )
    starts_on = models.DateField(_("holds from"))
    follows_agency = models.BooleanField(_("as the agency's"), default=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = EvaluationPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of evaluations")
        verbose_name_plural = _("plans of evaluations")
        ordering = ["group", "-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "starts_on"], name="assessment_evaluationplan_once_a_group"
            ),
            models.UniqueConstraint(
                fields=["starts_on"],
                condition=Q(group=None),
                name="assessment_evaluationplan_once_for_all",
            ),
            models.CheckConstraint(
                name="assessment_evaluationplan_starts_on_a_monday",
                condition=Q(starts_on__iso_week_day=1),
            ),
            models.CheckConstraint(
                name="assessment_evaluationplan_only_a_group_follows",
                condition=Q(follows_agency=False) | Q(group__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group or _('every group')}, {self.starts_on:%Y-%m-%d}"


class EvaluationDueQuerySet(models.QuerySet["EvaluationDue"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the plan."""
        return self.filter(plan__in=EvaluationPlan.objects.visible_to(viewer))


class EvaluationDue(models.Model):
    """One kind of evaluation at one moment: between two weekdays of its week.

    The one of the start opens on the first day of the placement and has no weekdays.
    """

    plan = models.ForeignKey(EvaluationPlan, on_delete=models.CASCADE, related_name="dues")
    kind = models.CharField(_("by"), max_length=8, choices=EvaluationKind)
    moment = models.CharField(_("moment"), max_length=8, choices=EvaluationMoment)
    first_week = models.PositiveSmallIntegerField(_("from week"), null=True, blank=True)
    every = models.PositiveSmallIntegerField(_("every so many weeks"), null=True, blank=True)
    opens = models.PositiveSmallIntegerField(_("opens on"), choices=Weekday, null=True, blank=True)
    due = models.PositiveSmallIntegerField(_("due on"), choices=Weekday, null=True, blank=True)

    objects = EvaluationDueQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation due")
        verbose_name_plural = _("evaluations due")
        ordering = ["plan", "kind", "moment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "moment"], name="assessment_evaluationdue_once"
            ),
            models.CheckConstraint(
                name="assessment_evaluationdue_weeks_have_a_rhythm",
                # A comparison with nothing would be neither true nor false, and so allowed.
                condition=Q(moment=EvaluationMoment.WEEK, first_week__gte=1, every__gte=1)
                & Q(first_week__isnull=False, every__isnull=False)
                | (~Q(moment=EvaluationMoment.WEEK) & Q(first_week=None, every=None)),
            ),
            models.CheckConstraint(
                name="assessment_evaluationdue_start_has_no_weekdays",
                condition=Q(moment=EvaluationMoment.START, opens=None, due=None)
                | (
                    ~Q(moment=EvaluationMoment.START)
                    & Q(opens__isnull=False, due__isnull=False)
                    & Q(due__lte=6, due__gte=F("opens"))
                ),
                violation_error_message=_("The day it is due is before the day it opens."),
            ),
            models.CheckConstraint(
                name="assessment_evaluationdue_company_begins_with_weeks",
                condition=~Q(kind=EvaluationKind.COMPANY, moment=EvaluationMoment.START),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_moment_display()}"
