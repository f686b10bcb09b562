"""What an agency tutor does with a placement beyond its form: end it, correct what was signed."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import UserRequest
from imyportal.forms import add_errors

from .. import planning, signing
from ..desk_forms import CancelForm, CorrectionForm, EndForm
from ..enums import PlacementStatus
from ..models import CorrectionRequest, HourWeek, Placement
from ..sheets import Sheet, sheet
from . import request_page

END_FIELDS = {"outside": "last_day", "hours": "last_day", "reason": "reason"}  # by code


def _page(request: UserRequest, form: Form, **context: Any) -> HttpResponse:
    whole = {**admin.site.each_context(request), "form": form, "errors": form.errors, **context}
    return render(request, "admin/desk_form.html", whole)


@require_http_methods(["GET", "POST"])
def placement_end(request: UserRequest, pk: int) -> HttpResponse:
    """End a placement early on a day, or cancel it: two forms, each with its own button."""
    placement = get_object_or_404(
        Placement.objects.visible_to(request.user).select_related("trainee", "company"), pk=pk
    )
    if not request.user.has_perm("placements.change_placement"):
        raise PermissionDenied
    end = EndForm(request.POST if "end" in request.POST else None, prefix="end")
    cancel = CancelForm(request.POST if "cancel" in request.POST else None, prefix="cancel")
    sent = end if end.is_bound else cancel
    if sent.is_valid():
        try:
            done = _end(placement, sent.cleaned_data, by=request.user)
        except ValidationError as error:
            sent.add_error(END_FIELDS.get(error.code or ""), error)
        else:
            messages.success(request, done)
            return redirect(placement)
    context = {
        **admin.site.each_context(request),
        "title": _("End or cancel: %(placement)s") % {"placement": placement},
        "placement": placement,
        "sent": sent,
        "errors": sent.errors,
        "end": end if placement.status == PlacementStatus.CONFIRMED else None,
        "cancel": cancel,
    }
    return render(request, "admin/placements/placement/end.html", context)


def _end(placement: Placement, data: dict[str, Any], *, by: User) -> str:
    if "last_day" not in data:
        planning.cancel(placement, by=by, reason=data["reason"])
        return _("The placement is cancelled.")
    last_day = data["last_day"]
    planning.interrupt(placement, by=by, last_day=last_day, reason=data["reason"])
    return _("The placement ends on %(day)s.") % {"day": date_format(last_day, "l j F Y")}


@require_http_methods(["GET", "POST"])
def week_correct(request: UserRequest, pk: int) -> HttpResponse:
    """Correct one day of a signed week; the signed days stay, the correction stands beside them."""
    weeks = HourWeek.objects.visible_to(request.user)
    week = get_object_or_404(weeks.select_related("placement__trainee"), pk=pk)
    if not request.user.has_perm("placements.add_correction"):
        raise PermissionDenied
    found = sheet(week.placement, week.monday, today=timezone.localdate())
    form = CorrectionForm(request.POST or None, sheet=found)
    chosen = _choose_day(form, found, request.GET.get("day", ""))
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
    context = {"button": _("Correct this day"), "back": back, "choices": chosen}
    return _page(request, form, title=title, **context)


@require_http_methods(["GET", "POST"])
def correction_request(request: UserRequest, pk: int) -> HttpResponse:
    """What stands and what was asked for, side by side: correct the day, or decline."""
    asked = get_object_or_404(
        CorrectionRequest.objects.visible_to(request.user).select_related(
            "week__placement__trainee", "week__placement__company", "decided_by", "correction"
        ),
        pk=pk,
    )
    if not request.user.has_perm("placements.add_correction"):
        raise PermissionDenied
    page = request_page.RequestPage(asked, request.POST or None)
    if request.method == "POST" and page.sent.is_valid():
        try:
            done = page.decide(by=request.user)
        except ValidationError as error:
            page.refuse(error)
        else:
            messages.success(request, done)
            return redirect("admin:placements_hourweek_change", asked.week_id)
    context = {**admin.site.each_context(request), **page.context()}
    return render(request, "admin/placements/hourweek/request.html", context)


def _choose_day(form: CorrectionForm, found: Sheet, wanted: str) -> list[dict[str, Any]]:
    """Fill an unsent form with a day, the first unless `wanted` is one; links to all that came."""
    days = [line for line in found.days if not line.is_outside and not line.is_future]
    shown = next((line for line in days if line.date.isoformat() == wanted), None)
    shown = shown or next(iter(days), None)
    if shown and not form.is_bound:
        form.begin_with(shown)
    return [
        {
            "label": date_format(line.date, "D j"),
            "url": f"?day={line.date.isoformat()}",
            "is_current": line is shown,
        }
        for line in days
    ]
