"""What an agency tutor does about absences: write one down, end it, clear it up, settle its paper."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import UserRequest
from imyportal.forms import add_errors

from ..absence_forms import LogForm, OverForm
from ..absences import going, noticing, papers, saying
from ..absences import wording as words
from ..absences.saying import Known
from ..enums import AbsenceKind
from ..models import Absence, Placement


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages for `site.get_urls()`; names below `admin:`."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def page(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, context=site.each_context(request), **kwargs)

        return site.admin_view(page)

    def one(address: str, view: Callable[..., HttpResponse]) -> URLPattern:
        at = f"placements/absence/<int:pk>/{address}/"
        return path(at, wrap(view), name=f"placements_absence_{address}")

    return [
        path(
            "placements/placement/<int:pk>/absence/",
            wrap(placement_absence),
            name="placements_placement_absence",
        ),
        one("over", absence_over),
        one("clear", absence_clear),
        one("settle", absence_settle),
    ]


@require_http_methods(["GET", "POST"])
def placement_absence(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Write an absence down, as somebody told it."""
    seen = Placement.objects.visible_to(request.user).select_related("trainee", "company")
    placement = get_object_or_404(seen, pk=pk)
    _check(request, "placements.add_absence")
    form = LogForm(
        request.POST or None,
        initial={"first_day": timezone.localdate(), "kind": AbsenceKind.ILL},
    )
    if form.is_valid():
        try:
            known = saying.log(
                placement,
                form.saying(),
                by=request.user,
                said_at=form.when_said(),
                tells_company=form.cleaned_data["tells_company"],
                once=form.cleaned_data["once"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            _say(request, known)
            if form.cleaned_data["tells_company"] and known.is_new and not known.company_told:
                text = _("No e-mail reaches the company. Call: the absence is not known there.")
                messages.warning(request, text)
            return redirect("admin:placements_absence_change", known.absence.pk)
    title = _("Write down an absence: %(placement)s") % {"placement": placement}
    context |= {"form": form, "errors": form.errors, "title": title}
    context |= {"button": _("Write down the absence"), "back": placement.get_absolute_url()}
    return render(request, "admin/desk_form.html", context)


def _say(request: UserRequest, known: Known) -> None:
    days = {"days": words.days_of(known.absence)}
    if not known.is_new:
        messages.info(request, _("This was known already: %(days)s.") % days)
        return
    messages.success(request, _("The absence is written down: %(days)s.") % days)
    if known.left:
        count = len(known.left)
        text = ngettext(
            "%d day stands in the hours as it was: its week was sent, or it was worked.",
            "%d days stand in the hours as they were: their weeks were sent, or they were worked.",
            count,
        )
        messages.warning(request, text % count)


@require_http_methods(["GET", "POST"])
def absence_over(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """The trainee is at work again, or the absence never was."""
    absence = _absence(request, pk)
    form = OverForm(request.POST or None, initial={"day": timezone.localdate()})
    back = reverse("admin:placements_absence_change", args=[pk])
    if form.is_valid():
        try:
            going.go(absence, form.cleaned_data["day"], by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Stored. Whoever heard of the absence hears this, too."))
            return redirect(back)
    title = _("At work again: %(absence)s") % {"absence": absence}
    context |= {"form": form, "errors": form.errors, "title": title, "back": back}
    context |= {"button": _("Store the day")}
    return render(request, "admin/desk_form.html", context)


@require_POST
def absence_clear(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """The board is quiet about what the company said."""
    noticing.clear_up(_absence(request, pk), by=request.user)
    messages.success(request, _("Cleared up. It is off the Today board."))
    return redirect("admin:placements_absence_change", pk)


@require_POST
def absence_settle(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """The paper is in order, or none is needed."""
    papers.settle(_absence(request, pk), by=request.user)
    messages.success(request, _("The paper is settled."))
    return redirect("admin:placements_absence_change", pk)


def _absence(request: UserRequest, pk: int) -> Absence:
    seen = Absence.objects.visible_to(request.user).select_related("placement__trainee")
    row = get_object_or_404(seen, pk=pk)
    _check(request, "placements.change_absence")
    return row


def _check(request: UserRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied
