"""When the office is open; `imyportal.opening` reads it."""

from time import monotonic
from typing import Any, Self, TypeVar

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=models.Model)


class LastRead:
    """What these rows said when this process last read them, for half a minute: nearly every page asks.

    A change in this process counts at once, one of another process within that time.
    """

    SECONDS = 30

    def __init__(self) -> None:
        self._said: Any = None
        self._until = 0.0

    def get(self) -> Any:
        """None when it is too old."""
        return self._said if monotonic() < self._until else None

    def put(self, said: Any) -> None:
        self._said, self._until = said, monotonic() + self.SECONDS

    def forget(self) -> None:
        self._until = 0.0


last_read = LastRead()


class _Read(models.Model):
    """A row of the opening hours: whoever changes one reads all anew."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        last_read.forget()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        gone = super().delete(*args, **kwargs)
        last_read.forget()
        return gone


class OfficeQuerySet(models.QuerySet[Row]):
    def visible_to(self, viewer: Any) -> Self:
        """All of it for who works here. What it comes to stands on public pages."""
        if isinstance(viewer, get_user_model()) and viewer.is_active and viewer.is_staff:
            return self.all()
        return self.none()

    def delete(self) -> tuple[int, dict[str, int]]:
        gone = super().delete()
        last_read.forget()
        return gone


class Office(_Read):
    """Where the agency is, for the sake of its public holidays: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    country = models.CharField(
        _("public holidays of"), max_length=2, blank=True, help_text=_("Empty: none are kept.")
    )
    subdivision = models.CharField(
        _("part of the country"),
        max_length=20,
        blank=True,
        help_text=_("For local holidays. PT in Italy is the province of Pistoia: 25 July."),
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="imyportal_office_is_one", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return str(_("Opening hours"))


class OpeningSpan(_Read):
    """From when to when somebody is there on a day of the week; a day may have several."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, default=1, related_name="spans")
    weekday = models.PositiveSmallIntegerField(  # as `date.weekday()`
        _("day"), choices=[(number, name) for number, name in WEEKDAYS.items()]
    )
    opens_at = models.TimeField(_("from"))
    closes_at = models.TimeField(_("until"))

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening time")
        verbose_name_plural = _("opening times")
        ordering = ["weekday", "opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="imyportal_openingspan_is_a_day_of_the_week",
                condition=Q(weekday__range=(0, 6)),
            ),
            models.CheckConstraint(
                name="imyportal_openingspan_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("The office closes before it opens."),
            ),
        ]

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday]} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"


class Closure(_Read):
    """Days on which nobody is there although the week would have the office open."""

    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = models.CharField(
        _("reason"), max_length=100, help_text=_("Trainees read it: “Summer holidays”.")
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["-first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="imyportal_closure_ends_after_it_begins",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(name="imyportal_closure_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%d.%m.%Y}–{self.last_day:%d.%m.%Y} {self.reason}"
