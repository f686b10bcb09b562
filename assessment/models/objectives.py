from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from imyportal import words

from .sets import ObjectiveSet


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the set."""
        return self.filter(set__in=ObjectiveSet.objects.visible_to(viewer))


class Objective(models.Model):
    """A learning outcome that is observed during the placement."""

    set = models.ForeignKey(ObjectiveSet, on_delete=models.PROTECT, related_name="objectives")
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    names = models.JSONField(_("names"))  # {"en": …, "it": …}
    # [{"uri": …, "names": {"en": …}}, …] as the skills were called when they were linked
    skills = models.JSONField(
        _("ESCO skills"), default=list, db_default=models.Value([], models.JSONField())
    )

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["set_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["set", "code"], name="assessment_objective_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Its name where objectives and indicators stand side by side: fields, changes, `not_asked`."""
        return f"o{self.pk}"

    @property
    def name(self) -> str:
        """In the active language, else English, else any."""
        return words.any_of(self.names)

    @property
    def esco_uris(self) -> list[str]:
        """Addresses of the ESCO concepts it is aligned with; usually none to three."""
        return [each["uri"] for each in self.skills]


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the set."""
        return self.filter(objective__in=Objective.objects.visible_to(viewer))


class Indicator(models.Model):
    """Something one can see a person do, by which an objective is observed."""

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="indicators")
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    names = models.JSONField(_("names"))  # {"en": …}
    questions = models.JSONField(_("in the first person"), default=dict)  # {"en": "I …"}
    behaviours = models.JSONField(_("behaviours"), default=dict)  # {"0": {"en": …}, "20": …}
    can_be_missing = models.BooleanField(
        _("may not occur in the work"),
        default=False,
        help_text=_("Offers «not used in my work» beside the scale."),
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["objective_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["objective", "code"], name="assessment_indicator_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """As of an objective."""
        return f"i{self.pk}"

    @property
    def name(self) -> str:
        """In the active language, else English, else any."""
        return words.any_of(self.names)

    @property
    def question(self) -> str:
        """As the trainee reads it, in the active language, else English."""
        return words.pick(self.questions) or self.name

    @property
    def steps(self) -> list[tuple[int, str]]:
        """What one sees at 0, 20 … 100, in the active language, else English, else any."""
        return [
            (int(at), words.any_of(self.behaviours[at])) for at in sorted(self.behaviours, key=int)
        ]
