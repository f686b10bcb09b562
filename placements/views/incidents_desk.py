"""The restricted register on the desk: report, add, close. Every look at a document is noted."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import UserRequest
from imyportal import audit, uploads
from imyportal.admin import registers
from imyportal.admin.pages import framed
from imyportal.admin.registers import Deed
from imyportal.enums import Action
from imyportal.forms import add_errors
from trainees.models import Trainee

from .. import incidents, policies
from ..incident_forms import CloseForm, PaperForm, ReportForm, SpareForm, StepForm, ToldForm
from ..models import Incident, IncidentPaper, IncidentStep

# By the last part of the address.
DEEDS = {
    "told": Deed(
        ToldForm,
        gettext_lazy("Who was told"),
        gettext_lazy("Write down who was told"),
        lambda row, data, by: incidents.tell(row, _told(data), by=by, once=data["once"]),
    ),
    "step": Deed(
        StepForm,
        gettext_lazy("Add a step"),
        gettext_lazy("Add the step"),
        lambda row, data, by: incidents.add_step(row, by=by, **data),
    ),
    "paper": Deed(
        PaperForm,
        gettext_lazy("Add a document"),
        gettext_lazy("Add the document"),
        lambda row, data, by: incidents.add_paper(
            row, data["title"], data["file"], by=by, once=data["once"]
        ),
    ),
    "spare": Deed(
        SpareForm,
        gettext_lazy("INAIL need not be told"),
        gettext_lazy("Stop the clock"),
        lambda row, data, by: incidents.spare(row, data["because"], by=by),
    ),
    "close": Deed(
        CloseForm,
        gettext_lazy("Close the incident"),
        gettext_lazy("Close the incident"),
        lambda row, data, by: incidents.close(row, data["outcome"], lessons=data["lessons"], by=by),
        warn=lambda row: incidents.clock_words() if incidents.has_clock(row) else "",
    ),
}


def _told(data: dict[str, Any]) -> incidents.Told:
    return incidents.Told(**{name: value for name, value in data.items() if name != "once"})


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages for `site.get_urls()`; names below `admin:`."""
    return [
        path(
            "trainees/trainee/<int:pk>/incident/",
            framed(site, trainee_incident),
            name="trainees_trainee_incident",
        ),
        path(
            "placements/incident/paper/<int:pk>/",
            site.admin_view(incident_paper),
            name="placements_incident_file",
        ),
        path(
            "placements/incident/step/<int:pk>/done/",
            site.admin_view(step_done),
            name="placements_incidentstep_done",
        ),
        *registers.urls(site, Incident, DEEDS, "placements.change_incident"),
    ]


@require_http_methods(["GET", "POST"])
def trainee_incident(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Report what happened to a trainee, or what one did."""
    seen = Trainee.objects.visible_to(request.user).select_related("tutor", "group__lead_tutor")
    trainee = get_object_or_404(seen, pk=pk)
    if not policies.can_report_incident(request.user, trainee):
        raise PermissionDenied
    form = ReportForm(request.POST or None)
    if form.is_valid():
        try:
            found = incidents.report(
                trainee,
                form.report(),
                by=request.user,
                away=form.away(),
                once=form.cleaned_data["once"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The incident is reported. Now write down who was told."))
            address = ["admin:placements_incident_changelist"]
            return (
                redirect("admin:placements_incident_change", found.pk)
                if found
                else redirect(*address)
            )
    title = _("Report an incident: %(name)s") % {"name": trainee}
    context |= {"form": form, "title": title, "button": _("Report the incident")}
    context |= {"back": trainee.get_absolute_url()}
    return render(request, "admin/desk_form.html", context)


@require_POST
def step_done(request: UserRequest, pk: int) -> HttpResponse:
    """A step is done: it leaves the board."""
    seen = IncidentStep.objects.visible_to(request.user).select_related("incident")
    step = get_object_or_404(seen, pk=pk)
    if not request.user.has_perm("placements.change_incident"):
        raise PermissionDenied
    try:
        incidents.do_step(step, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Done. The step stays in the register."))
    return redirect("admin:index")


@require_safe
def incident_paper(request: UserRequest, pk: int) -> HttpResponse | FileResponse:
    """A document of the register; the look is noted."""
    seen = IncidentPaper.objects.visible_to(request.user).select_related("incident", "file")
    paper = get_object_or_404(seen, pk=pk)
    audit.note(Action.FILE_DOWNLOADED, by=request.user, about=paper.incident, number=paper.pk)
    return uploads.answer(paper.file)
