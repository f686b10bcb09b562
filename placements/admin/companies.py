from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import links
from accounts.enums import Purpose
from imyportal.admin import Scoped, ScopedStacked, ScopedTabular, tag

from .. import contacts, reminders
from ..enums import LIVE_STATUSES
from ..models import CompanyFacts, CompanyTutor, HostCompany, Placement
from ..views.desk import ImportUrls
from ..worktime import keeping


class CompanyTutorInline(ScopedTabular):
    model = CompanyTutor
    fields = ["first_name", "last_name", "email", "phone", "language", "is_active"]
    show_change_link = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # An address is put right on the tutor's own page, where the old link dies with it.
        return ["email"] if obj is not None else []


class CompanyFactsInline(ScopedStacked):
    model = CompanyFacts
    fields = [
        "legal_name", "vat_number", "tax_code", "seat", "represented_by", "ateco", "ccnl",
        "employees", "inail_position", "inps_number",
    ]  # fmt: skip
    extra = 1
    can_delete = False


@admin.register(HostCompany)
class HostCompanyAdmin(ImportUrls, Scoped):
    list_display = ["name", "sector", "address", "places", "here", "minors", "is_active"]
    list_filter = ["is_active", "minors_allowed", "step_free"]
    search_fields = ["name__alike", "sector__alike", "address__alike"]
    readonly_fields = ["trainees_now"]
    fields = [
        "name", "sector", "address", "country", "phone", "places", "languages", "minors_allowed",
        "step_free", "directions", "is_active", "trainees_now",
    ]  # fmt: skip
    inlines = [CompanyTutorInline, CompanyFactsInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[HostCompany]:
        today = timezone.localdate()
        now = Q(
            placements__status__in=LIVE_STATUSES,
            placements__starts_on__lte=today,
            placements__ends_on__gte=today,
        )
        return super().get_queryset(request).annotate(here=Count("placements", filter=now))

    def save_model(self, request: HttpRequest, obj: HostCompany, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "country" in form.changed_data:  # another law
            keeping.ask_for_recheck()

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        company = super().get_object(request, object_id, from_field)
        if company is not None:
            company.shown = (
                Placement.objects.visible_to(request.user)
                .filter(company=company)
                .underway(timezone.localdate())
                .select_related("trainee")
            )
        return company

    @admin.display(description=_("trainees now"), ordering="here")
    def here(self, row: HostCompany) -> int:
        return row.here  # type: ignore[attr-defined]

    @admin.display(description=_("minors"))
    def minors(self, row: HostCompany) -> SafeString:
        return tag(_("yes"), "ok") if row.minors_allowed else tag(_("from 18"))

    @admin.display(description=_("trainees now"), empty_value="–")
    def trainees_now(self, row: HostCompany) -> SafeString | None:
        shown = getattr(row, "shown", [])
        rows = ((each.get_absolute_url(), each.trainee) for each in shown)
        return format_html_join(", ", '<a href="{}">{}</a>', rows) or None


class AddressForm(forms.ModelForm[CompanyTutor]):
    """A company tutor; a new address must be free at the company."""

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


@admin.register(CompanyTutor)
class CompanyTutorAdmin(Scoped):
    form = AddressForm
    list_display = ["__str__", "company", "email", "phone", "language", "address_state"]
    list_filter = ["is_active", "language"]
    list_select_related = ["company"]
    search_fields = ["first_name__alike", "last_name__alike", "email", "company__name__alike"]
    readonly_fields = ["address_state", "doubt"]
    fields = [
        "company", "first_name", "last_name", "email", "address_state", "doubt", "phone",
        "language", "is_active",
    ]  # fmt: skip
    actions = ["send_link", "revoke_links"]

    @admin.display(description=_("address"))
    def address_state(self, row: CompanyTutor) -> SafeString:
        if not row.email:
            return tag(_("missing"), "warn")
        return tag(_("said: not me"), "warn") if row.doubted_at else tag(_("in use"), "ok")

    def save_model(self, request: HttpRequest, obj: CompanyTutor, form: Any, change: bool) -> None:
        """A new address goes the way of `contacts.correct_address`: the old link dies."""
        new = form.cleaned_data.get("email", obj.email)
        if not (change and "email" in form.changed_data):
            super().save_model(request, obj, form, change)
            return
        obj.email = form.initial["email"]
        super().save_model(request, obj, form, change)
        contacts.correct_address(obj, email=new, by=request.user)  # type: ignore[arg-type]
        text = gettext(
            "The old link no longer works. What waits for a signature goes to the new address."
        )
        self.message_user(request, text, messages.SUCCESS)

    @admin.action(description=_("Send the link again"), permissions=["change"])
    def send_link(self, request: HttpRequest, queryset: QuerySet[CompanyTutor]) -> None:
        for tutor in queryset.select_related("company"):
            try:
                reminders.send_link(tutor)
            except ValidationError as error:
                self.message_user(request, f"{tutor}: {error.messages[0]}", messages.WARNING)
            else:
                text = gettext("%(name)s gets the link again.") % {"name": tutor}
                self.message_user(request, text, messages.SUCCESS)

    @admin.action(description=_("Revoke the link"), permissions=["change"])
    def revoke_links(self, request: HttpRequest, queryset: QuerySet[CompanyTutor]) -> None:
        count = sum(links.revoke_all(Purpose.COMPANY, tutor, by=request.user) for tutor in queryset)
        text = ngettext("%d link is revoked.", "%d links are revoked.", count) % count
        self.message_user(request, text, messages.SUCCESS)
