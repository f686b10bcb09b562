import uuid
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from imyportal.db import PeriodsDoNotOverlap

from .accompanying import AccompanyingPerson, OfPerson, OfPersonQuerySet, of_one_person
from .own import M
from .people import Trainee


class HouseQuerySet(models.QuerySet["House"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: all, like companies. Trainees: where they have a bed."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.is_staff:
            return self.all()
        own = BedStay.objects.filter(trainee__user=viewer)
        return self.filter(pk__in=own.values("bed__room__house"))


class House(models.Model):
    """A house or flat in which trainees sleep."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    address = models.CharField(_("address"), max_length=300)
    entrance = models.TextField(
        _("floor, door, keys"),
        max_length=1000,
        blank=True,
        help_text=_("How to get in. Trainees of the house read it."),
    )
    guests_info = models.TextField(
        _("living there"),
        max_length=4000,
        blank=True,
        help_text=_("Wi-fi, rubbish, washing, quiet hours. Trainees of the house read it."),
    )
    owner_name = models.CharField(_("owner"), max_length=200, blank=True)
    owner_phone = models.CharField(_("owner’s phone"), max_length=40, blank=True)
    owner_email = models.EmailField(_("owner’s e-mail address"), blank=True)
    licence = models.CharField(
        _("licence"), max_length=60, blank=True, help_text=_("As the municipality numbers it.")
    )
    flat_code = models.CharField(
        _("flat code of the police"),
        max_length=6,
        blank=True,
        help_text=_(
            "Six characters, only where several flats are declared under one access to the portal"
            " of the police. Empty: lines of 168 characters."
        ),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = HouseQuerySet.as_manager()

    class Meta:
        verbose_name = _("house")
        verbose_name_plural = _("houses")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_house_flat_code_has_six",
                condition=Q(flat_code="") | Q(flat_code__regex=r"^[A-Z0-9]{6}$"),
                violation_error_message=_(
                    "The flat code has six capital letters or digits, or is empty."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:trainees_house_change", args=[self.pk])


class OfHouseQuerySet(models.QuerySet[M]):
    path = "house"

    def visible_to(self, viewer: Viewer) -> Self:
        """With the house."""
        return self.filter(**{f"{self.path}__in": House.objects.visible_to(viewer)})


class RoomQuerySet(OfHouseQuerySet["Room"]):
    pass


class Room(models.Model):
    """A room of a house."""

    house = models.ForeignKey(
        House, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("house")
    )
    name = models.CharField(_("name"), max_length=60)
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("Such as: first floor, own bathroom.")
    )

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["house__name", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["house", "name"],
                name="trainees_room_once_in_house",
                violation_error_message=_("This house has a room of this name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.house}, {self.name}"


class BedQuerySet(OfHouseQuerySet["Bed"]):
    path = "room__house"

    def free(self, first_night: date, last_night: date) -> Self:
        """Beds of houses in use in which nobody sleeps on any of these nights."""
        taken = BedStay.objects.touching(first_night, last_night)
        return self.filter(room__house__is_active=True).exclude(pk__in=taken.values("bed"))


class Bed(models.Model):
    """One bed. A row of its own, so that the database itself refuses two people in it."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="beds")
    number = models.PositiveSmallIntegerField(_("number"))

    objects = BedQuerySet.as_manager()

    class Meta:
        verbose_name = _("bed")
        verbose_name_plural = _("beds")
        ordering = ["room__house__name", "room__name", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="trainees_bed_once_in_room"),
        ]

    def __str__(self) -> str:
        # Translators: like «Casa Verdi, Room 2, bed 1»
        return str(_("%(room)s, bed %(number)d") % {"room": self.room, "number": self.number})


class BedStayQuerySet(OfPersonQuerySet["BedStay"]):
    def on(self, night: date) -> Self:
        """Those who sleep there in the night that begins on this day."""
        return self.touching(night, night)

    def touching(self, first_night: date, last_night: date) -> Self:
        """Those with any of these nights."""
        return self.filter(first_night__lte=last_night, last_night__gte=first_night)


class BedStay(OfPerson):
    """Somebody sleeps in a bed on these nights, the last one included; they leave on the day after it."""

    bed = models.ForeignKey(
        Bed, on_delete=models.PROTECT, related_name="stays", verbose_name=_("bed")
    )
    trainee = models.ForeignKey(
        Trainee,
        on_delete=models.PROTECT,
        null=True,
        related_name="bed_stays",
        verbose_name=_("trainee"),
    )
    accompanying = models.ForeignKey(
        AccompanyingPerson,
        on_delete=models.PROTECT,
        null=True,
        related_name="bed_stays",
        verbose_name=_("accompanying person"),
    )
    first_night = models.DateField(_("first night"))
    last_night = models.DateField(_("last night"))
    # What was warned of and done all the same: keys of `houses.concerns`, by spaces.
    despite = models.CharField(_("despite"), max_length=60, blank=True)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written"), default=timezone.now)

    objects = BedStayQuerySet.as_manager()

    class Meta:
        verbose_name = _("nights in a bed")
        verbose_name_plural = _("nights in beds")
        ordering = ["first_night", "pk"]
        indexes = [models.Index(fields=["last_night", "first_night"], name="trainees_bedstay_when")]
        constraints = [
            models.CheckConstraint(
                name="trainees_bedstay_last_after_first",
                condition=Q(last_night__gte=F("first_night")),
                violation_error_message=_("The last night is before the first night."),
            ),
            models.CheckConstraint(
                name="trainees_bedstay_of_one_person", condition=of_one_person()
            ),
            PeriodsDoNotOverlap(
                name="trainees_bedstay_one_in_a_bed",
                who="bed",
                start="first_night",
                end="last_night",
                condition=Q(last_night__gte=F("first_night")),
                violation_error_message=_(
                    "Somebody else has this bed on one of these nights. Choose another bed."
                ),
            ),
            PeriodsDoNotOverlap(
                name="trainees_bedstay_one_bed_at_a_time",
                who="trainee",
                start="first_night",
                end="last_night",
                condition=Q(last_night__gte=F("first_night")),
                violation_error_message=_(
                    "This person has another bed on one of these nights already."
                ),
            ),
            PeriodsDoNotOverlap(
                name="trainees_bedstay_accompanying_one_bed_at_a_time",
                who="accompanying",
                start="first_night",
                end="last_night",
                condition=Q(last_night__gte=F("first_night")),
                violation_error_message=_(
                    "This person has another bed on one of these nights already."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.first_night}–{self.leaves_on}"

    @property
    def leaves_on(self) -> date:
        """The day after the last night."""
        return self.last_night + timedelta(days=1)
