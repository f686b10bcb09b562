from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer


class QuietHoursQuerySet(models.QuerySet["QuietHours"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: their own."""
        is_tutor = isinstance(viewer, User) and viewer.is_active and viewer.is_staff
        return self.filter(tutor=viewer) if is_tutor else self.none()


class QuietHours(models.Model):
    """Hours of each day in which a tutor reads no messages; they may go over midnight."""

    tutor = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="+", verbose_name=_("tutor")
    )
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))

    objects = QuietHoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="helpdesk_quiethours_last_some_time",
                condition=~Q(begins=F("ends")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"

    def end_after(self, moment: datetime) -> datetime | None:
        """When the quiet in which `moment` lies ends; None when it lies in none."""
        here = timezone.localtime(moment)
        now = here.time()
        over_midnight = self.ends < self.begins
        is_quiet = (
            now >= self.begins or now < self.ends
            if over_midnight
            else self.begins <= now < self.ends
        )
        if not is_quiet:
            return None
        day = here.date() + timedelta(days=over_midnight and now >= self.begins)
        return timezone.make_aware(datetime.combine(day, self.ends))
