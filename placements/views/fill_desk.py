"""The agency tutor fills in a trainee's week: seven days as one form, quick with the keyboard."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest

from .. import hours, on_behalf, presenting, sheets, wording
from ..enums import WeekStatus
from ..models import HourWeek, Placement
from ..paper_forms import FillForm
from ..sheets import Sheet
from ..worktime import showing
from .chart_desk import CHART, placement_or_refused


@require_http_methods(["GET", "POST"])
def placement_fill(
    request: UserRequest, pk: int, monday: date, *, context: dict[str, Any]
) -> HttpResponse:
    """One week of a placement, filled in on the trainee's behalf and sent, if it is complete."""
    placement = placement_or_refused(request, pk)
    found = _sheet(placement, monday)
    if request.method == "POST" and "take_back" in request.POST:
        return _take_back(request, placement, found)
    form = FillForm(request.POST if request.method == "POST" else None, sheet=found)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _fill(request, placement, monday, form)
        except ValidationError as error:
            found = _sheet(placement, monday)
            form.refuse(error, found)
            status = 409 if getattr(error, "code", "") in ("changed", "locked") else 200
    return render(
        request,
        "admin/placements/placement/fill.html",
        context | _page(placement, found, form) | {"conflict": status == 409},
        status=status,
    )


def _sheet(placement: Placement, monday: date) -> Sheet:
    today = timezone.localdate()
    if not (placement.starts_on < monday.fromordinal(monday.toordinal() + 7) and monday <= today):
        raise Http404
    if monday > placement.ends_on:
        raise Http404
    return sheets.sheet(placement, monday, today=today)


def _page(placement: Placement, found: Sheet, form: FillForm) -> dict[str, Any]:
    names = {"number": found.number, "name": placement.trainee.name}
    return {
        "title": _("Fill in week %(number)d for %(name)s") % names,
        "period": presenting.period(found.monday, found.sunday),
        "placement": placement,
        "sheet": found,
        "form": form,
        "worktime": showing.panel(placement, found.monday),
        "forms": form.all_forms,
        "has_errors": any(each.errors for each in form.all_forms),
        "hours": wording.hours(found.minutes),
        "is_sent": found.status == WeekStatus.DECLARED,
        "is_signed": found.status == WeekStatus.SIGNED,
    }


def _fill(request: UserRequest, placement: Placement, monday: date, form: FillForm) -> HttpResponse:
    do = request.POST.get("do", "")
    entries = form.as_agreed() if do == "agreed" else form.entries()
    filled = on_behalf.fill_week(
        placement,
        monday,
        entries,
        by=request.user,
        version=form.cleaned_data["version"],
        once=form.cleaned_data["once"],
    )
    messages.success(request, _said(filled, placement))
    if do == "send":
        _send(request, placement, filled.week)
    limits = showing.panel(placement, monday)
    if limits and limits.tone == "warn":
        return redirect("admin:placements_placement_fill", placement.pk, monday)
    return redirect(CHART, placement.pk)


def _said(filled: on_behalf.Filled, placement: Placement) -> str:
    if not filled.is_changed:
        return _("Nothing was changed, so no mail goes out.")
    if not placement.trainee.email:
        return _("The days are stored.")
    names = {"name": placement.trainee.name, "minutes": on_behalf.PAUSE // timedelta(minutes=1)}
    # Translators: name is the trainee's
    text = _("The days are stored. %(name)s gets one mail about them in %(minutes)d minutes.")
    return text % names


def _send(request: UserRequest, placement: Placement, week: HourWeek) -> None:
    try:
        hours.declare_week(placement, week.monday, by=request.user, version=week.version)
    except ValidationError as error:
        text = _("Not sent: %(reason)s") % {"reason": " ".join(error.messages)}
        messages.warning(request, text)
    else:
        names = {"number": week.number, "name": placement.company_tutor.name}
        # Translators: name is the company tutor's
        messages.success(request, _("Sent. Week %(number)d is with %(name)s.") % names)


def _take_back(request: UserRequest, placement: Placement, found: Sheet) -> HttpResponse:
    if found.week is None:
        raise Http404
    try:
        hours.take_back(found.week, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("The week is open again. Put the hours right."))
    return redirect("admin:placements_placement_fill", placement.pk, found.monday)
