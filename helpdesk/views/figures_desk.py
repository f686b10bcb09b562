"""For coordinators: how soon the help desk answers, and whether it helped."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from imyportal import audit, fields, spreadsheets
from imyportal.admin.pages import framed
from imyportal.enums import Action

from ..tickets import figures

USUAL = timedelta(weeks=8)
MOST = timedelta(days=800)


class SpanForm(forms.Form):
    """Of which days, and by what."""

    first = fields.day(gettext_lazy("From"))
    last = fields.day(gettext_lazy("To"))
    by = forms.ChoiceField(label=gettext_lazy("By"), choices=list(figures.BY.items()))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and not timedelta() <= last - first <= MOST:
            self.add_error("last", _("Choose a day after the first one, at most two years later."))
        return data


def urls(site: AdminSite) -> list[URLPattern]:
    """Beside the queue."""
    at = "helpdesk/ticket/figures"
    return [
        path(f"{at}/", framed(site, page), name="helpdesk_ticket_figures"),
        path(f"{at}.csv", site.admin_view(file), name="helpdesk_ticket_figures_csv"),
    ]


def _form(request: UserRequest) -> SpanForm:
    """As asked for, or of the last weeks by topic."""
    if not request.user.has_perm("trainees.view_all_trainees"):
        raise PermissionDenied
    today = timezone.localdate()
    usual = {"first": today - USUAL, "last": today, "by": "topic"}
    return SpanForm(request.GET if "by" in request.GET else usual, label_suffix="")


def _rows(request: UserRequest, form: SpanForm) -> list[figures.Figures]:
    data = form.cleaned_data
    first: date = data["first"]
    return figures.figures(request.user, data["by"], first, data["last"])


@require_safe
def page(request: UserRequest, *, context: dict[str, Any]) -> HttpResponse:
    """The table, and the way to its file."""
    form = _form(request)
    context |= {"form": form, "title": _("Help desk in numbers"), "rows": []}
    if form.is_valid():
        data = form.cleaned_data
        context["rows"] = _rows(request, form)
        context["by"] = figures.BY[data["by"]]
        context["query"] = urlencode(data)
    return render(request, "admin/helpdesk/ticket/figures.html", context)


@require_safe
def file(request: UserRequest) -> HttpResponse | StreamingHttpResponse:
    """The same as CSV, which is noted."""
    form = _form(request)
    if not form.is_valid():
        return HttpResponse(status=400)
    audit.note(Action.DATA_EXPORTED, by=request.user, what="helpdesk")
    table = figures.table(_rows(request, form), form.cleaned_data["by"])
    # Translators: name of a file
    return spreadsheets.csv_answer(table, f"{_('help-desk')}.csv")
