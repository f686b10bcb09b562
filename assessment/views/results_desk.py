"""Results on the desk: the summary of a placement with its sign-off, and a group's at once."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from placements.models import Placement
from trainees.models import Group

from .. import looking, policies, remarks, results_rows, signing_off
from .. import record as records
from ..enums import SignOffMoment
from ..models import SignOff
from ..overview import Overview, title_of
from ..results_forms import ConfirmForm, SignOffForm
from ..signing_off import Sheet

URL_NAME = "placements_placement_results"
GROUP_URL_NAME = "trainees_group_results"


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages for `site.get_urls()`; names below `admin:`."""

    return [
        path("placements/placement/<int:pk>/results/", framed(site, results), name=URL_NAME),
        path("trainees/group/<int:pk>/results/", framed(site, group_results), name=GROUP_URL_NAME),
        path(
            "assessment/signoff/<int:pk>/talked/",
            site.admin_view(talked),
            name="assessment_signoff_talked",
        ),
    ]


def _moment(request: HttpRequest, otherwise: SignOffMoment) -> SignOffMoment:
    asked = request.GET.get("moment")
    return SignOffMoment(asked) if asked in SignOffMoment.values else otherwise


@require_http_methods(["GET", "POST"])
def results(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Who said what and what follows; one button confirms it for mid-term or for the end."""
    seen = Placement.objects.visible_to(request.user).select_related("trainee", "company")
    placement = get_object_or_404(seen, pk=pk)
    if not policies.can_sign_off(request.user, placement):
        raise PermissionDenied
    moment = _moment(request, results_rows.moment_of([placement]))
    sheet = signing_off.sheets([placement], moment)[pk]
    form = SignOffForm(request.POST if request.method == "POST" else None, sheet=sheet)
    if form.is_valid() and _sign(request, sheet, form):
        messages.success(request, _("The results are signed off. The trainee sees them now."))
        return redirect(f"{reverse(f'admin:{URL_NAME}', args=[pk])}?moment={moment}")
    record = records.of([placement])[pk]
    overview = Overview(record, signing_off.of(placement), timezone.localdate())
    context |= {
        "placement": placement,
        "overview": overview,
        "form": form,
        "obstacle": signing_off.obstacle(sheet),
        "current": sheet.current,
        "warnings": results_rows.warnings([sheet], moment),
        "overtaken": looking.overtaken_words()
        if looking.is_overtaken(sheet.current, sheet.record)
        else "",
        "moment": moment,
        "moments": [(each.value, title_of(each)) for each in SignOffMoment],
        "rows": results_rows.fields(overview, form),
        "title": _("Results"),
    }
    return render(request, "assessment/desk/results.html", context)


def _sign(request: UserRequest, sheet: Sheet, form: SignOffForm) -> bool:
    data = form.cleaned_data
    try:
        signing_off.sign(
            sheet.placement,
            moment=sheet.moment,
            values=form.values(),
            reasons=form.reasons(),
            reason=data.get("reason", ""),
            by=request.user,
            seen=data["seen"] or None,
            once=data["once"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        form.show(signing_off.sheets([sheet.placement], sheet.moment)[sheet.placement.pk])
        return False
    text = f"{_('Results signed off')}: {title_of(sheet.moment)}"
    LogEntry.objects.log_actions(
        request.user.pk, [sheet.placement], CHANGE, text, single_object=True
    )
    return True


@require_http_methods(["GET", "POST"])
def group_results(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """A group's results in a list; what is ticked is shown once more before it is confirmed."""
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    if not request.user.is_staff:
        raise PermissionDenied
    placements = list(
        Placement.objects.visible_to(request.user)
        .live()
        .filter(trainee__group=group)
        .select_related("trainee", "company")
        .order_by("trainee__last_name", "trainee__first_name", "starts_on")
    )
    moment = _moment(request, results_rows.moment_of(placements))
    form = ConfirmForm(
        request.POST if request.method == "POST" else None, keys=[each.pk for each in placements]
    )
    is_asked = form.is_valid()
    if is_asked and "sure" in request.POST:
        _confirm(request, form, moment)
        return redirect(f"{reverse(f'admin:{GROUP_URL_NAME}', args=[pk])}?moment={moment}")
    if is_asked:
        placements = [each for each in placements if each.pk in form.seen()]
    context |= {
        "group": group,
        "form": form,
        "listed": results_rows.listed(placements, moment),
        "moment": moment,
        "moment_title": title_of(moment),
        "moments": [(each.value, title_of(each)) for each in SignOffMoment],
        "title": _("Results"),
    }
    page = "group_results_sure" if is_asked else "group_results"
    return render(request, f"assessment/desk/{page}.html", context)


def _confirm(request: UserRequest, form: ConfirmForm, moment: SignOffMoment) -> None:
    done = signing_off.confirm(form.seen(), moment=moment, by=request.user)
    if done.signed:
        text = ngettext(
            "%d result sheet is signed off.", "%d result sheets are signed off.", len(done.signed)
        )
        messages.success(request, text % len(done.signed))
    for placement, why in done.left_out:
        words = _("%(name)s was left out: %(why)s") % {"name": placement.trainee.name, "why": why}
        messages.warning(request, words)


@require_POST
def talked(request: HttpRequest, pk: int) -> HttpResponse:
    """The trainee who wished to talk about the results was talked with."""
    user = cast("UserRequest", request).user
    sign_off = get_object_or_404(SignOff.objects.visible_to(user), pk=pk)
    if not user.is_staff:
        raise PermissionDenied
    try:
        remarks.hold_talk(sign_off, by=user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Noted: you talked about the results."))
    return redirect("admin:index")
