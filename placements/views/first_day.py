"""The first day: for the trainee, for the company by its link, and for the tutor on the desk."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import link_required
from accounts.enums import Purpose
from accounts.requests import LinkRequest, UserRequest
from imyportal import weeks
from imyportal.admin.pages import framed
from imyportal.forms import add_errors
from trainees.models import SupportPlan
from trainees.support import looking

from .. import agreed_hours, new_hours
from ..first_day import limits, planning, points
from ..first_day.forms import FirstDayForm
from ..models import FirstDay, FirstDayTick, Placement

CHANGE = "placements.change_firstday"
TYPED = ("place", "accompanied_by", "bring", "route", "minutes", "lines", "ticket")


@require_http_methods(["GET", "HEAD", "POST"])
def first_day(request: UserRequest) -> HttpResponse:
    """The trainee's: who, when, where, the way; and «I went alone»."""
    rows = FirstDay.objects.visible_to(request.user).filter(placement__trainee__user=request.user)
    people = ("placement__company", "placement__company_tutor", "accompanied_by")
    row = rows.select_related(*people).order_by("-meets_at", "-pk").first()
    if row is None:
        raise Http404
    if request.method == "POST":
        planning.went_alone(row, by=request.user)
        messages.success(request, _("Thank you. Your tutor sees that you know the way."))
        return redirect("placements:first_day")
    context = {"tab": "home", "row": row, "is_over": row.meets_at < timezone.now()}
    return render(request, "placements/trainee/first_day.html", context)


@never_cache
@require_safe
@link_required(Purpose.COMPANY)
def company_first_day(request: LinkRequest, placement: uuid.UUID) -> HttpResponse:
    """The company's sheet: who comes when, agreed hours, how hours are signed, whom to call."""
    people = (
        "trainee__group__organisation",
        "trainee__tutor",
        "company",
        "company_tutor",
        "first_day",
    )
    seen = Placement.objects.visible_to(request.viewer).exclude(first_day=None)
    found = get_object_or_404(seen.select_related(*people), public_id=placement)
    timetable = agreed_hours.of_one(found)
    today = min(max(timezone.localdate(), found.starts_on), found.ends_on)
    agreed = timetable.week_of(today)
    days = [
        (str(day.get_weekday_display()), f"{day.starts_at:%H:%M}–{day.ends_at:%H:%M}")
        for day in agreed
    ]
    context = {
        "placement": found,
        "row": found.first_day,
        "trainee": found.trainee,
        "age": found.trainee.age_on(found.starts_on),
        "days": days,
        "week": weeks.hours(sum(day.minutes for day in agreed)),
        "new_hours": new_hours.lines(found, timetable),
        "tutor": found.trainee.responsible,
        "rules": limits.for_minor(found),
        "shared": _shared(request, found),
    }
    return render(request, "placements/company/first_day.html", context)


def _shared(request: LinkRequest, placement: Placement) -> list[looking.Line]:
    """What the learner lets the company read, while the placement is to come or runs; the look is noted."""
    plan = (
        SupportPlan.objects.filter(trainee=placement.trainee_id).select_related("trainee").first()
    )
    is_over = placement.ends_on < timezone.localdate()
    return [] if plan is None or is_over else looking.shared(plan, request.viewer)


# --- The desk ---------------------------------------------------------------------------------


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the page of the placement; its name below `admin:`."""
    address = "placements/placement/<int:pk>/first-day/"
    return [path(address, framed(site, desk_first_day), name="placements_placement_first_day")]


@require_http_methods(["GET", "HEAD", "POST"])
def desk_first_day(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """The checklist for the tutor's phone, the plan, and the button that tells the company."""
    people = ("trainee__group", "company", "company_tutor", "first_day")
    seen = Placement.objects.visible_to(request.user).select_related(*people)
    placement = get_object_or_404(seen, pk=pk)
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    row = FirstDay.objects.filter(placement=placement).first()
    is_plan = request.POST.get("do") == "plan"
    form = FirstDayForm(request.POST if is_plan else None, initial=_initial(placement, row))
    if request.method == "POST":
        try:
            done = _do(request, placement, row, form)
        except ValidationError as error:
            done = ""
            if is_plan:
                add_errors(form, error)
            else:
                messages.error(request, error.messages[0])
        if done:
            messages.success(request, done)
            return redirect("admin:placements_placement_first_day", pk)
    ticks = {each.point_id: each for each in FirstDayTick.objects.filter(placement=placement)}
    context |= {
        "placement": placement,
        "row": row,
        "form": form,
        "points": [(each, ticks.get(each.pk)) for each in points.of(placement)],
        "title": _("First day at the company"),
    }
    return render(request, "placements/desk/first_day.html", context)


def _initial(placement: Placement, row: FirstDay | None) -> dict[str, Any]:
    if row is None:
        return {
            "place": placement.company.address,
            "route": placement.company.directions,
            "accompanied_by": placement.trainee.responsible,
        }
    return {"meets_at": timezone.localtime(row.meets_at)} | {
        name: getattr(row, name) for name in TYPED
    }


def _do(
    request: UserRequest, placement: Placement, row: FirstDay | None, form: FirstDayForm
) -> str:
    """The deed of the button that was pressed; nothing where the form says what is wrong."""
    asked = request.POST.get("do")
    if asked == "plan":
        if not form.is_valid():
            return ""
        planning.plan(placement, by=request.user, **form.cleaned_data)
        return _("Stored.")
    if asked == "brief" and row is not None:
        is_new = planning.brief(row, by=request.user)
        return _("The company gets a mail.") if is_new else _("The company has it already.")
    if asked == "tick":
        keys = {int(each) for each in request.POST.getlist("point") if each.isdecimal()}
        count = points.tick(placement, keys, by=request.user)
        text = ngettext("%d point is ticked.", "%d points are ticked.", count)
        return text % count
    return ""
