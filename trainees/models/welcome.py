import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from imyportal import words

from ..enums import PresentHow
from .groups import Group
from .people import Trainee
from .templated import TemplatedQuerySet, of_groups

ON_TIME = timedelta(minutes=10)  # who comes later than that is late


class WelcomeTopic(models.Model):
    """One point of the agenda of a welcome day. Without a group: of the agency's template."""

    group = models.ForeignKey(
        Group,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="welcome_topics",
        verbose_name=_("group"),
    )
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=20)
    names = models.JSONField(_("names"))  # {"en": …, "it": …}
    step = models.SlugField(
        _("step of the journey"),
        max_length=40,
        blank=True,
        help_text=_("The code of the step that is ticked when a trainee confirms this topic."),
    )

    objects = TemplatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic of the welcome day")
        verbose_name_plural = _("topics of the welcome day")
        ordering = ["group_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "code"],
                name="trainees_welcometopic_once_in_group",
                violation_error_message=_("This group has a topic with this code."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(group=None),
                name="trainees_welcometopic_once_in_template",
                violation_error_message=_("The template has a topic with this code."),
            ),
            models.CheckConstraint(
                name="trainees_welcometopic_fits_a_day",
                condition=Q(minutes__range=(1, 480)),
                violation_error_message=_("Enter 1 to 480 minutes."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the active language, else English."""
        return words.pick(self.names)


class WelcomeDayQuerySet(models.QuerySet["WelcomeDay"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the group; trainees: their own group's."""
        return self.filter(of_groups(viewer))


class WelcomeDay(models.Model):
    """When and where a group is welcomed."""

    group = models.OneToOneField(
        Group, on_delete=models.CASCADE, related_name="welcome_day", verbose_name=_("group")
    )
    starts_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("where"), max_length=200)
    note = models.CharField(_("what to bring or know"), max_length=300, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)  # of the codes on the screen

    objects = WelcomeDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("welcome day")
        verbose_name_plural = _("welcome days")
        ordering = ["-starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="trainees_welcomeday_is_somewhere", condition=~Q(place="")),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"


class OfTraineeQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the trainee."""
        return self.filter(trainee__in=Trainee.objects.visible_to(viewer))


class WelcomePresence(models.Model):
    """Somebody was at the welcome day, or caught up on it. Taking it back deletes the row; the trail keeps both."""

    trainee = models.OneToOneField(
        Trainee, on_delete=models.CASCADE, related_name="welcomed", verbose_name=_("trainee")
    )
    day = models.ForeignKey(WelcomeDay, on_delete=models.PROTECT, related_name="presences")
    how = models.CharField(_("how we know"), max_length=8, choices=PresentHow)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )

    objects = OfTraineeQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence at the welcome day")
        verbose_name_plural = _("presences at welcome days")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_welcomepresence_in_a_known_way",
                condition=Q(how__in=PresentHow.values),
            ),
        ]

    def __str__(self) -> str:
        return str(self.trainee)

    @property
    def minutes_late(self) -> int:
        """0 for who came in time, was ticked by a tutor, or caught up."""
        late = self.at - self.day.starts_at
        is_late = self.how == PresentHow.CODE and late > ON_TIME
        return int(late.total_seconds() // 60) if is_late else 0


class TopicConfirmed(models.Model):
    """A trainee confirmed that they know a topic; never taken back."""

    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="topics_confirmed")
    topic = models.ForeignKey(WelcomeTopic, on_delete=models.PROTECT, related_name="confirmed")
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = OfTraineeQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic confirmed")
        verbose_name_plural = _("topics confirmed")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainee", "topic"], name="trainees_topicconfirmed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee}: {self.topic}"
