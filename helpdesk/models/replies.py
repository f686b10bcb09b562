from string import Formatter
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.models import User, Viewer

from ..enums import Topic

# What a text may name in curly brackets; `tickets/replies.py` fills them in.
VARIABLES = ("first_name", "tutor", "number", "emergency", "office")


def check_variables(text: str) -> None:
    """Raises `ValidationError` for brackets that are not closed or name anything else."""
    try:
        found = list(Formatter().parse(text))
    except ValueError as error:
        words = gettext(
            "A curly bracket is not closed, or stands alone. Write the names like {first_name}."
        )
        raise ValidationError(words, code="brackets") from error
    for _text, name, spec, conversion in found:
        if name is not None and (name not in VARIABLES or spec or conversion):
            raise ValidationError(
                gettext("“{%(name)s}” is not known. These can be filled in: %(known)s."),
                code="unknown",
                params={"name": name, "known": ", ".join(f"{{{each}}}" for each in VARIABLES)},
            )


class ReplyTemplateQuerySet(models.QuerySet["ReplyTemplate"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: all."""
        is_tutor = isinstance(viewer, User) and viewer.is_active and viewer.is_staff
        return self.all() if is_tutor else self.none()


class ReplyTemplate(models.Model):
    """An answer the desk gives again and again, in one language."""

    title = models.CharField(_("title"), max_length=80)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.EN)
    topic = models.CharField(
        _("topic"), max_length=10, choices=Topic, blank=True, help_text=_("Empty: for all topics.")
    )
    text = models.TextField(_("text"), max_length=3000, validators=[check_variables])

    objects = ReplyTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("prepared answer")
        verbose_name_plural = _("prepared answers")
        ordering = ["title", "language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "language"],
                name="helpdesk_replytemplate_once_a_language",
                violation_error_message=_("There is one with this title in this language."),
            ),
            models.CheckConstraint(
                name="helpdesk_replytemplate_says_something",
                condition=~Q(title="") & ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title
