from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from imyportal import words

from ..enums import SetKind


def _known(viewer: Viewer) -> bool:
    """What is measured is no secret to anyone who came in."""
    if isinstance(viewer, AccessLink):
        return viewer.is_live
    return isinstance(viewer, User) and viewer.is_active


class ObjectiveSetQuerySet(models.QuerySet["ObjectiveSet"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody who came in."""
        return self.all() if _known(viewer) else self.none()

    def current(self) -> Self:
        """The sets new evaluations use."""
        return self.filter(is_current=True)


class ObjectiveSet(models.Model):
    """A version of the objectives that are observed. Standard ones hold for every placement."""

    kind = models.CharField(_("kind"), max_length=10, choices=SetKind, default=SetKind.STANDARD)
    version = models.PositiveIntegerField(_("version"), default=1)
    is_current = models.BooleanField(_("in use"), default=True)

    objects = ObjectiveSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of objectives")
        verbose_name_plural = _("sets of objectives")
        ordering = ["kind", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "version"], name="assessment_objectiveset_version_once"
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(is_current=True, kind=SetKind.STANDARD),
                name="assessment_objectiveset_one_standard_in_use",
                violation_error_message=_("There is another standard set in use."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody who came in."""
        return self.all() if _known(viewer) else self.none()


class Objective(models.Model):
    """A learning outcome that is observed during the placement."""

    set = models.ForeignKey(ObjectiveSet, on_delete=models.PROTECT, related_name="objectives")
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    names = models.JSONField(_("names"))  # {"en": …, "it": …}

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["set", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["set", "code"], name="assessment_objective_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the active language, else English."""
        return words.pick(self.names)


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody who came in."""
        return self.all() if _known(viewer) else self.none()


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
        ordering = ["objective", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["objective", "code"], name="assessment_indicator_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the active language, else English."""
        return words.pick(self.names)

    @property
    def question(self) -> str:
        """As the trainee reads it, in the active language, else English."""
        return words.pick(self.questions) or self.name

    @property
    def steps(self) -> list[tuple[int, str]]:
        """What one sees at 0, 20 … 100, in the active language, else English."""
        return [
            (int(at), words.pick(self.behaviours[at])) for at in sorted(self.behaviours, key=int)
        ]
