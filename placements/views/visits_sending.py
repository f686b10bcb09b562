"""Visits as the sending tutor sees them: their days, a wish to come, what they saw."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import UserRequest
from imyportal.forms import add_errors
from trainees.models import SendingTutor

from .. import wording as words
from ..enums import ReportSide, StopAnswer, VisitState
from ..models import Visit, VisitReport, VisitRequest, VisitStop
from ..visit_forms import WishForm, all_valid, reports_of, seen_in
from ..visits import calendar, ending, offering, wishes, wording


def _tutor(request: UserRequest) -> SendingTutor:
    """Who is signed in; nobody else has such pages."""
    tutor = SendingTutor.objects.filter(user=request.user).select_related("organisation").first()
    if tutor is None:
        raise Http404
    return tutor


def _visit(request: UserRequest, public_id: uuid.UUID) -> Visit:
    _tutor(request)
    seen = Visit.objects.visible_to(request.user)
    related = ("organisation", "group", "agency_tutor", "planned_by")
    return get_object_or_404(seen.select_related(*related), public_id=public_id)


@require_safe
def visits(request: UserRequest) -> HttpResponse:
    """What is planned, what was asked for, what was; and the calendar."""
    _tutor(request)
    today = timezone.localdate()
    rows = list(
        Visit.objects.visible_to(request.user)
        .select_related("organisation", "group")
        .prefetch_related("stops__company")
    )
    context = {
        "coming": [_line(row) for row in reversed(rows) if row.day >= today],
        "past": [_line(row) for row in rows if row.day < today],
        "wishes": [
            {"wish": each, "period": wording.period(each)}
            for each in VisitRequest.objects.visible_to(request.user).select_related("group")[:20]
        ],
        "address": calendar.address(request.user),
    }
    return render(request, "sending/visits.html", context)


def _line(visit: Visit) -> dict[str, Any]:
    stops = [each for each in visit.stops.all() if wording.takes_place(each)]
    tones = {VisitState.PLANNED: "wait", VisitState.CONFIRMED: "ok", VisitState.CANCELLED: "danger"}
    return {
        "visit": visit,
        "day": f"{words.full_day(visit.day)} {visit.day.year}",
        "companies": ", ".join(str(each.company) for each in stops),
        "tone": tones.get(VisitState(visit.state), ""),
    }


@require_safe
def visit(request: UserRequest, visit: uuid.UUID) -> HttpResponse:
    """One day: companies, times, whom to ask for, addresses, directions, and what was written about it."""
    row = _visit(request, visit)
    stops = _stops(row)
    there = offering.there(stops, request.user)
    said = VisitReport.objects.visible_to(request.user).filter(stop__in=stops).select_related("by")
    by_stop: dict[int, list[VisitReport]] = {}
    for each in said:
        by_stop.setdefault(each.stop_id, []).append(each)
    context = _line(row) | {
        "visitors": wording.visitors(row),
        "meeting": wording.meeting(row),
        "can_report": row.day <= timezone.localdate() and row.state != VisitState.CANCELLED,
        "tutor": row.agency_tutor or row.planned_by,
        "stops": [
            {
                "stop": stop,
                "span": wording.span(stop),
                "people": [each.trainee.name for each in there[stop.pk]],
                "tone": wording.TONES[StopAnswer(stop.answer)],
                "label": wording.answer(stop),
                "reports": by_stop.get(stop.pk, []),
            }
            for stop in stops
        ],
    }
    return render(request, "sending/visit.html", context)


def _stops(visit: Visit) -> list[VisitStop]:
    stops = visit.stops.holding().exclude(answer=StopAnswer.NO)
    rows = list(stops.select_related("company", "company_tutor"))
    for row in rows:
        row.visit = visit
    return rows


@require_http_methods(["GET", "POST"])
def visit_wish(request: UserRequest) -> HttpResponse:
    """«We come to Italy.»"""
    tutor = _tutor(request)
    today: date = timezone.localdate()
    form = WishForm(request.POST if request.method == "POST" else None, tutor=tutor, today=today)
    if form.is_valid():
        try:
            wishes.ask_to_come(tutor, form.as_wish(), once=form.cleaned_data["once"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Sent. The agency plans the visits and writes to you."))
            return redirect("sending:visits")
    return render(request, "sending/visit_wish.html", {"form": form})


@require_http_methods(["GET", "POST"])
def visit_report(request: UserRequest, visit: uuid.UUID) -> HttpResponse:
    """What the school's tutors saw; the agency reads it."""
    row = _visit(request, visit)
    stops = _stops(row)
    data = request.POST if request.method == "POST" else None
    said = VisitReport.objects.visible_to(request.user).filter(
        stop__in=stops, side=ReportSide.SCHOOL
    )
    rows = reports_of(data, stops, said, may_hide=False)
    if data is not None and all_valid(rows):
        try:
            ending.report(row, ReportSide.SCHOOL, seen_in(rows), by=request.user)
        except ValidationError as error:
            rows[0].add_error(None, error)
        else:
            messages.success(request, _("Stored. The agency reads your report, too."))
            return redirect("sending:visit", row.public_id)
    context = _line(row) | {"rows": rows, "has_errors": any(each.errors for each in rows)}
    return render(request, "sending/visit_report.html", context)


@require_POST
def renew(request: UserRequest) -> HttpResponse:
    """A new secret address of the calendar; the old one dies."""
    _tutor(request)
    calendar.renew(request.user)
    messages.success(request, _("The address is new; the old one shows nothing any more."))
    return redirect("sending:visits")
