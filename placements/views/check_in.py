"""«How was your week?»: a trainee's five taps."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest

from .. import presenting
from ..cycle import check_ins
from ..cycle.forms import CheckInForm
from ..models import Placement
from .addresses import stays_of


@require_http_methods(["GET", "POST"])
def check_in(request: UserRequest) -> HttpResponse:
    """One form, one POST; sent again it takes the place of what was said."""
    found = stays_of(request)
    placement = found.current
    monday = check_ins.week_of(placement, found.today) if placement else None
    if placement is None or monday is None:
        return render(request, "placements/trainee/no_check_in.html", {"tab": "home"})
    said = check_ins.said_by_trainee(placement, monday)
    data = request.POST if request.method == "POST" else None
    form = CheckInForm(data, monday=monday, said=said)
    if form.is_valid() and _give(request, placement, form):
        name = {"name": found.trainee.responsible.first_name}
        text = (
            _("Thank you. %(name)s calls you.")
            if form.cleaned_data["call_wanted"]
            else _("Thank you. %(name)s reads it.")
        )
        messages.success(request, text % name)
        return redirect("placements:home")
    context = {
        "tab": "home",
        "form": form,
        "said": said,
        "period": presenting.period(monday, monday + timedelta(days=6)),
        "tutor": found.trainee.responsible,
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "placements/trainee/check_in.html", context, status=status)


def _give(request: UserRequest, placement: Placement, form: CheckInForm) -> bool:
    data = form.cleaned_data
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
