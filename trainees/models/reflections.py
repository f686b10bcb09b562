"""Questions on health and safety, a trainee's answers on arrival, and what the tutor says to them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer

from .people import Trainee
from .publications import Edition, OfAnEdition


class EditionQuestion(models.Model):
    """One question about an edition's contents: open, or a check with one right answer."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("question"), max_length=300)
    # One choice a line; none for an open question.
    choices = models.TextField(_("choices"), blank=True)
    right = models.PositiveSmallIntegerField(_("right choice"), null=True, blank=True)  # from 0 on
    note = models.CharField(
        _("what is right, and why"),
        max_length=500,
        blank=True,
        help_text=_("Shown once the answers are sent."),
    )

    objects = OfAnEdition.as_manager()

    class Meta:
        verbose_name = _("question on health and safety")
        verbose_name_plural = _("questions on health and safety")
        ordering = ["edition_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_editionquestion_check_has_a_right_choice",
                condition=Q(choices="", right=None) | (~Q(choices="") & Q(right__isnull=False)),
                violation_error_message=_("Mark the right choice with a * before it."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def options(self) -> list[str]:
        """The choices in their order; empty for an open question."""
        return self.choices.splitlines()


def _trainees_of(viewer: Viewer) -> models.QuerySet[Trainee]:
    """Oneself, one's trainees (agency tutor); not a school's."""
    seen = Trainee.objects.visible_to(viewer)
    if isinstance(viewer, User) and not viewer.is_staff:
        return seen.filter(user=viewer)
    return seen


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """To the trainee; to agency tutors once it is sent. Not to schools."""
        mine = self.filter(trainee__in=_trainees_of(viewer))
        return mine.sent() if isinstance(viewer, User) and viewer.is_staff else mine

    def sent(self) -> Self:
        return self.filter(sent_at__isnull=False)


class Reflection(models.Model):
    """What a trainee answered on arrival to the questions of one guidebook: draft, sent, read."""

    trainee = models.OneToOneField(Trainee, on_delete=models.CASCADE, related_name="reflection")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="reflections")
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)
    read_at = models.DateTimeField(_("read"), null=True)
    read_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("read by")
    )

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("answers on health and safety")
        verbose_name_plural = _("answers on health and safety")
        ordering = ["begun_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_reflection_read_after_sent",
                condition=Q(read_at=None, read_by=None)
                | Q(read_at__isnull=False, read_by__isnull=False, sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.trainee)

    def get_absolute_url(self) -> str:
        return reverse("admin:trainees_reflection_read", args=[self.pk])


class ReflectionAnswerQuerySet(models.QuerySet["ReflectionAnswer"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the reflection."""
        return self.filter(reflection__in=Reflection.objects.visible_to(viewer))


class ReflectionAnswer(models.Model):
    """The answer to one question, and the tutor's word on it. Sent, the answer never changes."""

    reflection = models.ForeignKey(Reflection, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(EditionQuestion, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(_("answer"), blank=True)
    choice = models.PositiveSmallIntegerField(_("choice"), null=True)  # from 0 on
    is_unclear = models.BooleanField(_("not clear to me"), default=False)
    reply = models.TextField(_("reply"), blank=True)
    is_topic = models.BooleanField(_("talk over on the welcome day"), default=False)
    talked_at = models.DateTimeField(_("talked over"), null=True)
    talked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("talked by")
    )

    objects = ReflectionAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer on health and safety")
        verbose_name_plural = _("single answers on health and safety")
        ordering = ["question__position", "question_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reflection", "question"], name="trainees_reflectionanswer_once"
            ),
            models.CheckConstraint(
                name="trainees_reflectionanswer_talked_over_topics_only",
                condition=Q(talked_at=None, talked_by=None)
                | Q(talked_at__isnull=False, talked_by__isnull=False, is_topic=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reflection}: {self.question}"

    @property
    def is_wrong(self) -> bool:
        """Chosen another than the right one."""
        return self.choice is not None and self.choice != self.question.right

    @property
    def chosen(self) -> str:
        """The choice in its words; empty without one."""
        options = self.question.options
        return (
            options[self.choice] if self.choice is not None and self.choice < len(options) else ""
        )
