from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from imyportal import words

from .sets import came_in


class EscoSkillQuerySet(models.QuerySet["EscoSkill"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody who came in: it is a public vocabulary."""
        return self.all() if came_in(viewer) else self.none()


class EscoSkill(models.Model):
    """A concept of the skills pillar of ESCO, the European classification of skills and occupations."""

    uri = models.URLField(_("address"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)  # `skillType` of ESCO
    reuse = models.CharField(_("reuse level"), max_length=40, blank=True)  # `reuseLevel`
    names = models.JSONField(_("names"), default=dict)  # {"en": …}
    others = models.JSONField(_("other names"), default=dict)  # {"en": [ …, … ]}
    # Every name in small letters, what a search looks through.
    spelled = models.TextField(editable=False, blank=True)

    objects = EscoSkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("ESCO skill")
        verbose_name_plural = _("ESCO skills")
        ordering = ["uri", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the active language, else English, else any."""
        return words.any_of(self.names) or self.uri
