from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from placements.models import Placement

from ..enums import ComparedWith, EvaluationKind, EvaluationMoment
from .objectives import Indicator, Objective
from .written import WrittenModel


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the placement; a company tutor sees only the company's own."""
        seen = self.filter(placement__in=Placement.objects.visible_to(viewer))
        if isinstance(viewer, AccessLink):
            return seen.filter(kind=EvaluationKind.COMPANY)
        return seen

    def counted(self) -> Self:
        """Without those that another trainee has not confirmed."""
        return self.exclude(kind=EvaluationKind.PEER, confirmed_at=None)


class Evaluation(models.Model):
    """What one observer saw at one moment of a placement."""

    placement = models.ForeignKey(
        Placement,
        on_delete=models.PROTECT,
        related_name="evaluations",
        verbose_name=_("placement"),
    )
    kind = models.CharField(_("by"), max_length=8, choices=EvaluationKind)
    moment = models.CharField(_("moment"), max_length=8, choices=EvaluationMoment)
    monday = models.DateField(_("week of"))
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    given_by = models.CharField(_("name"), max_length=200)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(AccessLink, on_delete=models.PROTECT, null=True, related_name="+")
    comment = models.TextField(_("comment"), blank=True)
    # Of a colleague: what they are at the company or the agency.
    role = models.CharField(_("role"), max_length=120, blank=True, default="", db_default="")
    compared_with = models.CharField(
        _("compared with"),
        max_length=10,
        choices=ComparedWith,
        blank=True,
        default="",
        db_default="",
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    # ["i7", "o3", …]: what was left out for this learner when it was first given. Triggers keep it, and
    # see to it that there is no score of it.
    not_asked = models.JSONField(_("not asked"), null=True, editable=False)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "kind", "moment", "monday"],
                condition=~Q(kind=EvaluationKind.COLLEAGUE),
                name="assessment_evaluation_once",
                violation_error_message=_("This evaluation was already given."),
            ),
            models.UniqueConstraint(
                *("placement", "moment", "monday", Lower("given_by")),
                condition=Q(kind=EvaluationKind.COLLEAGUE),
                name="assessment_evaluation_once_a_colleague",
                violation_error_message=_("This evaluation was already given."),
            ),
            models.CheckConstraint(
                name="assessment_evaluation_week_starts_on_a_monday",
                condition=Q(monday__iso_week_day=1),
            ),
            models.CheckConstraint(
                name="assessment_evaluation_colleague_has_name_and_role",
                condition=~Q(kind=EvaluationKind.COLLEAGUE) | (~Q(role="") & ~Q(given_by="")),
                violation_error_message=_("Say who the colleague is, and what they do."),
            ),
            models.CheckConstraint(
                name="assessment_evaluation_comparison_says_with_whom",
                condition=(Q(kind=EvaluationKind.COMPARE) & ~Q(compared_with=""))
                | (~Q(kind=EvaluationKind.COMPARE) & Q(compared_with="")),
            ),
            models.CheckConstraint(
                name="assessment_evaluation_only_a_peers_is_confirmed",
                condition=Q(confirmed_at=None) | Q(kind=EvaluationKind.PEER),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement.trainee}, {self.get_kind_display()}, {self.monday:%Y-%m-%d}"

    @property
    def left_out(self) -> frozenset[str]:
        """By `key` of the objective or indicator."""
        return frozenset(self.not_asked or ())

    @property
    def is_waiting(self) -> bool:
        """Another trainee has not confirmed it, and so it does not count."""
        return self.kind == EvaluationKind.PEER and self.confirmed_at is None


class ScoreQuerySet(models.QuerySet["Score"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the evaluation."""
        return self.filter(evaluation__in=Evaluation.objects.visible_to(viewer))

    def observed(self) -> Self:
        """Without those that say *not observed*."""
        return self.filter(value__isnull=False)


class Score(models.Model):
    """0 (least) to 100 (greatest), of an indicator or of an objective as a whole.

    No value means *not observed*, which is not 0.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="scores")
    objective = models.ForeignKey(
        Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="scores"
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="scores"
    )
    value = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    # The text that stood beside the scale, in the version the trainee read.
    model = models.ForeignKey(
        WrittenModel, on_delete=models.PROTECT, null=True, blank=True, related_name="scores"
    )

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="assessment_score_between_0_and_100",
                condition=Q(value=None) | Q(value__range=(0, 100)),
                violation_error_message=_("A score is a whole number from 0 to 100."),
            ),
            models.CheckConstraint(
                name="assessment_score_of_objective_or_indicator",
                condition=Q(objective=None, indicator__isnull=False)
                | Q(objective__isnull=False, indicator=None),
            ),
            models.CheckConstraint(
                name="assessment_score_model_is_of_an_objective",
                condition=Q(model=None) | Q(objective__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["evaluation", "indicator"],
                name="assessment_score_once_per_indicator",
            ),
            models.UniqueConstraint(
                fields=["evaluation", "objective"],
                name="assessment_score_once_per_objective",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objective or self.indicator}: {'–' if self.value is None else self.value}"
