from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from imyportal import words

from .objectives import Objective


class WrittenModelQuerySet(models.QuerySet["WrittenModel"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody who came in: what good work looks like is no secret."""
        return self.filter(objective__in=Objective.objects.visible_to(viewer))

    def current(self) -> Self:
        """The versions that are shown now."""
        return self.filter(is_current=True)


class WrittenModel(models.Model):
    """What good work looks like, in words: trainees hold their own against it.

    A version is never rewritten: scores may have been given beside it. Another wording is another one.
    """

    objective = models.ForeignKey(
        Objective,
        on_delete=models.PROTECT,
        related_name="written_models",
        verbose_name=_("objective"),
    )
    field = models.CharField(
        _("field"), max_length=120, blank=True, help_text=_("Empty: every field.")
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    texts = models.JSONField(_("text"))  # {"en": …, "it": …}
    is_current = models.BooleanField(_("in use"), default=True)
    made_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("by"),
    )

    objects = WrittenModelQuerySet.as_manager()

    class Meta:
        verbose_name = _("written model")
        verbose_name_plural = _("written models")
        ordering = ["objective", "field", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(
                "objective", Lower("field"), "version", name="assessment_writtenmodel_version_once"
            ),
            models.UniqueConstraint(
                "objective",
                Lower("field"),
                condition=Q(is_current=True),
                name="assessment_writtenmodel_one_in_use",
                violation_error_message=_("Another version is in use already."),
            ),
        ]

    def __str__(self) -> str:
        of = f"{self.objective} ({self.field})" if self.field else str(self.objective)
        return f"{of}, {self.version}"

    @property
    def text(self) -> str:
        """In the active language, else English."""
        return words.pick(self.texts)
