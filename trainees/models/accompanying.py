import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language, Purpose
from accounts.models import AccessLink, User, Viewer

from ..enums import Sex
from .groups import Group
from .own import M, OwnQuerySet
from .people import Trainee
from .templated import of_groups

LINK_DAYS = timedelta(days=7)  # after their last day, to see everybody home


class AccompanyingPersonQuerySet(models.QuerySet["AccompanyingPerson"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the group; trainees: their own group's; oneself, to who came in by the link in the mail."""
        if isinstance(viewer, AccessLink):
            is_own = viewer.purpose == Purpose.ACCOMPANYING
            return self.filter(pk=viewer.holder_id if is_own else None)
        return self.filter(of_groups(viewer))

    def reachable_on(self, day: date) -> Self:
        """Those whose link works on `day`."""
        return self.filter(leaves_on__gte=day - LINK_DAYS)


class AccompanyingPerson(models.Model):
    """An adult who comes with a group of minors: a teacher of their school, normally. They have no account."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, related_name="accompanying", verbose_name=_("group")
    )
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    email = models.EmailField(_("e-mail address"), blank=True)  # empty only once it was forgotten
    phone = models.CharField(_("phone"), max_length=16, blank=True)  # E.164, like +49231123456
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.EN)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    arrives_on = models.DateField(_("arrives on"))
    leaves_on = models.DateField(_("leaves on"))
    wants_news = models.BooleanField(_("news by e-mail"), default=True)
    entered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    entered_at = models.DateTimeField(_("written"), default=timezone.now)

    objects = AccompanyingPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("accompanying person")
        verbose_name_plural = _("accompanying persons")
        ordering = ["arrives_on", "last_name", "first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "email"],
                name="trainees_accompanyingperson_once",
                condition=~Q(email=""),
                violation_error_message=_("Somebody with this e-mail address is there already."),
            ),
            models.CheckConstraint(
                name="trainees_accompanyingperson_leaves_after_arriving",
                condition=Q(leaves_on__gte=F("arrives_on")),
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                name="trainees_accompanyingperson_is_somebody",
                condition=~Q(first_name="")
                & ~Q(last_name="")
                & Q(email=Lower("email"))
                & (Q(phone="") | Q(phone__regex=r"^\+[0-9]{6,15}$")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:trainees_accompanying_person", args=[self.pk])

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def stay(self) -> tuple[date, date]:
        """First and last day."""
        return self.arrives_on, self.leaves_on

    def is_minor_on(self, day: date) -> bool:
        """Never: who looks after minors is of age."""
        return False

    @property
    def link_until(self) -> date:
        """The last day on which their link works."""
        return self.leaves_on + LINK_DAYS

    @property
    def is_active(self) -> bool:
        """Whether their link works."""
        return timezone.localdate() <= self.link_until


# --- Who sleeps in a house: one of two kinds -----------------------------------------------------

Person = Trainee | AccompanyingPerson


def whose(person: Person) -> dict[str, Any]:
    """The condition, and the values, by which rows of houses and of the police are this person's."""
    return {"trainee": person} if isinstance(person, Trainee) else {"accompanying": person}


def of_people(people: Iterable[Person]) -> Q:
    """The condition that a row is of one of these."""
    trainees: list[int] = []
    others: list[int] = []
    for each in people:
        (trainees if isinstance(each, Trainee) else others).append(each.pk)
    return Q(trainee__in=trainees) | Q(accompanying__in=others)


def of_one_person() -> Q:
    """The condition on a row that it is a trainee's, or of an accompanying person, and never of both."""
    return Q(trainee__isnull=False, accompanying=None) | Q(trainee=None, accompanying__isnull=False)


class OfPerson(models.Model):
    """A row that is a trainee's, or of an accompanying person."""

    class Meta:
        abstract = True

    @property
    def person(self) -> Person:
        """Whose it is."""
        row: Any = self
        found: Person = row.trainee if row.accompanying is None else row.accompanying
        return found


class OfPersonQuerySet(OwnQuerySet[M]):
    """Of rows with `trainee` or `accompanying`."""

    def visible_to(self, viewer: Viewer) -> Self:
        """With the person to agency tutors; one's own."""
        if isinstance(viewer, AccessLink) or (isinstance(viewer, User) and viewer.is_staff):
            return self.filter(
                Q(trainee__in=Trainee.objects.visible_to(viewer))
                | Q(accompanying__in=AccompanyingPerson.objects.visible_to(viewer))
            )
        return super().visible_to(viewer)

    def of(self, person: Person) -> Self:
        """Of this person."""
        return self.filter(**whose(person))
