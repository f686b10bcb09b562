"""Asking to correct a signed day: the trainee's page and the company's."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import links
from accounts.doors import link_required
from accounts.enums import Purpose
from accounts.requests import UserRequest
from imyportal import weeks
from imyportal.forms import add_errors
from imyportal.ratelimit import client_ip

from .. import presenting, requests, sheets, wording
from ..entries import DayEntry
from ..enums import RequestStatus, WeekStatus
from ..models import CorrectionRequest
from ..request_forms import DayRequestForm, WordsForm
from ..sheets import Sheet
from .addresses import Addresses, at
from .company import LinkRequest, corrected, sheet_or_404, stored
from .day_page import line_of
from .week_page import Tag


def _tag(asked: CorrectionRequest) -> Tag:
    tones = {RequestStatus.ACCEPTED: "ok", RequestStatus.DECLINED: "danger"}
    status = RequestStatus(asked.status)
    label = _("The agency decides") if status == RequestStatus.OPEN else capfirst(str(status.label))
    return Tag(label, tones.get(status, "wait"))


def rows(asked: Any) -> list[dict[str, Any]]:
    """Requests in words, newest first; one query."""
    return [
        {
            "day": wording.full_day(each.date),
            "wanted": wording.in_words(DayEntry.from_json(each.wanted)) if each.wanted else "",
            "reason": each.reason,
            "by": f"{each.by_name}, {wording.day_month(each.at)}",
            "answer": each.answer,
            "tag": _tag(each),
        }
        for each in asked.order_by("-at", "-pk")
    ]


def on_week(request: UserRequest, sheet: Sheet, addresses: Addresses) -> dict[str, Any]:
    """What the trainee's page of a signed week shows: days to ask about, and what was asked."""
    if sheet.status != WeekStatus.SIGNED:
        return {}
    days = [line for line in sheet.days if not (line.is_outside or line.is_future)]
    asked = CorrectionRequest.objects.visible_to(request.user).filter(week=sheet.week)
    return {
        "ask": [(capfirst(wording.full_day(line.date)), addresses.ask(line.date)) for line in days],
        # The chart's query knows whether there are any: most weeks cost none here.
        "asked": rows(asked) if getattr(sheet.week, "was_asked", True) else [],
    }


@require_http_methods(["GET", "POST"])
def day(request: UserRequest, date: date) -> HttpResponse:
    """The trainee's page: one day of a signed week as it should be, and why."""
    addresses = at(request, date, date)
    monday = weeks.monday_of(date)
    sheet = sheets.sheet(addresses.placement, monday, today=addresses.stays.today)
    line = line_of(sheet, date)
    if sheet.week is None or sheet.status != WeekStatus.SIGNED or line.is_future:
        raise Http404
    form = DayRequestForm(request.POST or None, line=line)
    if form.is_valid() and form.entry:
        data = form.cleaned_data
        try:
            requests.ask(
                sheet.week,
                date,
                by=request.user,
                reason=data["reason"],
                wanted=form.entry,
                once=data["once"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Sent. You get an e-mail when your tutor has decided."))
            return redirect(addresses.week(date))
    context = {
        "tab": "hours",
        "form": form,
        "day": capfirst(wording.full_day(date)),
        "now": wording.in_words(line.now),
        "back": addresses.week(date),
        "number": sheet.number,
    }
    return render(request, "placements/trainee/ask.html", context)


@require_http_methods(["GET", "POST"])
@link_required(Purpose.COMPANY)
def week(request: LinkRequest, placement: uuid.UUID, week: str) -> HttpResponse:
    """The company's page: which day, and in words what it should say."""
    sheet = sheet_or_404(request, placement, week)
    if sheet.status != WeekStatus.SIGNED:
        return redirect("company:week", placement, week)
    form = WordsForm(request.POST or None, sheet=sheet)
    if form.is_valid():
        data = form.cleaned_data
        row, by = stored(sheet), request.viewer
        try:
            requests.ask(row, data["date"], by=by, reason=data["reason"], once=data["once"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            links.note_use(by, "asked", client_ip(request))
            messages.success(request, _("Sent. The agency decides and writes to you."))
            return redirect("company:thanks", placement, week)
    asked = CorrectionRequest.objects.visible_to(request.viewer).filter(week=sheet.week)
    context = {"form": form, "sheet": sheet, "trainee": sheet.placement.trainee}
    context |= {"asked": rows(asked), "rows": presenting.rows(sheet)}
    context |= {"hours": weeks.hours(sheet.minutes), "corrected": corrected(sheet)}
    return render(request, "placements/company/ask.html", context)
