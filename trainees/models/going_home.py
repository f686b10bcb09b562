from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Purpose
from accounts.models import AccessLink, User, Viewer
from imyportal.work import Claimable, ClaimableQuerySet

from ..enums import HomeOutcome, HomeSaid, HomeStep
from .people import Trainee


class WayHomeQuerySet(models.QuerySet["WayHome"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the trainee; one's own, to who came in by the link in the mail."""
        if isinstance(viewer, AccessLink):
            is_theirs = viewer.is_live and viewer.purpose == Purpose.HOME
            return self.filter(pk=viewer.holder_id if is_theirs else None)
        return self.filter(trainee__in=Trainee.objects.visible_to(viewer))

    def on_the_way(self) -> Self:
        """Those who are not known to be home, gone or not."""
        return self.filter(home_at=None)


class WayHome(models.Model):
    """How one trainee goes home, and since when they are there. It holds their link to say so.

    Day and moment follow the group, unless the trainee has their own.
    """

    trainee = models.OneToOneField(
        Trainee, on_delete=models.CASCADE, related_name="way_home", verbose_name=_("trainee")
    )
    leaves_on = models.DateField(_("leaves on"))
    home_by = models.DateTimeField(_("expected home by"))
    is_own = models.BooleanField(_("other than the group"), default=False)
    note = models.CharField(_("how"), max_length=300, blank=True)

    home_at = models.DateTimeField(_("known to be home since"), null=True)
    said_how = models.CharField(_("how we know"), max_length=8, choices=HomeSaid, blank=True)
    said_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    said_link = models.ForeignKey(AccessLink, on_delete=models.PROTECT, null=True, related_name="+")

    objects = WayHomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("way home")
        verbose_name_plural = _("ways home")
        ordering = ["home_by", "pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_wayhome_said_by_somebody",
                condition=Q(home_at=None, said_how="", said_by=None, said_link=None)
                | Q(home_at__isnull=False, said_how=HomeSaid.LINK, said_link__isnull=False)
                & Q(said_by=None)
                | Q(home_at__isnull=False, said_how__in=[HomeSaid.ACCOUNT, HomeSaid.PHONE])
                & Q(said_by__isnull=False, said_link=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["home_by"], condition=Q(home_at=None), name="trainees_wayhome_open"
            ),
        ]

    def __str__(self) -> str:
        return str(self.trainee)

    # What a link and a mail ask of who holds it.

    @property
    def email(self) -> str:
        return self.trainee.email

    @property
    def language(self) -> str:
        """As the trainee reads the portal, else as their list says."""
        user = self.trainee.user
        return user.language if user else self.trainee.language

    @property
    def first_name(self) -> str:
        return self.trainee.first_name

    @property
    def is_active(self) -> bool:
        """The link works as long as there is a way home to speak of."""
        return True


class HomeReminderQuerySet(ClaimableQuerySet["HomeReminder"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the trainee, to agency tutors."""
        if not isinstance(viewer, User) or not viewer.is_staff:
            return self.none()
        return self.filter(way__in=WayHome.objects.visible_to(viewer))


class HomeReminder(Claimable):
    """One step about one way home, for one moment at which somebody is expected: never twice."""

    way = models.ForeignKey(WayHome, on_delete=models.CASCADE, related_name="reminders")
    step = models.PositiveSmallIntegerField(_("step"), choices=HomeStep)
    home_by = models.DateTimeField(_("expected home by"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=HomeOutcome, blank=True)

    objects = HomeReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("step about a way home")
        verbose_name_plural = _("steps about ways home")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["way", "step", "home_by"], name="trainees_homereminder_once"
            ),
            models.CheckConstraint(
                name="trainees_homereminder_done_with_an_outcome",
                condition=Q(done_at=None, outcome="") | (Q(done_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.way}"

    @property
    def useful_until(self) -> datetime:
        """Afterwards the step is left out: the next one, or the board, says it."""
        if self.step == HomeStep.ASK:
            return self.home_by
        return self.home_by + timedelta(days=self.step)
