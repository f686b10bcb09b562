"""What agreements print beside the placement's own data: standing texts, legal facts and insurances."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from imyportal import tax_numbers
from imyportal.admin import Part, Scoped, Tool, add_part, add_tool

from ..models import Agreement, AgreementCover, AgreementTerms


class _OfAgency(Scoped):
    """Those of the agency are the coordinators' to change."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        is_agency = obj is not None and obj.organisation_id is None
        return may and (not is_agency or request.user.has_perm("trainees.view_all_trainees"))


@admin.register(AgreementTerms)
class AgreementTermsAdmin(_OfAgency):
    list_display = ["__str__", "organisation", "language"]
    list_filter = ["language"]
    list_select_related = ["organisation"]
    fields = ["organisation", "language", "monitoring", "evaluation", "recognition", "duties"]


class CoverForm(forms.ModelForm[AgreementCover]):
    """The number of the agency is Italian; that of a school of its own country."""

    def clean_tax_number(self) -> str:
        """As it is stored: an Italian number without spaces."""
        number = str(self.cleaned_data["tax_number"])
        if number and self.cleaned_data.get("organisation") is None:
            tax_numbers.check_company(number)
        elif number:
            tax_numbers.check_person(number)
        return tax_numbers.written(number)


@admin.register(AgreementCover)
class AgreementCoverAdmin(_OfAgency):
    form = CoverForm
    list_display = ["__str__", "accident_cover", "liability_cover"]
    list_select_related = ["organisation"]
    fields = [
        "organisation", "legal_name", "tax_number", "represented_by", "accident_cover",
        "liability_cover", "health_cover",
    ]  # fmt: skip


add_tool(
    "placements.Placement",
    Tool(
        _("Learning agreement, training plan"),
        "admin:placements_placement_agreements",
        "placements.change_agreement",
    ),
    Part.BEFORE,
)
add_part("placements.Placement", Agreement, "placement")
