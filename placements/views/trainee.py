"""A trainee's pages: home and hours."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import UserRequest
from imyportal import weeks

from .. import glance_words, sheets, wording
from .. import hours as chart
from ..absences import afterwards, ahead
from ..enums import DayKind
from ..forms import DayForm, OneTapForm, WeekForm
from ..models import HourWeek, Placement, WorkDay
from ..sheets import Sheet
from ..worktime import showing
from . import asking, day_page, home_page, week_days, week_page
from .addresses import Addresses, stays_of
from .addresses import at as _at


def _in_week(request: UserRequest, monday: date) -> Addresses:
    return _at(request, monday, monday + timedelta(days=6))


def _sheet(at: Addresses, day: date) -> Sheet:
    return sheets.sheet(at.placement, weeks.monday_of(day), today=at.stays.today)


# --- Home and week ----------------------------------------------------------------------------


@require_safe
def home(request: UserRequest) -> HttpResponse:
    found = stays_of(request, with_check_in=True)
    return render(request, "placements/trainee/home.html", home_page.context(found))


@require_safe
def hours(request: UserRequest) -> HttpResponse:
    """The current week; the first before the placement, the last after it."""
    found = stays_of(request)
    placement = found.current
    if placement is None:
        context = {
            "tab": "hours",
            "tutor": home_page.contact(found.trainee.responsible, found.today),
        }
        return render(request, "placements/trainee/no_hours.html", context)
    return _week(request, Addresses(found, placement), _week_now(placement, found.today))


def _week_now(placement: Placement, today: date) -> date:
    return weeks.monday_of(min(max(today, placement.starts_on), placement.ends_on))


@require_safe
def week(request: UserRequest, monday: date) -> HttpResponse:
    return _week(request, _in_week(request, monday), monday)


def _week(request: UserRequest, at: Addresses, monday: date) -> HttpResponse:
    found = sheets.chart(at.placement, monday, today=at.stays.today)
    context = week_page.context(found, at, open_form="other" in request.GET)
    context |= asking.on_week(request, found.shown, at)
    context |= {"glance": home_page.glance(found, at), "rule": glance_words.rule()}
    if at.placement == at.stays.current and monday == _week_now(at.placement, at.stays.today):
        context["cannot_go"] = ahead.offer(at.placement, at.stays.today)
    saved = {str(line.date): line.date for line in found.shown.days}.get(
        request.GET.get("saved", "")
    )
    context["arrived"] = week_days.draft_key(found.shown, saved) if saved else ""
    return render(request, "placements/trainee/week.html", context)


@require_POST
def week_send(request: UserRequest, monday: date) -> HttpResponse:
    at = _in_week(request, monday)
    form = WeekForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Look at the week again, then send it."))
        return redirect(at.week(monday))
    data = form.cleaned_data
    try:
        chart.declare_week(
            at.placement, monday, by=request.user, version=data["version"], once=data["once"]
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _sent(at.placement, monday))
    return redirect(at.week(monday))


def _sent(placement: Placement, monday: date) -> str:
    names = {"number": placement.week_number(monday), "name": placement.company_tutor.name}
    # Translators: name is the company tutor's
    return _("Sent. Week %(number)d is with %(name)s.") % names


@require_POST
def week_take_back(request: UserRequest, monday: date) -> HttpResponse:
    at = _in_week(request, monday)
    found = get_object_or_404(
        HourWeek.objects.visible_to(request.user), placement=at.placement, monday=monday
    )
    try:
        chart.take_back(found, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect(at.week(monday))
    names = {"number": at.placement.week_number(monday)}
    messages.success(
        request, _("Week %(number)d is yours again. Send it when it is right.") % names
    )
    return redirect(_typed_before(request, at, monday))


def _typed_before(request: HttpRequest, at: Addresses, monday: date) -> str:
    """Back to the day whose form found the week locked, with what was typed; else to the week."""
    days = {str(day): day for day in weeks.days_of(monday) if at.placement.holds(day)}
    day = days.get(request.POST.get("day", ""))
    if day is None:
        return at.week(monday)
    query = request.POST.copy()
    for name in list(query):
        if name not in day_page.TYPED:
            del query[name]
    return at.day(day, query.urlencode())


# --- Day --------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def day(request: UserRequest, date: date) -> HttpResponse:
    at = _at(request, date, date)
    sheet = _sheet(at, date)
    if request.method == "GET":
        typed = {field: request.GET.get(name, "") for name, field in day_page.TYPED.items()}
        return _day(request, at, sheet, day_page.form_of(sheet, date, typed=typed), date)
    if "remove" in request.POST:
        return _day_remove(request, at, date)
    form = day_page.form_of(sheet, date, request.POST)
    if not form.is_valid() or form.entry is None:
        return _day(request, at, sheet, form, date)
    data = form.cleaned_data
    try:
        row = afterwards.save_day(
            at.placement,
            date,
            form.entry,
            by=request.user,
            version=data["version"],
            once=data["once"],
        )
    except ValidationError as error:
        return _day_refused(request, at, form, date, error)
    messages.success(request, _saved(row))
    return redirect(at.week(date, f"saved={date}"))


def _day(
    request: HttpRequest,
    at: Addresses,
    sheet: Sheet,
    form: DayForm,
    day: date,
    *,
    status: int = 200,
) -> HttpResponse:
    context = day_page.context(sheet, day, at, form) | {"conflict": status == 409}
    return render(request, "placements/trainee/day.html", context, status=status)


def _day_refused(
    request: HttpRequest, at: Addresses, form: DayForm, day: date, error: ValidationError
) -> HttpResponse:
    """The page again, with what was typed, what is stored now, and the version of that."""
    form.add_error(None, error)
    sheet = _sheet(at, day)
    form.saves_over(sheet.version)
    # A field that is wrong is no conflict with somebody else.
    return _day(request, at, sheet, form, day, status=409 if form.non_field_errors() else 422)


def _day_remove(request: UserRequest, at: Addresses, day: date) -> HttpResponse:
    try:
        afterwards.clear_day(at.placement, day, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(day)s is free again.") % {"day": wording.weekday(day)})
    return redirect(at.week(day))


def _saved(row: WorkDay) -> str:
    names = {"day": wording.weekday(row.date), "hours": wording.hours(row.minutes)}
    if row.kind == DayKind.WORKED:
        return _("Saved. %(hours)s on %(day)s") % names
    # Translators: what is «Ill», «Free day», «Public holiday» ...
    return _("Saved. %(day)s: %(what)s") % (names | {"what": wording.kind(row.kind)})


@require_POST
def day_as_agreed(request: UserRequest, date: date) -> HttpResponse:
    at = _at(request, date, date)
    form = OneTapForm(request.POST)
    data = form.cleaned_data if form.is_valid() else {}
    try:
        row = chart.save_as_agreed(at.placement, date, by=request.user, once=data.get("once"))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        is_locked = getattr(error, "code", "") == "locked"
        return redirect(at.week(date) if is_locked else at.day(date))
    messages.success(request, _saved(row))
    if data.get("back") != "home":
        return redirect(at.week(date))
    for text in showing.about(row):
        messages.warning(request, text)
    return redirect("placements:home")
