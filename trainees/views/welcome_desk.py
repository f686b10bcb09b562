"""The welcome day on the desk: when and where, the code on the screen, who was there."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import UserRequest
from imyportal import qr
from imyportal.admin.pages import framed
from imyportal.forms import add_errors
from trainees.enums import PresentHow
from trainees.models import Group, Trainee, WelcomeDay
from trainees.welcome import agenda, presence, screen
from trainees.welcome.desk import Sheet
from trainees.welcome.forms import DayForm

CHANGE = "trainees.change_welcomeday"


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the page of the group; names below `admin:`."""
    base, name = "trainees/group/<int:pk>/welcome", "trainees_group_welcome"
    return [
        path(f"{base}/", framed(site, group_welcome), name=name),
        path(f"{base}/present/", site.admin_view(present), name=f"{name}_present"),
        path(f"{base}/code/", framed(site, code), name=f"{name}_code"),
        path(f"{base}/code.png", site.admin_view(picture), name=f"{name}_picture"),
    ]


@require_http_methods(["GET", "POST"])
def group_welcome(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """All of it; its form sets when and where."""
    group = _group(request, pk)
    sheet = Sheet(group, request.user)
    form = DayForm(request.POST if "place" in request.POST else None, initial=_initial(sheet.day))
    if request.method == "POST" and "begin" in request.POST:
        agenda.begin(group)
        return redirect("admin:trainees_group_welcome", pk)
    if form.is_valid():
        try:
            agenda.plan(group, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Stored."))
            return redirect("admin:trainees_group_welcome", pk)
    context |= {"group": group, "sheet": sheet, "form": form, "title": _("Welcome day")}
    return render(request, "trainees/desk/welcome.html", context)


def _initial(day: WelcomeDay | None) -> dict[str, Any]:
    if day is None:
        return {}
    return {
        "starts_at": timezone.localtime(day.starts_at),
        "place": day.place,
        "note": day.note,
    }


@require_POST
def present(request: UserRequest, pk: int) -> HttpResponse:
    """Somebody was there, caught up, or was not there after all."""
    day = _day(request, pk)
    for deed in ("tutor", "later", "undo"):
        if deed in request.POST:
            _write(request, day, deed)
    return redirect("admin:trainees_group_welcome", pk)


def _write(request: UserRequest, day: WelcomeDay, deed: str) -> None:
    people = Trainee.objects.visible_to(request.user).filter(group=day.group_id)
    key = request.POST[deed]
    if deed == "tutor" and key == "all":
        chosen = list(people.filter(welcomed=None))
    else:
        number = int(key) if key.isdecimal() and len(key) < 10 else 0
        chosen = [get_object_or_404(people, pk=number)]
    try:
        for trainee in chosen:
            _write_one(day, trainee, deed, request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Stored."))


def _write_one(day: WelcomeDay, trainee: Trainee, deed: str, by: User) -> None:
    if deed == "undo":
        presence.take_back(trainee, by=by)
    else:
        presence.tick(day, trainee, PresentHow(deed), by=by)


@never_cache
@require_safe
def code(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """For the wall: the code of this minute, and how many are here."""
    day = _day(request, pk)
    now = timezone.now()
    context |= {
        "group": day.group,
        "code": screen.code(day, now),
        "stamp": int(now.timestamp()),
        "is_today": timezone.localdate(now) == timezone.localdate(day.starts_at),
        "sheet": Sheet(day.group, request.user),
        "title": _("Welcome day"),
    }
    response = render(request, "trainees/desk/welcome_code.html", context)
    response["Refresh"] = str(screen.REFRESH)  # seconds
    return response


@never_cache
@require_safe
def picture(request: UserRequest, pk: int) -> HttpResponse:
    """The QR code of this minute."""
    address = screen.address(_day(request, pk), timezone.now())
    return HttpResponse(qr.png(address), content_type="image/png")


def _group(request: UserRequest, pk: int) -> Group:
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return group


def _day(request: UserRequest, pk: int) -> WelcomeDay:
    group = _group(request, pk)
    day = WelcomeDay.objects.visible_to(request.user).filter(group=group).first()
    if day is None:
        raise Http404
    return day
