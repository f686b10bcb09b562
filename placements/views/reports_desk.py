"""Weekly reports on the desk: deciding line by line, releasing, correcting, answering the school."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from trainees.models import Group

from .. import paths, policies  # noqa: F401  # paths registers <week:>
from ..models import WeeklyReport
from ..reports import asking, drafting, releasing, showing, ticks, timing
from ..reports.content import language
from ..reports.forms import AnswerForm, InShortForm
from ..reports.lines import Section
from ..reports.reading import read


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the page of the group."""
    base = "trainees/group/<int:pk>/reports/"
    week = f"{base}<week:monday>/"
    return [
        path(base, framed(site, group_reports), name="trainees_group_reports"),
        path(week, framed(site, group_report), name="trainees_group_report"),
        path(f"{week}preview/", framed(site, report_preview), name="trainees_group_report_preview"),
        path(f"{week}correct/", framed(site, report_correct), name="trainees_group_report_correct"),
        path(f"{week}answer/", framed(site, report_answer), name="trainees_group_report_answer"),
    ]


def _group(request: UserRequest, pk: int) -> Group:
    """404 for who does not see the group; 403 for who looks after some of its trainees only."""
    seen = Group.objects.visible_to(request.user).select_related("organisation", "lead_tutor")
    group = get_object_or_404(seen, pk=pk)
    if not policies.can_report(request.user, group):
        raise PermissionDenied
    return group


def _report(request: UserRequest, group: Group, monday: date) -> WeeklyReport:
    """The newest version."""
    found = (
        WeeklyReport.objects.visible_to(request.user)
        .filter(group=group, monday=monday)
        .select_related("group__organisation", "released_by", "in_short_by")
        .order_by("-version")
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_safe
def group_reports(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """All weeks of the group, the newest first."""
    group = _group(request, pk)
    seen = WeeklyReport.objects.visible_to(request.user).filter(group=group)
    newest: dict[date, WeeklyReport] = {}
    for row in seen.defer("content").select_related("acknowledgement__by").order_by("version"):
        newest[row.monday] = row
    rows = [
        {"report": row, "number": timing.number(group, monday), "read": getattr(row, "acknowledgement", None)}
        for monday, row in sorted(newest.items(), reverse=True)
    ]  # fmt: skip
    context |= {
        "group": group,
        "rows": rows,
        "title": _("Weekly reports: %(group)s") % {"group": group},
    }
    return render(request, "admin/trainees/group/reports.html", context)


@require_http_methods(["GET", "POST"])
def group_report(
    request: UserRequest, pk: int, monday: date, *, context: dict[str, Any]
) -> HttpResponse:
    """One week: what goes out and the words above it; every POST keeps it, then does what its button says."""
    group = _group(request, pk)
    report = _report(request, group, monday)
    form = InShortForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _decide(request, report, form)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        if request.POST.get("do") == "preview":
            return redirect("admin:trainees_group_report_preview", pk, monday)
        return redirect(report)
    return render(
        request, "admin/trainees/group/report.html", context | _page(request, report, form)
    )


def _decide(request: UserRequest, report: WeeklyReport, form: InShortForm) -> None:
    data = form.cleaned_data
    drafting.decide(
        report,
        by=request.user,
        revision=data["revision"],
        seen=_keys(request, "seen"),
        shown=_keys(request, "show"),
        in_short=data["in_short"],
        offered=data["offered"],
    )
    do = request.POST.get("do")
    if do in ("refresh", "release"):  # a draft is half an hour old: what came since is not left out
        drafting.refresh_now(report)
    if do == "release":
        releasing.release(report, by=request.user, revision=data["revision"])
        _say_released(request, report)
    elif do == "refresh":
        messages.success(request, _("The draft is up to date. What you typed and ticked is kept."))
    elif do != "preview":
        messages.success(request, _("Kept. The school sees nothing until you release the report."))


def _say_released(request: UserRequest, report: WeeklyReport) -> None:
    count = len(releasing.readers(report))
    text = ngettext(
        "Released. %(count)d tutor of %(school)s gets an e-mail.",
        "Released. %(count)d tutors of %(school)s get an e-mail.",
        count,
    )
    messages.success(request, text % {"count": count, "school": report.group.organisation})


def _keys(request: UserRequest, name: str) -> list[int]:
    return [int(key) for key in request.POST.getlist(name) if key.isascii() and key.isdecimal()]


@require_safe
def report_preview(
    request: UserRequest, pk: int, monday: date, *, context: dict[str, Any]
) -> HttpResponse:
    """The page as the school sees it, or would see it now."""
    group = _group(request, pk)
    report = _report(request, group, monday)
    content = report.content or releasing.drafted(report, by=request.user)
    shown = showing.show(read(content))
    return render(request, "placements/report/preview.html", {"report": report, "shown": shown})


@require_POST
def report_correct(
    request: UserRequest, pk: int, monday: date, *, context: dict[str, Any]
) -> HttpResponse:
    """Begin the next version of a released report."""
    report = _report(request, _group(request, pk), monday)
    try:
        draft = releasing.correct(report)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect(report)
    drafting.refresh_now(draft)
    messages.success(
        request, _("Correct it, then release it again. Until then the school has the old one.")
    )
    return redirect(draft)


@require_POST
def report_answer(
    request: UserRequest, pk: int, monday: date, *, context: dict[str, Any]
) -> HttpResponse:
    """Answer what the school asked."""
    report = _report(request, _group(request, pk), monday)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        page = _page(request, report, InShortForm()) | {"answer": form}
        return render(request, "admin/trainees/group/report.html", context | page)
    data = form.cleaned_data
    asking.answer(report, text=data["text"], by=request.user, once=data["once"])
    messages.success(
        request, _("Answered. Who asked gets it by e-mail, and it stands on the page.")
    )
    return redirect(report)


# --- What the page shows ----------------------------------------------------------------------


def _page(request: UserRequest, report: WeeklyReport, form: InShortForm) -> dict[str, Any]:
    group = report.group
    content = report.content or releasing.drafted(report, by=request.user)
    words = content["in_short"]
    if not form.is_bound:
        form = InShortForm(
            initial={
                "in_short": words,
                "offered": drafting.fingerprint(words),
                "revision": report.revision,
            }
        )
    ticked = _keys(request, "show") if form.is_bound else None
    people, others = ([], {}) if report.is_released else ticks.of(report, ticked)
    names = {"group": group, "number": timing.number(group, report.monday)}
    return {
        "group": group,
        "report": report,
        "number": names["number"],
        "form": form,
        "answer": AnswerForm(),
        "people": people,
        "done": others.get(Section.DONE, []),
        "coming": others.get(Section.NEXT, []),
        "shown": showing.show(read(content)),
        "is_late": report.is_late(timezone.now()),
        "words_language": language(report),
        "thread": asking.thread(report),
        "read": getattr(report, "acknowledgement", None),
        "readers": releasing.readers(report),
        "title": _("%(group)s, week %(number)d") % names,
    }
