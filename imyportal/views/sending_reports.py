"""The sending tutor's weekly reports: reading, files, acknowledging, asking."""

import uuid
from datetime import date
from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from imyportal import audit, ratelimit, spreadsheets, words
from placements.models import WeeklyReport
from placements.models.reports import WeeklyReportQuerySet
from placements.reports import asking, report_pdf, showing, tables
from placements.reports.forms import QuestionForm
from placements.reports.reading import read
from trainees.models import Group, SendingTutor

from .sending import group_of

FILES, MINUTES = 30, 10  # a PDF costs half a second of the processor


def _versions(request: UserRequest, group: Group, monday: date) -> WeeklyReportQuerySet:
    """All that the school has of the week, the newest first."""
    found = WeeklyReport.objects.visible_to(request.user).filter(group=group, monday=monday)
    return found.select_related("acknowledgement__by", "released_by").order_by("-version")


def _report(request: UserRequest, group: Group, monday: date) -> WeeklyReport:
    """The version asked for by `?version=`, else the newest; 404 without one."""
    versions = _versions(request, group, monday)
    asked = request.GET.get("version", "")
    if asked.isascii() and asked.isdecimal():
        versions = versions.filter(version=int(asked[:4]))
    return get_object_or_404(versions[:1])


@require_safe
def report(request: UserRequest, group: uuid.UUID, monday: date) -> HttpResponse:
    """One week of the group, as it was released."""
    found = group_of(request, group)
    return _page(request, found, _report(request, found, monday), QuestionForm())


def _page(
    request: UserRequest, group: Group, report: WeeklyReport, form: QuestionForm
) -> HttpResponse:
    seen = WeeklyReport.objects.visible_to(request.user).filter(group=group)
    others = seen.exclude(monday=report.monday).values_list("monday", flat=True)
    versions = list(_versions(request, group, report.monday).values_list("version", flat=True))
    context = {
        "group": group,
        "row": report,
        "shown": showing.show(read(report.content or {})),
        "newer": versions[0] if versions[0] != report.version else None,
        "older": [each for each in versions if each < report.version],
        "before": others.filter(monday__lt=report.monday).order_by("-monday").first(),
        "after": others.filter(monday__gt=report.monday).order_by("monday").first(),
        "thread": asking.thread(report),
        "acknowledged": getattr(report, "acknowledgement", None),
        "form": form,
    }
    return render(request, "sending/report.html", context)


@require_safe
def report_file(
    request: UserRequest, group: uuid.UUID, monday: date, form: str
) -> HttpResponseBase:
    """The same as PDF, CSV or XLSX, noted."""
    found = group_of(request, group)
    row = _report(request, found, monday)
    if not ratelimit.hit(f"report:{request.user.pk}", limit=FILES, seconds=MINUTES * 60):
        return render(request, "429.html", {"minutes": MINUTES}, status=429)
    content = read(row.content or {})
    name = tables.filename(content, form)
    audit.note("data.exported", by=request.user, about=row, what="report", form=form)
    if form == "csv":
        return spreadsheets.csv_answer(tables.tables(content)[0], name)
    if form == "xlsx":
        return spreadsheets.xlsx_answer(tables.tables(content), name)
    made = report_pdf.render(row, language=words.supported(get_language() or ""))
    return FileResponse(
        BytesIO(made),
        as_attachment=True,
        filename=name,
        content_type="application/pdf",
        headers={
            "Content-Security-Policy": spreadsheets.POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


@require_POST
def report_acknowledge(request: UserRequest, group: uuid.UUID, monday: date) -> HttpResponse:
    """The school has read the newest version."""
    found = group_of(request, group)
    asking.acknowledge(_report(request, found, monday), by=request.user)
    messages.success(request, _("Thank you. The agency sees that you have read the report."))
    return redirect("sending:report", group, monday)


@require_POST
def report_question(request: UserRequest, group: uuid.UUID, monday: date) -> HttpResponse:
    """Ask the agency's tutor about the week."""
    found = group_of(request, group)
    row = _report(request, found, monday)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, row, form)
    data = form.cleaned_data
    asking.ask(row, text=data["text"], by=request.user, once=data["once"])
    text = _("Your question is with %(tutor)s. You get the answer by e-mail, and it stands here.")
    messages.success(request, text % {"tutor": found.lead_tutor})
    here = redirect("sending:report", group, monday)
    here["Location"] += "#thread"
    return here


@require_POST
def reports_by_mail(request: UserRequest) -> HttpResponse:
    """Have the weekly reports by mail, or no longer."""
    tutors = SendingTutor.objects.filter(user=request.user)
    wanted = request.POST.get("wanted") == "1"
    if not tutors.update(wants_reports=wanted):
        raise PermissionDenied
    if wanted:
        messages.success(request, _("You get each weekly report by e-mail."))
    else:
        messages.success(request, _("You get no more weekly reports by e-mail. They stand here."))
    return redirect("sending:groups")
