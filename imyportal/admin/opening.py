"""Opening hours and closures on the desk: coordinators change them, everybody there reads them."""

from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from .. import audit, opening
from ..enums import Action
from ..models import Closure, Office, OpeningSpan
from ..opening import holidays, wording
from .scope import LabelledFormSet, Scoped, ScopedTabular

A_YEAR = 366


class OfficeForm(forms.ModelForm[Office]):
    """The place must be one of whose holidays something is known."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        country = data["country"] = data.get("country", "").strip().upper()
        part = data["subdivision"] = data.get("subdivision", "").strip()
        known = holidays.countries()
        if country and country not in known:
            text = _("No holidays are known for this country. Enter two letters, like IT.")
            self.add_error("country", text)
        elif part and part not in known.get(country, []):
            parts = ", ".join(known.get(country, [])) or "–"
            text = _("This part of the country is not known. Known are: %(parts)s")
            self.add_error("subdivision", ValidationError(text, params={"parts": parts}))
        return data


class SpanFormSet(LabelledFormSet):
    """Some day has hours, and no two of a day overlap."""

    def clean(self) -> None:
        BaseInlineFormSet.clean(self)
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        found = sorted(
            (data["weekday"], data["opens_at"], data["closes_at"])
            for form in kept
            if (data := getattr(form, "cleaned_data", {})).keys()
            >= {"weekday", "opens_at", "closes_at"}
            and not data.get("DELETE")
        )
        if not found and not any(self.errors):
            raise ValidationError(_("Enter the hours of at least one day."))
        for before, after in pairwise(found):
            if before[0] == after[0] and after[1] < before[2]:
                raise ValidationError(_("Two opening times of one day overlap. Make them one."))


class SpanInline(ScopedTabular):
    model = OpeningSpan
    formset = SpanFormSet
    fields = ["weekday", "opens_at", "closes_at"]
    extra = 1


@admin.register(Office)
class OfficeAdmin(Scoped):
    """The hours of the week, the place of the holidays, and what both come to in the next twelve months."""

    form = OfficeForm
    list_display = ["__str__", "week", "country", "subdivision"]
    fields = ["country", "subdivision", "closed"]
    readonly_fields = ["closed"]
    inlines = [SpanInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Office.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """The menu, which asks no database, never leads to a second office: the list does to the first."""
        return super().get_model_perms(request) | {"add": False}

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        hours = " · ".join(wording.week(opening.hours()))
        audit.note(Action.OFFICE_CHANGED, by=request.user, about=form.instance, hours=hours)

    @admin.display(description=_("hours"))
    def week(self, row: Office) -> str:
        return " · ".join(wording.week(opening.hours()))

    @admin.display(description=_("next closed days"))
    def closed(self, row: Office) -> SafeString:
        """Working days of the next twelve months on which nobody is there."""
        today = timezone.localdate()
        found = opening.hours().closed_days(today, A_YEAR)
        lines = [(formatted(day, "l j F Y"), reason) for day, reason in found]
        if not lines:
            return format_html("{}", _("None within twelve months."))
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", lines))


@admin.register(Closure)
class ClosureAdmin(Scoped):
    """Days on which the office is closed by the agency's own choice."""

    list_display = ["first_day", "last_day", "reason"]
    fields = ["first_day", "last_day", "reason"]
    empty = _("Here you see when the office is closed beside weekends and public holidays.")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self._note(request, obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._note(request, obj, is_gone=True)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for each in queryset:
            self._note(request, each, is_gone=True)
        super().delete_queryset(request, queryset)

    def _note(self, request: HttpRequest, obj: Closure, **details: Any) -> None:
        days = f"{obj.first_day}/{obj.last_day}"
        audit.note(Action.OFFICE_CHANGED, by=request.user, about=obj, closed=days, **details)
