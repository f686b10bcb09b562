"""A trainee's results as they were signed off, with the own remark."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import UserRequest
from placements import stays

from .. import record as records
from .. import remarks, signing_off
from ..models import SignOff
from ..overview import Overview, Signed
from ..progress import Progress
from ..results_forms import RemarkForm


def _signed(request: UserRequest, moment: str) -> Signed:
    """The sign-off of this moment that holds."""
    today = timezone.localdate()
    stay = stays.of(request.user, today=today)
    placement = stay.current if stay else None
    if placement is None:
        raise Http404
    record = Progress(records.of([placement])[placement.pk], today).shown
    overview = Overview(record, signing_off.of(placement), today)
    held = (each for each in overview.signed if not each.is_replaced)
    found = next((each for each in held if each.sign_off.moment == moment), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def results(request: UserRequest, moment: str) -> HttpResponse:
    """Each value with its reason; a remark as long as it may be written."""
    signed = _signed(request, moment)
    sign_off, today = signed.sign_off, timezone.localdate()
    before: dict[str, Any] = {"remark": sign_off.remark, "printed": sign_off.remark_printed}
    form = RemarkForm(request.POST if request.method == "POST" else None, initial=before)
    if form.is_valid() and _write(request, sign_off, form):
        messages.success(request, _said(before["remark"], form.cleaned_data["remark"]))
        return redirect("assessment:results", moment)
    is_open = remarks.is_open(sign_off, today) or form.is_bound
    context = {
        "tab": "progress",
        "signed": signed,
        "form": form if is_open else None,
        "until": remarks.open_until(sign_off),
    }
    return render(request, "assessment/trainee/results.html", context)


def _said(before: str, now: str) -> str:
    if now.strip():
        return _("Your remark is kept.")
    return _("Your remark is taken back.") if before else _("You wrote no remark; nothing is kept.")


def _write(request: UserRequest, sign_off: SignOff, form: RemarkForm) -> bool:
    data = form.cleaned_data
    try:
        remarks.write(sign_off, text=data["remark"], printed=data["printed"], by=request.user)
    except ValidationError as error:
        form.add_error("remark" if error.code == "picture" else None, error)
        return False
    return True


@require_POST
def talk(request: UserRequest, moment: str) -> HttpResponse:
    """Ask the agency tutor for a talk about the results."""
    signed = _signed(request, moment)
    try:
        remarks.ask_for_talk(signed.sign_off, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Your tutor knows that you would like to talk about it."))
    return redirect("assessment:results", moment)
