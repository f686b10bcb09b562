"""What an agency tutor does with a placement beyond its form: end it, correct what was signed."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import UserRequest

from .. import planning, signing
from ..desk_forms import CancelForm, CorrectionForm, add_errors
from ..models import HourWeek, Placement
from ..sheets import sheet


def _page(request: UserRequest, form: Form, **context: Any) -> HttpResponse:
    whole = {**admin.site.each_context(request), "form": form, "errors": form.errors, **context}
    return render(request, "admin/desk_form.html", whole)


@require_http_methods(["GET", "POST"])
def placement_end(request: UserRequest, pk: int) -> HttpResponse:
    """Cancel a placement, or interrupt it on a day."""
    placement = get_object_or_404(
        Placement.objects.visible_to(request.user).select_related("trainee", "company"), pk=pk
    )
    if not request.user.has_perm("placements.change_placement"):
        raise PermissionDenied
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            _end(placement, form.cleaned_data, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The placement is ended."))
            return redirect(placement)
    title = _("End or cancel: %(placement)s") % {"placement": placement}
    back = placement.get_absolute_url()
    return _page(request, form, title=title, button=_("End this placement"), back=back)


def _end(placement: Placement, data: dict[str, Any], *, by: User) -> None:
    if data["last_day"]:
        planning.interrupt(placement, by=by, last_day=data["last_day"], reason=data["reason"])
    else:
        planning.cancel(placement, by=by, reason=data["reason"])


@require_http_methods(["GET", "POST"])
def week_correct(request: UserRequest, pk: int) -> HttpResponse:
    """Correct one day of a signed week; the signed days stay, the correction stands beside them."""
    weeks = HourWeek.objects.visible_to(request.user)
    week = get_object_or_404(weeks.select_related("placement__trainee"), pk=pk)
    if not request.user.has_perm("placements.add_correction"):
        raise PermissionDenied
    found = sheet(week.placement, week.monday, today=timezone.localdate())
    form = CorrectionForm(request.POST or None, sheet=found)
    back = reverse("admin:placements_hourweek_change", args=[week.pk])
    if form.is_valid():
        data = form.cleaned_data
        day = form.days[data["date"]]
        try:
            signing.correct(week, day, form.entry(), by=request.user, reason=data["reason"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The correction is stored. Both sides get it by mail."))
            return redirect(back)
    title = _("Correct a signed day: %(week)s") % {"week": week}
    return _page(request, form, title=title, button=_("Correct this day"), back=back)
