"""What an agency tutor does about days of visits: plan, change, ask, fix, cancel, report."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import HiddenInput
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from imyportal.attention import day_words
from imyportal.forms import add_errors
from trainees.models import Group

from ..enums import ReportSide, StopAnswer
from ..models import Visit, VisitReport, VisitRequest, VisitStop
from ..visit_forms import (
    DayForm,
    ReasonForm,
    StopRow,
    WhoseForm,
    all_valid,
    offered,
    reports_of,
    seen_in,
)
from ..visits import (
    asking,
    calendar,
    ending,
    offering,
    origins,
    planning,
    taking,
    wishes,
    wording,
)
from ..visits.ticks import AgainForm

ADD, CHANGE = "placements.add_visit", "placements.change_visit"


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages for `site.get_urls()`; names below `admin:`."""

    def one(model: str, address: str, view: Any) -> URLPattern:
        at = f"placements/{model}/<int:pk>/{address}/"
        return path(at, framed(site, view), name=f"placements_{model}_{address}")

    return [
        path("placements/visit/plan/", framed(site, plan), name="placements_visit_plan"),
        path("placements/visit/calendar/", framed(site, feed), name="placements_visit_calendar"),
        one("visit", "times", times),
        one("visit", "ask", ask),
        one("visit", "fix", fix),
        one("visit", "cancel", cancel),
        one("visit", "report", report),
        one("visitstop", "take", take),
        one("visitrequest", "decline", decline),
    ]


def _check(request: UserRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _visit(request: UserRequest, pk: int) -> Visit:
    seen = Visit.objects.visible_to(request.user).select_related("organisation", "group")
    visit = get_object_or_404(seen, pk=pk)
    _check(request, CHANGE)
    return visit


def _failed(request: UserRequest, error: ValidationError, visit: Visit) -> HttpResponse:
    messages.error(request, " ".join(error.messages))
    return redirect(visit)


# --- Planning ---------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def plan(request: UserRequest, *, context: dict[str, Any]) -> HttpResponse:
    """First whose trainees and when; then the companies with a time for each."""
    _check(request, ADD)
    groups = Group.objects.visible_to(request.user).filter(leaves_on__gte=timezone.localdate())
    whose = WhoseForm(
        request.GET if "whose" in request.GET else None,
        groups=groups.select_related("organisation"),
        group=request.GET.get("group", ""),
    )
    wish, origin = _wish(request), origins.find(request.user, request.GET.get("of", ""))
    form = None
    if whose.is_valid():
        form = _day_form(request, whose)
        if form.rows and form.is_valid():
            organisation, group = whose.chosen()
            try:
                with transaction.atomic():
                    visit = planning.plan(
                        organisation,
                        group,
                        form.as_day(),
                        form.new_stops(),
                        by=request.user,
                        request=wish,
                        once=form.cleaned_data["once"],
                        **form.ticked(),
                    )
                    if origin and visit:
                        origin.planned(visit)
            except ValidationError as error:
                form.refuse(error)
            else:
                return redirect(visit or "admin:placements_visit_changelist")
    context |= {"whose": whose, "form": form, "wish": wish, "origin": origin}
    context["title"] = _("Plan visits to companies")
    return render(request, "admin/placements/visit/plan.html", context)


def _wish(request: UserRequest) -> VisitRequest | None:
    """The wish of a school that the day answers."""
    key = request.GET.get("wish", "")
    seen = VisitRequest.objects.visible_to(request.user)
    return seen.filter(pk=int(key)).first() if key.isdecimal() else None


def _day_form(request: UserRequest, whose: WhoseForm) -> DayForm:
    organisation, group = whose.chosen()
    day, first = whose.cleaned_data["day"], whose.cleaned_data["first"]
    data = request.POST if request.method == "POST" else None
    wish, origin = _wish(request), origins.find(request.user, request.GET.get("of", ""))
    form = DayForm(
        data,
        organisation=organisation,
        rows=offered(
            data,
            offering.offers(request.user, organisation, group, day, first or offering.FIRST),
            trainee=origin.trainee if origin else None,
        ),
        initial={
            "day": day,
            "agency_tutor": request.user,
            "guests": [wish.tutor_id] if wish else [],
        },
    )
    form.fields["day"].widget = HiddenInput()  # it was chosen above
    return form


@require_http_methods(["GET", "POST"])
def times(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Another day, other times, companies more or fewer; answers given on the phone."""
    visit = _visit(request, pk)
    data = request.POST if request.method == "POST" else None
    form = DayForm(
        data,
        organisation=visit.organisation,
        rows=_rows(request, visit, data),
        initial={
            "day": visit.day,
            "agency_tutor": visit.agency_tutor_id,
            "guests": [each.tutor_id for each in visit.guest_rows.all()],
            "meeting_at": visit.meeting_at,
            "meeting_point": visit.meeting_point,
        },
    )
    if form.is_valid():
        try:
            planning.change(
                visit,
                form.as_day(),
                form.changes(),
                by=request.user,
                **form.ticked(),
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Stored. Companies with another time are asked again."))
            return redirect(visit)
    context |= {"form": form, "visit": visit, "title": _("Change the visits: %s") % visit}
    return render(request, "admin/placements/visit/times.html", context)


def _rows(request: UserRequest, visit: Visit, data: Any) -> list[StopRow]:
    stops = planning.holding(visit)
    there = offering.there(stops, request.user)
    rows = [
        StopRow(
            data,
            tutor=stop.company_tutor,
            people=there[stop.pk],
            times=(stop.starts_at, stop.ends_at),
            stop=stop,
        )
        for stop in stops
    ]
    for row in rows:
        row.tutor.company = row.stop.company  # type: ignore[union-attr]  # every row has one
    known = {stop.company_id for stop in stops}
    after = max((stop.ends_at for stop in stops), default=offering.FIRST)
    first = offering.later(after, offering.APART - offering.LONG)
    more = offering.offers(
        request.user, visit.organisation, visit.group, visit.day, first, without=known
    )
    return [*rows, *offered(data, more, ticked=False)]


@require_POST
def ask(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """One mail to each company that was not asked yet."""
    visit = _visit(request, pk)
    try:
        asked = asking.ask(visit, by=request.user)
    except ValidationError as error:
        return _failed(request, error, visit)
    if asked.count:
        text = ngettext("%d company is asked.", "%d companies are asked.", asked.count)
        messages.success(request, text % asked.count)
    for stop in asked.to_call:
        names = {"name": stop.company_tutor.name, "company": stop.company}
        text = _("%(name)s, %(company)s, has no e-mail address: call, and note the answer.")
        messages.warning(request, text % names)
    return redirect(visit)


@require_POST
def take(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """What a company proposes is taken; asked once more for a short way or a free day."""
    seen = VisitStop.objects.visible_to(request.user).select_related("visit", "company")
    stop = get_object_or_404(seen, pk=pk)
    _check(request, CHANGE)
    try:
        stop = taking.take(stop, by=request.user, **AgainForm(request.POST).ticked())
    except (planning.ShortWay, planning.FreeDay) as error:
        names = {"company": stop.company, "time": wording.proposal(stop)}
        text = _("Take %(time)s at %(company)s") % names
        context |= {"form": AgainForm(request.POST, error), "title": text, "button": text}
        context["back"] = stop.visit.get_absolute_url()
        return render(request, "admin/desk_form.html", context)
    except ValidationError as error:
        return _failed(request, error, stop.visit)
    names = {"company": stop.company, "time": f"{day_words(stop.visit.day)}, {wording.span(stop)}"}
    messages.success(request, _("%(company)s: %(time)s. The company is told.") % names)
    return redirect(stop.visit)


# --- The end of planning ----------------------------------------------------------------------


@require_POST
def fix(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """The day stands, and who comes along is told."""
    visit = _visit(request, pk)
    try:
        ending.fix(visit, by=request.user)
    except ValidationError as error:
        return _failed(request, error, visit)
    messages.success(
        request,
        _("The day is fixed. Who comes along and the companies that agreed get it by e-mail."),
    )
    return redirect(visit)


@require_http_methods(["GET", "POST"])
def cancel(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Nobody comes; everybody who was asked hears it."""
    visit = _visit(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            ending.cancel(visit, form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The visits are cancelled. Everybody concerned is told."))
            return redirect(visit)
    context |= {"form": form, "title": _("Cancel the visits: %s") % visit}
    context |= {
        "button": _("Cancel the visits and tell everybody"),
        "back": visit.get_absolute_url(),
    }
    return render(request, "admin/desk_form.html", context)


@require_http_methods(["GET", "POST"])
def report(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """What was seen, company by company; also after the day is locked."""
    visit = _visit(request, pk)
    stops = [each for each in planning.holding(visit) if each.answer != StopAnswer.NO]
    said = VisitReport.objects.visible_to(request.user).filter(stop__in=stops)
    data = request.POST if request.method == "POST" else None
    ours = said.filter(side=ReportSide.AGENCY)
    rows = reports_of(data, stops, ours, may_hide=True)
    if data is not None and all_valid(rows):
        try:
            ending.report(visit, ReportSide.AGENCY, seen_in(rows), by=request.user)
        except ValidationError as error:
            rows[0].add_error(None, error)
        else:
            messages.success(request, _("The report is stored, and stands among the contacts."))
            return redirect(visit)
    context |= {"rows": rows, "visit": visit, "has_errors": any(row.errors for row in rows)}
    context |= {"school": said.filter(side=ReportSide.SCHOOL).select_related("stop__company", "by")}
    context["title"] = _("Report of the visits: %s") % visit
    return render(request, "admin/placements/visit/report.html", context)


@require_http_methods(["GET", "POST"])
def decline(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """The wish of a school does not work."""
    seen = VisitRequest.objects.visible_to(request.user).select_related("organisation")
    wish = get_object_or_404(seen, pk=pk)
    _check(request, "placements.change_visitrequest")
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        wishes.decline(wish, form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Declined. Who asked gets your reason by e-mail."))
        return redirect(wish)
    context |= {"form": form, "title": _("Decline: %s") % wish}
    context |= {"button": _("Decline and tell who asked"), "back": wish.get_absolute_url()}
    return render(request, "admin/desk_form.html", context)


@require_http_methods(["GET", "POST"])
def feed(request: UserRequest, *, context: dict[str, Any]) -> HttpResponse:
    """The address of the tutor's own calendar; POST makes a new one."""
    _check(request, "placements.view_visit")
    if request.method == "POST":
        calendar.renew(request.user)
        messages.success(request, _("The address is new; the old one shows nothing any more."))
        return redirect(reverse("admin:placements_visit_calendar"))
    context |= {"address": calendar.address(request.user), "title": _("Visits in your calendar")}
    return render(request, "admin/placements/visit/calendar.html", context)
