"""Restricted registers on the desk: every look is noted, and pages of one form each add to a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import audit
from ..forms import add_errors
from .pages import framed


class Watched:
    """For the page of a register: who opens its list or a row is in the trail, by `viewed`."""

    viewed: str
    opts: Any

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.has_perm(f"{self.opts.app_label}.view_{self.opts.model_name}"):
            audit.note(self.viewed, by=request.user)
        return super().changelist_view(request, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        audit.note(self.viewed, by=request.user, about=context.get("original"))
        return super().render_change_form(request, context, *args, **kwargs)


@dataclass(frozen=True)
class Deed:
    """A page below a row: its form, title and button, and what it does with row, cleaned data and user.

    `warn`: what of the row must be known before anything is typed; empty: nothing.
    """

    make: type[forms.Form]
    title: Any
    button: Any
    do: Callable[[Any, dict[str, Any], Any], Any]
    warn: Callable[[Any], str] = lambda row: ""


def urls(
    site: AdminSite, model: Any, deeds: Mapping[str, Deed], permission: str
) -> list[URLPattern]:
    """An address for each of `deeds` by its key; names like `admin:placements_incident_step`."""
    app, name = model._meta.app_label, model._meta.model_name
    return [
        path(
            f"{app}/{name}/<int:pk>/{address}/",
            framed(site, _page(model, deed, permission)),
            name=f"{app}_{name}_{address}",
        )
        for address, deed in deeds.items()
    ]


def _page(model: Any, deed: Deed, permission: str) -> Callable[..., HttpResponse]:
    change = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"

    @require_http_methods(["GET", "POST"])
    def page(request: Any, pk: int, *, context: dict[str, Any]) -> HttpResponse:
        row = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
        if not request.user.has_perm(permission):
            raise PermissionDenied
        if request.method == "GET" and (warning := deed.warn(row)):
            messages.warning(request, warning)
        form = deed.make(request.POST or None, request.FILES or None)
        back = reverse(change, args=[pk])
        if form.is_valid():
            try:
                deed.do(row, form.cleaned_data, request.user)
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, _("Stored."))
                return redirect(back)
        title = f"{row}: {deed.title}"
        context |= {"form": form, "title": title, "button": deed.button, "back": back}
        context |= {"has_file": form.is_multipart()}
        return render(request, "admin/desk_form.html", context)

    return page
