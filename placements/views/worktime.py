"""The working-time page of a placement: its timetable and its hours by the limits, exceptions."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import UserRequest
from imyportal import fields
from imyportal.forms import add_errors

from .. import planning
from ..enums import LimitKind, PlacementStatus
from ..models import Placement, WorkingTimeException
from ..worktime import exceptions, plans, showing, words

REASON = gettext_lazy(
    "Stays on record for the agency. Trainee and company only read that it is agreed."
)


class DespiteForm(forms.Form):
    """Why a timetable is agreed on though it does not keep the limits."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        error_messages={"required": gettext_lazy("Write the reason.")},
        help_text=REASON,
        widget=forms.TextInput(attrs={"size": 60}),
    )


class ExceptionForm(DespiteForm):
    """Which limit is not kept, when and why."""

    kind = forms.ChoiceField(label=gettext_lazy("Limit"), choices=LimitKind)
    first = fields.day(gettext_lazy("First day"), missing=gettext_lazy("Choose the first day."))
    last = fields.day(gettext_lazy("Last day"), missing=gettext_lazy("Choose the last day."))
    field_order = ["kind", "first", "last", "reason"]


@require_http_methods(["GET", "POST"])
def placement_worktime(request: UserRequest, pk: int) -> HttpResponse:
    """What is not kept, what was agreed nevertheless; two forms, each with its own button."""
    placement = get_object_or_404(
        Placement.objects.visible_to(request.user).select_related("trainee", "company"), pk=pk
    )
    if not request.user.has_perm("placements.add_workingtimeexception"):
        raise PermissionDenied
    if "withdraw" in request.POST:
        return _withdraw(request, placement)
    days = {"first": placement.starts_on, "last": placement.ends_on}
    despite = DespiteForm(request.POST if "confirm" in request.POST else None, prefix="plan")
    agree = ExceptionForm(request.POST if "agree" in request.POST else None, initial=days)
    sent = despite if despite.is_bound else agree
    if sent.is_valid():
        try:
            done = _agree(placement, sent.cleaned_data, by=request.user)
        except ValidationError as error:
            add_errors(sent, error)
        else:
            messages.success(request, done)
            return redirect(address(placement.pk))
    context = _context(request, placement) | {"sent": sent, "despite": despite, "agree": agree}
    return render(request, "admin/placements/placement/worktime.html", context)


def _context(request: UserRequest, placement: Placement) -> dict[str, Any]:
    plan = plans.doubts(placement)
    rows = WorkingTimeException.objects.visible_to(request.user).filter(placement=placement)
    return {
        **admin.site.each_context(request),
        "title": _("Working time: %(placement)s") % {"placement": placement},
        "placement": placement,
        "plan": plan,
        "asks": placement.status == PlacementStatus.PROPOSED
        and any(each.asks for each in plan)
        and not any(each.forbids for each in plan),
        "recorded": showing.of_placement(placement),
        "exceptions": rows.select_related("by", "withdrawn_by"),
        "caution": words.caution(),
    }


def address(placement: int) -> str:
    """Of this page, for the placement with this key."""
    return reverse("admin:placements_placement_worktime", args=[placement])


def _agree(placement: Placement, data: dict[str, Any], *, by: User) -> str:
    if "kind" not in data:
        planning.confirm(placement, by=by, despite=data["reason"])
        return _("The placement is confirmed, and the exceptions are on record.")
    kind = LimitKind(data["kind"])
    exceptions.agree(
        placement, kind, first=data["first"], last=data["last"], reason=data["reason"], by=by
    )
    return _("The exception is agreed.")


def _withdraw(request: UserRequest, placement: Placement) -> HttpResponse:
    rows = WorkingTimeException.objects.visible_to(request.user).filter(placement=placement)
    wanted = request.POST["withdraw"]
    row = get_object_or_404(rows, pk=int(wanted) if wanted.isdecimal() else 0)
    exceptions.withdraw(row, by=request.user)
    messages.success(request, _("The exception is taken back. The limit warns again."))
    return redirect(address(placement.pk))
