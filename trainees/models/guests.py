from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from imyportal import vault
from imyportal.models import StoredFile

from ..enums import PoliceCodeKind
from .accompanying import AccompanyingPerson, OfPerson, OfPersonQuerySet, of_one_person
from .groups import Group
from .houses import House
from .people import Trainee

KEPT_YEARS = 5  # receipts of the police, after they came; the retention rule may say more


class PoliceCodeQuerySet(models.QuerySet["PoliceCode"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody with an account: these tables are public."""
        return self.all() if isinstance(viewer, User) and viewer.is_active else self.none()


class PoliceCode(models.Model):
    """A line of the police's own tables of states, municipalities and documents; `import_police_codes` brings them."""

    kind = models.CharField(_("table"), max_length=8, choices=PoliceCodeKind)
    code = models.CharField(_("code"), max_length=9)
    name = models.CharField(_("name"), max_length=120)  # in Italian capitals
    province = models.CharField(_("province"), max_length=2, blank=True)
    ended_on = models.DateField(_("until"), null=True)  # of what is no more, where people were born

    objects = PoliceCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code of the police")
        verbose_name_plural = _("codes of the police")
        ordering = ["kind", "name", "pk"]
        indexes = [models.Index(fields=["kind", "name"], name="trainees_policecode_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="trainees_policecode_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.province})" if self.is_place else self.name

    @property
    def is_place(self) -> bool:
        """A municipality, told from others of its name by the province."""
        return self.kind == PoliceCodeKind.PLACE


class GuestFileQuerySet(models.QuerySet["GuestFile"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors who see one of its people; coordinators: all."""
        if not isinstance(viewer, User) or not (viewer.is_active and viewer.is_staff):
            return self.none()
        if viewer.has_perm("trainees.view_all_trainees"):
            return self.all()
        seen = GuestEntry.objects.visible_to(viewer)
        return self.filter(pk__in=seen.values("file"))

    def all_seen_by(self, viewer: Viewer) -> Self:
        """Those of which `viewer` may see everybody, and so may have all lines."""
        unseen = GuestEntry.objects.exclude(pk__in=GuestEntry.objects.visible_to(viewer))
        return self.visible_to(viewer).exclude(pk__in=unseen.values("file"))


class GuestFile(models.Model):
    """Who of a group arrives in a house on a day, as the police is told; what was sent is not kept, its receipt is."""

    house = models.ForeignKey(
        House, on_delete=models.PROTECT, related_name="guest_files", verbose_name=_("house")
    )
    # None only in files of several groups that were receipted before each had its own.
    group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        null=True,
        related_name="guest_files",
        verbose_name=_("group"),
    )
    arrives_on = models.DateField(_("arrival"))
    arrived_at = models.DateTimeField(_("arrived"))  # until somebody knows: at the usual hour
    due_at = models.DateTimeField(_("due"))
    made_at = models.DateTimeField(_("last downloaded"), null=True)
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    sha256 = models.CharField(max_length=64, blank=True)  # of what was downloaded last
    receipt = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    receipted_at = models.DateTimeField(_("receipt filed"), null=True)
    receipted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("filed by")
    )

    objects = GuestFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("guest file of the police")
        verbose_name_plural = _("guest files of the police")
        ordering = ["-arrives_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["house", "group", "arrives_on"],
                name="trainees_guestfile_one_open_a_group",
                condition=Q(receipted_at=None),
            ),
            models.CheckConstraint(
                name="trainees_guestfile_receipted_by_somebody",
                condition=Q(receipted_at=None, receipt=None, receipted_by=None)
                | Q(
                    receipted_at__isnull=False,
                    receipt__isnull=False,
                    receipted_by__isnull=False,
                    made_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        day = date_format(self.arrives_on, "j F Y")
        return ", ".join(str(each) for each in (self.house, self.group, day) if each)

    def get_absolute_url(self) -> str:
        return reverse("admin:trainees_guestfile_sheet", args=[self.pk])

    @property
    def kept_until(self) -> date | None:
        """The day until which its receipt must be kept."""
        if self.receipted_at is None:
            return None
        day = timezone.localdate(self.receipted_at)
        try:
            return day.replace(year=day.year + KEPT_YEARS)
        except ValueError:  # 29 February
            return day.replace(year=day.year + KEPT_YEARS, month=3, day=1)

    def is_late(self, now: datetime) -> bool:
        """Not receipted, and its hours have passed."""
        return self.receipted_at is None and now > self.due_at


class GuestEntryQuerySet(OfPersonQuerySet["GuestEntry"]):
    def open(self) -> Self:
        """Those for whose file no receipt has come."""
        return self.filter(file__receipted_at=None)


class GuestEntry(OfPerson):
    """One person of a guest file, with the nights that are declared; who they are lies in `GuestIdentity`."""

    file = models.ForeignKey(GuestFile, on_delete=models.CASCADE, related_name="entries")
    trainee = models.ForeignKey(
        Trainee,
        on_delete=models.PROTECT,
        null=True,
        related_name="guest_entries",
        verbose_name=_("trainee"),
    )
    accompanying = models.ForeignKey(
        AccompanyingPerson,
        on_delete=models.PROTECT,
        null=True,
        related_name="guest_entries",
        verbose_name=_("accompanying person"),
    )
    nights = models.PositiveSmallIntegerField(_("nights"))
    leads = models.BooleanField(_("leads the group"), default=False)
    # When the copied identity data were deleted: the receipt of `file` is why.
    erased_at = models.DateTimeField(_("identity data deleted"), null=True)

    objects = GuestEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("guest declared")
        verbose_name_plural = _("guests declared")
        ordering = ["trainee__last_name", "trainee__first_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["file", "trainee"], name="trainees_guestentry_once"),
            models.UniqueConstraint(
                fields=["file", "accompanying"], name="trainees_guestentry_accompanying_once"
            ),
            models.CheckConstraint(
                name="trainees_guestentry_of_one_person", condition=of_one_person()
            ),
            models.CheckConstraint(
                name="trainees_guestentry_at_most_thirty_nights",
                condition=Q(nights__range=(1, 30)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.file}"


def _sealed_where(row: Any) -> str:
    # Two tables number their rows alike.
    key = f"a{row.accompanying_id}" if row.accompanying_id else row.trainee_id
    return f"trainees.guestidentity|{key}|sealed"


class GuestIdentity(OfPerson):
    """What the police wants to know of a guest, sealed; the row goes when the receipt has come."""

    trainee = models.OneToOneField(
        Trainee, on_delete=models.CASCADE, null=True, related_name="guest_identity"
    )
    accompanying = models.OneToOneField(
        AccompanyingPerson, on_delete=models.CASCADE, null=True, related_name="guest_identity"
    )
    sealed = vault.SealedField(where=_sealed_where)
    # None: by the person's own link.
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("identity data")
        verbose_name_plural = _("identity data")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_guestidentity_of_one_person", condition=of_one_person()
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
