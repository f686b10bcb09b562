"""A placement's hour chart on the desk: print it, mark weeks as signed by hand, keep their scans."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import UserRequest
from imyportal import weeks
from imyportal.admin.pages import framed
from imyportal.forms import add_errors
from trainees.models import Group

from .. import paper, paths, presenting, wording  # noqa: F401  # paths registers <week:>
from ..enums import WeekStatus
from ..models import HourWeek, Placement, WeekSignature
from ..paper_forms import PaperForm, ScanForm
from ..sheets import Sheet, whole
from ..worktime import showing
from . import papers

CHART = "admin:placements_placement_chart"
AT_ONCE = 8  # charts in one file: each costs about a second, while the person waits
TONES = {WeekStatus.DECLARED: "wait", WeekStatus.SIGNED: "ok", WeekStatus.RETURNED: "warn"}


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages for `site.get_urls()`; names below `admin:`."""
    from . import fill_desk

    def one(address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        at = f"placements/placement/<int:pk>/{address}"
        return path(at, framed(site, view), name=f"placements_placement_{name}")

    return [
        one("chart/", placement_chart, "chart"),
        one("chart/<week:monday>/", fill_desk.placement_fill, "fill"),
        one("paper/", placement_paper, "paper"),
        path(
            "placements/hourweek/<int:pk>/scan/",
            framed(site, week_scan),
            name="placements_hourweek_scan",
        ),
        path(
            "trainees/group/<int:pk>/charts/",
            framed(site, group_charts),
            name="trainees_group_charts",
        ),
    ]


def placement_or_refused(request: UserRequest, pk: int) -> Placement:
    """The placement, for whoever may change what it holds."""
    found = get_object_or_404(papers.printable(request.user), pk=pk)
    if not request.user.has_perm("placements.change_placement"):
        raise PermissionDenied
    return found


def _sheets(placement: Placement) -> list[Sheet]:
    seen = HourWeek.objects.filter(placement=placement).select_related("signature__scan")
    return whole([placement], seen, today=timezone.localdate())[placement.pk]


# --- The chart --------------------------------------------------------------------------------


@require_safe
def placement_chart(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """All weeks of a placement, with what can be done for each."""
    placement = placement_or_refused(request, pk)
    found = _sheets(placement)
    signed = sum(each.minutes for each in found if each.status == WeekStatus.SIGNED)
    page = {
        "title": _("Hour chart of %(name)s") % {"name": placement.trainee.name},
        "placement": placement,
        "signed": weeks.hours(signed),
        "agreed": weeks.hours(sum(each.agreed_minutes for each in found)),
        "lines": [_line(each) for each in found],
        "can_mark": any(_can_mark(each) for each in found),
        "print_url": reverse("placements:chart", args=[placement.public_id]),
    }
    return render(request, "admin/placements/placement/chart.html", context | page)


def _can_mark(sheet: Sheet) -> bool:
    """Begun, every agreed day filled in, and not signed."""
    has_hours = any(line.entry for line in sheet.days)
    return has_hours and not sheet.missing and sheet.status != WeekStatus.SIGNED


def _line(sheet: Sheet) -> dict[str, Any]:
    placement, today = sheet.placement, timezone.localdate()
    begun = sheet.monday <= today
    is_open = sheet.can_edit or sheet.status == WeekStatus.DECLARED
    fill = reverse("admin:placements_placement_fill", args=[placement.pk, sheet.monday])
    return {
        "sheet": sheet,
        "period": presenting.period(sheet.monday, sheet.sunday),
        "hours": weeks.hours(sheet.minutes) if sheet.minutes else "–",
        "agreed": weeks.hours(sheet.agreed_minutes),
        "state": state_words(sheet) if begun or sheet.week else "",
        "tone": TONES.get(sheet.status, ""),
        "missing": _missing(sheet) if begun else "",
        "can_mark": _can_mark(sheet),
        "fill_url": fill if begun and is_open else "",
        "week_url": reverse("admin:placements_hourweek_change", args=[sheet.week.pk])
        if sheet.week
        else "",
        "scan_url": reverse("placements:scan", args=[placement.public_id, sheet.monday, 1])
        if sheet.signature and sheet.signature.is_paper
        else "",
    }


def state_words(sheet: Sheet) -> str:
    """«signed by Marco Bartolini on 13 March, on paper»; else the state alone."""
    signature = sheet.signature
    if signature is None:
        return str(sheet.status.label)
    names = {
        "name": signature.name,
        "day": date_format(signature.day, "j F"),
        "how": signature.get_how_display(),
    }
    # Translators: how is «by mailed link» or «on paper»
    return _("signed by %(name)s on %(day)s, %(how)s") % names


def _missing(sheet: Sheet) -> str:
    past = [day for day in sheet.missing if day <= timezone.localdate()]
    if sheet.status == WeekStatus.SIGNED or not past:
        return ""
    return ngettext("%d day is missing", "%d days are missing", len(past)) % len(past)


# --- Signed by hand ---------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def placement_paper(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Compare the weeks with the paper, say who signed and when, attach the scan."""
    placement = placement_or_refused(request, pk)
    wanted = set(request.GET.getlist("week"))
    chosen = [each for each in _sheets(placement) if each.iso in wanted and _can_mark(each)]
    if not chosen:
        messages.warning(request, _("Tick at least one week that is complete and not signed."))
        return redirect(CHART, placement.pk)
    known = {"shown": PaperForm.shown_of(chosen), "name": placement.company_tutor.name}
    form = PaperForm(request.POST or None, request.FILES or None, initial=known)
    button = button_text(chosen)
    if form.is_valid() and _mark(request, placement, form, button):
        return redirect(CHART, placement.pk)
    status = 409 if form.has_error("__all__", "changed") else 200
    page = {
        "title": _("Signed by hand: %(name)s") % {"name": placement.trainee.name},
        "placement": placement,
        "weeks": [
            {"sheet": each, "period": presenting.period(each.monday, each.sunday)}
            | {"rows": presenting.rows(each), "hours": wording.hours(each.minutes)}
            | {"worktime": showing.panel(placement, each.monday)}
            for each in chosen
        ],
        "form": form,
        "errors": form.errors,
        "button": button,
        "back": reverse(CHART, args=[placement.pk]),
    }
    return render(request, "admin/placements/placement/paper.html", context | page, status=status)


def button_text(chosen: list[Sheet]) -> str:
    """What the button does, with the number; it is kept with the signatures."""
    names = {"count": len(chosen), "hours": wording.hours(sum(each.minutes for each in chosen))}
    return (
        ngettext(
            "Mark %(count)d week as signed by hand, %(hours)s",
            "Mark %(count)d weeks as signed by hand, %(hours)s",
            len(chosen),
        )
        % names
    )


def _mark(request: UserRequest, placement: Placement, form: PaperForm, button: str) -> bool:
    data = form.cleaned_data
    try:
        made = paper.mark_signed(
            placement,
            data["shown"],
            name=data["name"],
            signed_on=data["signed_on"],
            file=data["file"],
            by=request.user,
            button=button,
            once=data["once"],
        )
    except ValidationError as error:
        add_errors(form, error)
        return False
    text = ngettext(
        "%d week is signed on paper. Trainee and company get word.",
        "%d weeks are signed on paper. Trainee and company get word.",
        len(made),
    )
    messages.success(request, text % len(made))
    return True


@require_http_methods(["GET", "POST"])
def week_scan(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """A better scan of a sheet; the first one stays."""
    signatures = WeekSignature.objects.visible_to(request.user).exclude(scan=None)
    signature = get_object_or_404(signatures.select_related("week__placement__trainee"), week=pk)
    if not request.user.has_perm("placements.change_placement"):
        raise PermissionDenied
    form = ScanForm(request.POST or None, request.FILES or None)
    back = reverse("admin:placements_hourweek_change", args=[pk])
    if form.is_valid():
        data = form.cleaned_data
        try:
            paper.add_scan(signature, file=data["file"], reason=data["reason"], by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The scan is kept beside the first one."))
            return redirect(back)
    title = _("Add a scan: %(week)s") % {"week": signature.week}
    page = {"title": title, "form": form, "errors": form.errors, "back": back}
    page |= {"button": _("Add this scan"), "has_file": True}
    return render(request, "admin/desk_form.html", context | page)


# --- A group on paper -------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def group_charts(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """The charts of a group, a few in each file."""
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    found = list(
        papers.printable(request.user)
        .filter(trainee__group=group)
        .order_by("trainee__last_name", "trainee__first_name", "starts_on", "pk")
    )
    parts = [found[at : at + AT_ONCE] for at in range(0, len(found), AT_ONCE)]
    if request.method == "POST":
        number = request.POST.get("part", "")
        if number.isdecimal() and 1 <= int(number) <= len(parts):
            return papers.answer(request, parts[int(number) - 1], by=request.user, group=True)
        messages.warning(request, _("Choose again what to print."))
    page = {
        "title": _("Hour charts of %(group)s") % {"group": group},
        "group": group,
        "placements": found,
        "parts": [_part(number, part) for number, part in enumerate(parts, 1)],
    }
    return render(request, "admin/placements/placement/group_charts.html", context | page)


def _part(number: int, part: list[Placement]) -> dict[str, Any]:
    names = {
        "count": len(part),
        "first": part[0].trainee.last_name,
        "last": part[-1].trainee.last_name,
    }
    text = ngettext(
        "Print %(count)d hour chart, %(first)s",
        "Print %(count)d hour charts, %(first)s to %(last)s",
        len(part),
    )
    return {"number": number, "label": text % names}
