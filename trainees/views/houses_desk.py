"""Houses on the desk: how full they are, who sleeps where, a bed for a group, another bed for one person."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from imyportal.forms import add_errors
from trainees.houses import NIGHT, beds, plan, where
from trainees.houses.forms import MoveForm
from trainees.houses.settling import Settling
from trainees.models import AccompanyingPerson, BedStay, Group, Trainee
from trainees.models.accompanying import Person

from . import guests_desk

CHANGE = "trainees.change_bedstay"


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the pages of house, group and trainee, with those of guest files; names below `admin:`."""
    group, person = "trainees/group/<int:pk>/beds/", "trainees/trainee/<int:pk>/bed/"
    other = "trainees/accompanying/<int:pk>/bed/"
    return [
        path("trainees/house/plan/", framed(site, house_plan), name="trainees_house_plan"),
        path("trainees/house/day/", framed(site, house_day), name="trainees_house_day"),
        path(group, framed(site, group_beds), name="trainees_group_beds"),
        path(person, framed(site, trainee_bed), name="trainees_trainee_bed"),
        path(other, framed(site, accompanying_bed), name="trainees_accompanying_bed"),
        *guests_desk.urls(site),
    ]


def _may(request: UserRequest) -> None:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied


def _day(request: UserRequest, name: str) -> date:
    """A day of the address; today where it is none, or in no time that calendars reach."""
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return timezone.localdate()
    return day if 1900 < day.year < 2200 else timezone.localdate()


@require_safe
def house_plan(request: UserRequest, *, context: dict[str, Any]) -> HttpResponse:
    """Houses by weeks."""
    _may(request)
    context |= {"plan": plan.Plan(_day(request, "from")), "title": _("How full the houses are")}
    return render(request, "trainees/desk/house_plan.html", context)


@require_safe
def house_day(request: UserRequest, *, context: dict[str, Any]) -> HttpResponse:
    """Who sleeps where in the night after a day."""
    _may(request)
    day = _day(request, "day")
    homes = plan.on(day, request.user)
    context |= {"day": day, "homes": homes, "title": _("Who sleeps where")}
    context |= {"before": day - NIGHT, "after": day + NIGHT}
    context |= {"free": sum(home.free for home in homes)}
    return render(request, "trainees/desk/house_day.html", context)


@require_http_methods(["GET", "POST"])
def group_beds(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """A house for a group: a proposal of beds, to be changed and stored at once."""
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    _may(request)
    page = Settling(group, request.user, request.GET, request.POST or None)
    if page.form is not None and page.form.is_valid():
        try:
            count = page.store()
        except ValidationError as error:
            add_errors(page.form, error)
            page.form.ask(error)
        else:
            return _settled(request, page, count)
    context |= {"group": group, "page": page, "title": _("Beds")}
    return render(request, "trainees/desk/group_beds.html", context)


def _settled(request: UserRequest, page: Settling, count: int | None) -> HttpResponse:
    address = reverse("admin:trainees_group_beds", args=[page.group.pk])
    if count is None:  # only another proposal was asked for
        query = QueryDict(mutable=True)
        query.update({name: str(page.which[name].value()) for name in page.which.fields})
        return redirect(f"{address}?{query.urlencode()}")
    text = ngettext("%d bed is given.", "%d beds are given.", count) % count
    messages.success(request, text)
    return redirect(address)


@require_http_methods(["GET", "POST"])
def trainee_bed(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Another bed for one trainee, or none any more."""
    seen = Trainee.objects.visible_to(request.user).select_related("group")
    return _bed(request, get_object_or_404(seen, pk=pk), context)


@require_http_methods(["GET", "POST"])
def accompanying_bed(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """The same for somebody who comes with a group."""
    seen = AccompanyingPerson.objects.visible_to(request.user).select_related("group")
    return _bed(request, get_object_or_404(seen, pk=pk), context)


def _bed(request: UserRequest, person: Person, context: dict[str, Any]) -> HttpResponse:
    _may(request)
    form = MoveForm(request.POST or None, person=person)
    if form.is_valid():
        try:
            _move(request, form)
        except ValidationError as error:
            add_errors(form, error)
            form.ask(error)
        else:
            return redirect(plan.bed_page(person))
    stays = BedStay.objects.visible_to(request.user).of(person)
    context |= {"form": form, "person": person, "stays": stays.select_related("bed__room__house")}
    context |= {"room": where(person, timezone.localdate())}
    context |= {"title": _("Bed: %(name)s") % {"name": person}}
    return render(request, "trainees/desk/person_bed.html", context)


def _move(request: UserRequest, form: MoveForm) -> None:
    data = form.cleaned_data
    if form.is_gone:
        beds.leave(form.person, data["first_night"], by=request.user)
        messages.success(request, _("The bed is free from then on."))
        return
    beds.put([form.place()], by=request.user, anyway=data["anyway"])
    messages.success(request, _("Stored."))
