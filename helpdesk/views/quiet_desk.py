"""A tutor's own quiet hours."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from imyportal.forms import add_errors

from .. import quiet
from ..models import QuietHours


class QuietForm(forms.Form):
    """Both times, or neither."""

    begins = forms.TimeField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Enter a time, like 13:00.")},
    )
    ends = forms.TimeField(
        label=gettext_lazy("To"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy(
            "Trainees read on the page of the direct line when you read again, and mails of messages "
            "wait until then. Leave both empty for no quiet hours."
        ),
        error_messages={"invalid": gettext_lazy("Enter a time, like 13:00.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        begins, ends = data["begins"], data["ends"]
        if (begins is None) != (ends is None):
            name = "begins" if begins is None else "ends"
            self.add_error(name, _("Enter both times, or neither."))
        elif begins is not None and begins == ends:
            self.add_error("ends", _("Enter another time than the first one."))
        return data

    def quiet_hours(self, tutor: Any) -> QuietHours | None:
        data = self.cleaned_data
        if data["begins"] is None:
            return None
        return QuietHours(tutor=tutor, begins=data["begins"], ends=data["ends"])


def urls(site: AdminSite) -> list[URLPattern]:
    """Beside the direct lines."""
    return [path("helpdesk/ticket/quiet/", framed(site, page), name="helpdesk_quiet")]


@require_http_methods(["GET", "POST"])
def page(request: UserRequest, *, context: dict[str, Any]) -> HttpResponse:
    """In which hours of the day one reads no messages."""
    if not request.user.has_perm("helpdesk.change_ticket"):
        raise PermissionDenied
    own = quiet.of(request.user)
    initial = {"begins": own.begins, "ends": own.ends} if own else {}
    form = QuietForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            quiet.keep(request.user, form.quiet_hours(request.user))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Stored."))
            return redirect("admin:helpdesk_lines")
    context |= {"form": form, "title": _("Your quiet hours"), "button": _("Store")}
    back = reverse("admin:helpdesk_lines")
    return render(request, "admin/desk_form.html", context | {"back": back})
