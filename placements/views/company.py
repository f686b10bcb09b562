"""What a company tutor does by the link in the mail: sign, send back, say «not me»."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import links
from accounts.doors import link_required
from accounts.enums import Purpose
from accounts.models import AccessLink
from imyportal import opening, weeks
from imyportal.opening import wording as office_hours
from imyportal.ratelimit import client_ip

from .. import company_panels, company_todo, contacts, new_hours, presenting, signing, wording
from ..absences import offers
from ..company_forms import NotMeForm, WeekForm
from ..cycle import questions
from ..enums import WeekStatus
from ..models import CompanyTutor, CorrectionRequest, HourWeek
from ..sheets import Sheet, sheets
from ..todo import Todo
from ..worktime import showing


class LinkRequest(HttpRequest):
    """A request that came in by a link."""

    viewer: AccessLink


def _tutor(request: LinkRequest) -> CompanyTutor:
    """Whom the link was mailed to; `link_required` has read it, and found that it holds."""
    holder = request.viewer.holder
    if not isinstance(holder, CompanyTutor):
        raise Http404
    return holder


def button_text(minutes: int) -> str:
    """The text of the signing button, which is kept with the signature."""
    return _("Sign %(hours)s hours") % {"hours": weeks.hours(minutes)}


@require_safe
@link_required(Purpose.COMPANY)
def week_list(request: LinkRequest) -> HttpResponse:
    """All weeks that wait; a single one at once."""
    found = signing.open_weeks(request.viewer)
    if len(found) == 1 and "all" not in request.GET:
        return redirect("company:week", found[0].placement.public_id, found[0].iso)
    placements = company_todo.recent(request.viewer)
    todos = company_todo.todos(placements)
    needed = [each for each in todos if each.is_needed]
    context = {
        "heading": company_todo.heading(len(found), len(needed)),
        "tutor": _tutor(request),
        "weeks": [_line(sheet) for sheet in found],
        "all_button": _sign_all_text(found),
        "needed": needed,
        "todos": [each for each in todos if not each.is_needed],
        "charts": placements,
        "absences": [row for each in placements if (row := offers.not_here(each))],
    }
    return render(request, "placements/company/weeks.html", context)


def _line(sheet: Sheet) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "trainee": sheet.placement.trainee,
        "period": presenting.period(sheet.monday, sheet.sunday),
        "hours": weeks.hours(sheet.minutes),
        "button": button_text(sheet.minutes),
    }


def _sign_all_text(found: list[Sheet]) -> str:
    total = sum(sheet.minutes for sheet in found)
    text = ngettext(
        "Sign %(count)d week: %(hours)s hours",
        "Sign all %(count)d weeks: %(hours)s hours",
        len(found),
    )
    return text % {"count": len(found), "hours": weeks.hours(total)}


def _offers(sheet: Sheet) -> list[Todo]:
    found = (offer(sheet.placement) for offer in company_panels.offers)
    return [each for each in found if each]


def corrected(sheet: Sheet) -> str:
    """What was signed and what holds since a correction; empty while both are the same."""
    return "" if sheet.signed_minutes == sheet.minutes else presenting.signed_hours(sheet)


def stored(sheet: Sheet) -> HourWeek:
    """The row behind a sheet of the company's pages."""
    assert sheet.week is not None  # noqa: S101 - every sheet here was read from its row
    return sheet.week


def sheet_or_404(request: LinkRequest, placement: uuid.UUID, week: str) -> Sheet:
    """The week `request.viewer` may see, with all the company's pages need."""
    try:
        monday: date = weeks.from_iso(week)
    except ValueError as error:
        raise Http404 from error
    row = get_object_or_404(
        questions.with_said(HourWeek.objects.visible_to(request.viewer))
        .select_related(
            "placement__trainee__tutor",
            "placement__trainee__group__lead_tutor",
            "placement__company",
            "placement__company_tutor",
            "signature__user",
        )
        .annotate(has_findings=showing.has_findings()),
        placement__public_id=placement,
        monday=monday,
    )
    return sheets([row], today=timezone.localdate())[0]


@require_http_methods(["GET", "POST"])
@link_required(Purpose.COMPANY)
def week_page(request: LinkRequest, placement: uuid.UUID, week: str) -> HttpResponse:
    """The hours of one week, the optional scores, and one button."""
    sheet = sheet_or_404(request, placement, week)
    if sheet.status == WeekStatus.SIGNED:
        return redirect("company:thanks", placement, week)
    form = WeekForm(request.POST or None, version=sheet.version)
    panels = company_panels.bind(request.viewer, stored(sheet), request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = _return if form.wants_return else _sign
        answer = act(request, sheet, form, panels)
        if answer is not None:
            return answer
        sheet = sheet_or_404(request, placement, week)
        form.show_version(sheet.version)
    return _week_answer(request, sheet, form, panels)


def _week_answer(
    request: LinkRequest, sheet: Sheet, form: WeekForm, panels: list[company_panels.Bound]
) -> HttpResponse:
    context = _line(sheet) | {
        "tutor": sheet.placement.company_tutor,
        "company": sheet.placement.company,
        "number": sheet.number,
        "rows": presenting.rows(sheet),
        "worktime": showing.of_stored(sheet.week),
        "new_hours": new_hours.lines(sheet.placement, sheet.timetable),
        "form": form,
        "panels": panels,
        "todos": company_todo.todos(company_todo.recent(request.viewer)),
        "offers": _offers(sheet),
        "error_forms": [form, *(panel.form for panel in panels)],
        "has_errors": bool(form.errors or any(panel.form.errors for panel in panels)),
        "status_code": 409 if form.has_error("__all__", "changed") else 200,
    }
    status = context["status_code"]
    return render(request, "placements/company/week.html", context, status=status)


def _sign(
    request: LinkRequest, sheet: Sheet, form: WeekForm, panels: list[company_panels.Bound]
) -> HttpResponse | None:
    if not all(panel.form.is_valid() for panel in panels):
        return None
    try:
        _sign_now(request, sheet, form.cleaned_data["version"], panels)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    return redirect("company:thanks", sheet.placement.public_id, sheet.iso)


def _sign_now(
    request: LinkRequest, sheet: Sheet, version: int, panels: list[company_panels.Bound]
) -> None:
    company_panels.sign_week(
        stored(sheet),
        panels,
        viewer=request.viewer,
        name=sheet.placement.company_tutor.name,
        role=_("Tutor at %(company)s") % {"company": sheet.placement.company.name},
        button=button_text(sheet.minutes),
        version=version,
        ip=client_ip(request) or None,
    )
    links.note_use(request.viewer, "signed", client_ip(request))


def _return(
    request: LinkRequest, sheet: Sheet, form: WeekForm, panels: list[company_panels.Bound]
) -> HttpResponse | None:
    try:
        signing.return_week(
            stored(sheet),
            by_name=sheet.placement.company_tutor.name,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            once=form.cleaned_data["once"],
            link=request.viewer,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None
    links.note_use(request.viewer, "sent back", client_ip(request))
    name = sheet.placement.trainee.first_name
    messages.success(request, _("Sent back. %(name)s will correct the hours.") % {"name": name})
    return redirect(reverse("company:weeks") + "?all=1")


@require_POST
@link_required(Purpose.COMPANY)
def sign_all(request: LinkRequest) -> HttpResponse:
    """Sign every week that was shown, each in the version that was shown."""
    shown = dict(
        pair.rsplit(":", 1) for pair in request.POST.getlist("week") if pair.count(":") == 1
    )
    signed = left = 0
    for sheet in signing.open_weeks(request.viewer):
        version = shown.get(f"{sheet.placement.public_id}/{sheet.iso}", "")
        if not version.isdecimal():
            continue
        try:
            _sign_now(request, sheet, int(version), [])
        except ValidationError:
            left += 1
        else:
            signed += 1
    if left:
        messages.warning(
            request, _("Some hours were changed meanwhile. Please look at them again.")
        )
    if signed:
        text = ngettext(
            "Signed: %(count)d week. Thank you.", "Signed: %(count)d weeks. Thank you.", signed
        )
        messages.success(request, text % {"count": signed})
    return redirect("company:weeks")


def _pending(request: LinkRequest, sheet: Sheet) -> str:
    """The days of which a correction waits for the agency, in words; empty when none does."""
    asked = CorrectionRequest.objects.visible_to(request.viewer).waiting().filter(week=sheet.week)
    days = asked.order_by("date").values_list("date", flat=True)
    # Translators: joins the last two of a list, as in «Tuesday and Friday»
    return get_text_list([wording.full_day(day) for day in days], _("and"))


@require_safe
@link_required(Purpose.COMPANY)
def thanks(request: LinkRequest, placement: uuid.UUID, week: str) -> HttpResponse:
    """After the signature: what was signed, and what else waits."""
    sheet = sheet_or_404(request, placement, week)
    if sheet.signature is None:
        return redirect("company:week", placement, week)
    context = _line(sheet) | {
        "hours": weeks.hours(sheet.signature.minutes),
        "corrected": corrected(sheet),
        "signature": sheet.signature,
        "said": company_panels.said(stored(sheet)),
        "check": sheet.signature.digest[:8].upper(),
        "tutor": sheet.placement.company_tutor,
        "agency_tutor": sheet.placement.trainee.responsible,
        "office_hours": office_hours.week(opening.hours()),
        "todos": company_todo.todos(company_todo.recent(request.viewer)),
        "more": [_line(other) for other in signing.open_weeks(request.viewer)],
        "pending": _pending(request, sheet),
        "offers": _offers(sheet),
    }
    return render(request, "placements/company/thanks.html", context)


@require_http_methods(["GET", "POST"])
@link_required(Purpose.COMPANY)
def not_me(request: LinkRequest) -> HttpResponse:
    """«Non sono io»: the link stops working and the agency puts the address right."""
    tutor = _tutor(request)
    form = NotMeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        links.note_use(request.viewer, "not me", client_ip(request))
        contacts.not_me(tutor, note=form.cleaned_data["note"], by=request.viewer)
        return render(request, "placements/company/not_me_done.html", {"tutor": tutor})
    return render(request, "placements/company/not_me.html", {"form": form, "tutor": tutor})
