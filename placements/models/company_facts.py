"""What Italian papers want to know of a company besides its name and its address."""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from imyportal import tax_numbers

from .companies import HostCompany


class CompanyFactsQuerySet(models.QuerySet["CompanyFacts"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors; others read it on the training plans that they sign."""
        staff = isinstance(viewer, User) and viewer.is_active and viewer.is_staff
        return self.all() if staff else self.none()


class CompanyFacts(models.Model):
    """Legal facts of one company; what of them a training plan cannot do without says `agreements/italian.py`."""

    company = models.OneToOneField(
        HostCompany, on_delete=models.CASCADE, related_name="facts", verbose_name=_("company")
    )
    legal_name = models.CharField(
        _("legal name"), max_length=200, blank=True, help_text=_("Empty: as above.")
    )
    tax_code = models.CharField(
        _("codice fiscale"),
        max_length=20,
        blank=True,
        validators=[tax_numbers.check_company],
        help_text=_("Eleven digits, or sixteen letters and digits of a person who is a company."),
    )
    vat_number = models.CharField(
        _("partita IVA"),
        max_length=20,
        blank=True,
        validators=[tax_numbers.check_business],
        help_text=_("Eleven digits. One of both numbers is enough."),
    )
    seat = models.CharField(
        _("registered office"),
        max_length=300,
        blank=True,
        help_text=_("Sede legale. Empty: the address above, where trainees work."),
    )
    represented_by = models.CharField(_("represented by"), max_length=120, blank=True)
    ateco = models.CharField(
        _("ATECO code"),
        max_length=10,
        blank=True,
        validators=[
            RegexValidator(r"^\d{2}(\.\d{1,2}){0,2}\Z", _("Digits like 43.21 or 43.21.01."))
        ],
        help_text=_(
            "What the company does, like 43.21.01; it stands in the chamber of commerce’s register."
        ),
    )
    ccnl = models.CharField(
        _("collective agreement (CCNL)"),
        max_length=120,
        blank=True,
        help_text=_(
            "Which one the company applies, like: Metalmeccanica artigianato. None: write none."
        ),
    )
    employees = models.PositiveIntegerField(
        _("employees"),
        null=True,
        blank=True,
        help_text=_("With a contract of unlimited time. How many trainees may come depends on it."),
    )
    inail_position = models.CharField(
        _("INAIL position"),
        max_length=40,
        blank=True,
        help_text=_("Only where the company insures trainees itself: else school or agency do."),
    )
    inps_number = models.CharField(_("INPS number"), max_length=40, blank=True)

    objects = CompanyFactsQuerySet.as_manager()

    class Meta:
        verbose_name = _("facts for the training plan")
        verbose_name_plural = _("facts for the training plan")
        ordering = ["company_id", "pk"]

    def __str__(self) -> str:
        return self.legal_name or str(self.company)
