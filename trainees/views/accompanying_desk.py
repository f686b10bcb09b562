"""Who comes with a group, on the desk: entered, changed, written to, taken away."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from imyportal.forms import add_errors
from trainees.accompanying import board, entering
from trainees.accompanying.forms import PersonForm
from trainees.models import AccompanyingPerson, Group

CHANGE = "trainees.change_accompanyingperson"


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the pages of a group; names below `admin:`."""
    person, name = "trainees/accompanying/<int:pk>", "trainees_accompanying"
    group = "trainees/group/<int:pk>/accompanying/"
    return [
        path(group, framed(site, group_accompanying), name="trainees_group_accompanying"),
        path(f"{person}/", framed(site, accompanying_person), name=f"{name}_person"),
        path(f"{person}/link/", site.admin_view(link), name=f"{name}_link"),
        path(f"{person}/remove/", site.admin_view(remove), name=f"{name}_remove"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def group_accompanying(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Everybody who comes with the group; the form enters one more."""
    seen = Group.objects.visible_to(request.user).select_related("organisation", "lead_tutor")
    group = get_object_or_404(seen, pk=pk)
    _may(request)
    form = PersonForm(request.POST or None, group=group)
    if form.is_valid():
        try:
            entering.enter(group, form.said(), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Stored. The link to their page is on its way."))
            return redirect("admin:trainees_group_accompanying", pk)
    people = AccompanyingPerson.objects.visible_to(request.user).filter(group=group)
    people = people.prefetch_related("bed_stays__bed__room__house")
    context |= {"group": group, "people": people, "form": form}
    context |= {"title": _("Accompanying persons"), "lacks": board.is_asked_for(group)}
    return render(request, "trainees/desk/accompanying.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def accompanying_person(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """One of them, to be changed."""
    person = _person(request, pk)
    form = PersonForm(request.POST or None, group=person.group, person=person)
    if form.is_valid():
        try:
            entering.change(person, form.said(), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Stored."))
            return redirect("admin:trainees_group_accompanying", person.group_id)
    context |= {"person": person, "form": form, "title": person.name}
    return render(request, "trainees/desk/accompanying_person.html", context)


@require_POST
def link(request: UserRequest, pk: int) -> HttpResponse:
    """The link to their page once more."""
    person = _person(request, pk)
    if entering.mail_link(person):
        messages.success(request, _("The link is on its way."))
    else:
        messages.info(request, _("The link went there today already, or their page has ended."))
    return redirect("admin:trainees_group_accompanying", person.group_id)


@require_POST
def remove(request: UserRequest, pk: int) -> HttpResponse:
    """They do not come after all."""
    person = _person(request, pk)
    try:
        entering.remove(person, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Taken away. Their link has ended."))
    return redirect("admin:trainees_group_accompanying", person.group_id)


def _may(request: UserRequest) -> None:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied


def _person(request: UserRequest, pk: int) -> AccompanyingPerson:
    seen = AccompanyingPerson.objects.visible_to(request.user)
    person = get_object_or_404(seen.select_related("group__organisation"), pk=pk)
    _may(request)
    return person
