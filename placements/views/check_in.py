"""«How was your week?»: a trainee's five taps."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import UserRequest
from imyportal import opening, weeks
from trainees import phones
from trainees.models.stand_ins import on_duty

from .. import presenting, wording
from ..cycle import check_ins
from ..cycle.forms import CheckInForm
from ..enums import CheckInBy
from ..models import CheckIn, Placement
from .addresses import stays_of


@require_http_methods(["GET", "POST"])
def check_in(request: UserRequest) -> HttpResponse:
    """One form, one POST; sent again it takes the place of what was said."""
    found = stays_of(request)
    placement = found.current
    monday = _week(request, placement, found.today) if placement else None
    if placement is None or monday is None:
        return render(request, "placements/trainee/no_check_in.html", {"tab": "home"})
    said = check_ins.said_by_trainee(placement, monday)
    data = request.POST if request.method == "POST" else None
    country = "" if found.trainee.phone else found.trainee.group.organisation.country
    form = CheckInForm(data, monday=monday, said=said, country=country)
    if form.is_valid() and _give(request, placement, form):
        tutor = found.trainee.responsible
        text = _("Thank you. %(name)s reads it.") % {"name": tutor.first_name}
        if form.cleaned_data["call_wanted"]:
            text = _calls(tutor, timezone.now())
        messages.success(request, text)
        return redirect("placements:home")
    context = {
        "tab": "home",
        "form": form,
        "said": said,
        "period": presenting.period(monday, monday + timedelta(days=6)),
        "tutor": found.trainee.responsible,
        "phone": found.trainee.phone,
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "placements/trainee/check_in.html", context, status=status)


@require_safe
def check_ins_said(request: UserRequest) -> HttpResponse:
    """What the trainee said of every week, the latest first; to be read only."""
    trainee = stays_of(request).trainee
    seen = CheckIn.objects.visible_to(request.user).filter(said_by=CheckInBy.TRAINEE)
    rows = seen.select_related("placement__company", "called_by")
    context = {
        "tab": "home",
        "weeks": [_read(row) for row in rows],
        "tutor": trainee.responsible,
    }
    return render(request, "placements/trainee/check_ins.html", context)


def _read(row: CheckIn) -> dict[str, Any]:
    """One week, ready for the page."""
    period = presenting.period(row.monday, row.monday + timedelta(days=6))
    rows = [
        (CheckInForm.labels[name], _("%(value)d of 5") % {"value": row.answers[name]})
        for name in CheckInForm.taps
        if name in row.answers
    ]
    return {"row": row, "period": period, "rows": rows}


def _week(request: UserRequest, placement: Placement, today: date) -> date | None:
    """The one in the address while it may be changed, else the one that is asked about."""
    try:
        named = weeks.from_iso(request.GET.get("week", ""))
    except ValueError:
        named = None
    if named and check_ins.is_open(placement, named, today):
        return named
    return check_ins.week_of(placement, today)


def _calls(tutor: User, now: datetime) -> str:
    """Who calls, and from when on: nobody is promised a call while the agency is closed."""
    hours = opening.hours()
    if hours.is_open(now):
        name = on_duty(tutor, timezone.localdate(now)).first_name
        return _("Thank you. %(name)s hears of it now and calls you.") % {"name": name}
    opens = hours.opens_next(now)
    names = {
        "name": on_duty(tutor, opens.date()).first_name,
        "day": wording.full_day(opens),
        "time": f"{opens:%H:%M}",
    }
    if opens.date() == timezone.localdate(now):
        return _("Thank you. %(name)s calls you today, after %(time)s.") % names
    # Translators: day is like «Monday 23 November»
    return _("Thank you. %(name)s calls you on %(day)s, after %(time)s.") % names


@transaction.atomic
def _give(request: UserRequest, placement: Placement, form: CheckInForm) -> bool:
    data = form.cleaned_data
    if data.get("phone"):
        phones.change(placement.trainee, data["phone"], by=request.user)
    try:
        check_ins.give_trainee(
            placement,
            data["monday"],
            answers={name: data[name] for name in form.taps if data.get(name)},
            text=data["text"],
            call_wanted=data["call_wanted"],
            by=request.user,
            once=data["once"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
