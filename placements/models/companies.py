from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.models import AccessLink, User, Viewer, initials
from trainees.models import HandedInList


class HostCompanyQuerySet(models.QuerySet["HostCompany"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: all, they share them. Others: where a placement they see takes place."""
        from .placements import Placement

        if isinstance(viewer, User) and viewer.is_active and viewer.is_staff:
            return self.all()
        return self.filter(pk__in=Placement.objects.visible_to(viewer).values("company"))


class HostCompany(models.Model):
    """A hosting organisation: where trainees work."""

    name = models.CharField(_("name"), max_length=200)
    sector = models.CharField(_("sector"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        default="IT",
        db_default="IT",
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, like IT."))],
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    places = models.PositiveSmallIntegerField(_("places"), default=1)
    languages = models.CharField(
        _("languages"), max_length=100, blank=True, help_text=_("Two letters each, like: it, en")
    )
    step_free = models.BooleanField(_("step-free"), default=False)
    minors_allowed = models.BooleanField(_("minors allowed"), default=True)
    directions = models.TextField(_("way by public transport"), blank=True)
    is_active = models.BooleanField(_("takes trainees"), default=True)

    objects = HostCompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                Lower("address"),
                name="placements_hostcompany_once",
                violation_error_message=_("This company is already here."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:placements_hostcompany_change", args=[self.pk])


class CompanyTutorQuerySet(models.QuerySet["CompanyTutor"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: all. A company tutor: oneself. Others: those of placements they see."""
        from .placements import Placement

        if isinstance(viewer, AccessLink):
            holder = viewer.holder if viewer.is_live else None
            return self.filter(pk=holder.pk) if isinstance(holder, CompanyTutor) else self.none()
        if isinstance(viewer, User) and viewer.is_active and viewer.is_staff:
            return self.all()
        return self.filter(pk__in=Placement.objects.visible_to(viewer).values("company_tutor"))


class CompanyTutor(models.Model):
    """Who looks after trainees at a company. Has no account: comes in by mailed links."""

    company = models.ForeignKey(
        HostCompany, on_delete=models.PROTECT, related_name="tutors", verbose_name=_("company")
    )
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.IT)
    is_active = models.BooleanField(_("still there"), default=True)
    # Somebody opened the link and said «not me»: the address must be put right.
    doubted_at = models.DateTimeField(_("said: not me"), null=True, blank=True, editable=False)
    doubt = models.CharField(_("what they wrote"), max_length=500, blank=True, editable=False)

    objects = CompanyTutorQuerySet.as_manager()

    class Meta:
        verbose_name = _("company tutor")
        verbose_name_plural = _("company tutors")
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "company",
                Lower("email"),
                name="placements_companytutor_email_once",
                condition=~Q(email=""),
                violation_error_message=_("Somebody at this company has this e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse to move somebody whose placements are at the company they leave."""
        if not (self.pk and self.company_id):
            return
        if self.placements.exclude(company=self.company_id).exists():
            text = gettext(
                "%(tutor)s looked after trainees at another company, and stays in their papers as "
                "its tutor. Enter them anew as a tutor of this company."
            )
            raise ValidationError({"company": text % {"tutor": self}})

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def initials(self) -> str:
        return initials(self.first_name, self.last_name)


class CompanyImportQuerySet(models.QuerySet["CompanyImport"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors."""
        staff = isinstance(viewer, User) and viewer.is_active and viewer.is_staff
        return self.all() if staff else self.none()


class CompanyImport(HandedInList):
    """A list of companies."""

    objects = CompanyImportQuerySet.as_manager()

    class Meta(HandedInList.Meta):
        verbose_name = _("company list")
        verbose_name_plural = _("company lists")
