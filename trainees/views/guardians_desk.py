"""The guardians of a group's minors on the desk: what they are asked, who answered, and one mail to who has not."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from trainees.guardians import authorisations, board, paper
from trainees.guardians.forms import ChooseForm
from trainees.models import Group, Trainee

CHANGE = "trainees.change_trainee"


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the pages of group and trainee; names below `admin:`."""
    base, name = "trainees/group/<int:pk>/guardians", "trainees_group_guardians"
    return [
        path(f"{base}/", framed(site, group_guardians), name=name),
        path(f"{base}/ask/", site.admin_view(ask), name=f"{name}_ask"),
        path(
            "trainees/trainee/<int:pk>/authorisations.pdf",
            site.admin_view(blank),
            name="trainees_trainee_authorisations",
        ),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def group_guardians(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Every minor with each answer; the form says what this group asks."""
    group = _group(request, pk)
    sheet = board.sheet(group, request.user)
    initial = {"purposes": sheet.purposes, "days_before": sheet.days_before}
    form = ChooseForm(request.POST or None, initial=initial)
    if form.is_valid():
        authorisations.choose(group, **form.cleaned_data, by=request.user)
        messages.success(request, _("Stored."))
        return redirect("admin:trainees_group_guardians", pk)
    context |= {"group": group, "sheet": sheet, "form": form, "title": _("Guardians")}
    return render(request, "trainees/desk/guardians.html", context)


@require_POST
def ask(request: UserRequest, pk: int) -> HttpResponse:
    """One mail to each guardian with open questions; `one` asks those of one trainee alone."""
    group = _group(request, pk)
    chosen = board.sheet(group, request.user).to_ask
    if one := request.POST.get("one"):
        chosen = [each for each in chosen if str(each.pk) == one]
    try:
        count = authorisations.ask(chosen, by=request.user)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        text = ngettext("%d e-mail is on its way.", "%d e-mails are on their way.", count) % count
        messages.success(request, text if count else _("They were asked today already."))
    return redirect("admin:trainees_group_guardians", pk)


@require_safe
def blank(request: UserRequest, pk: int) -> HttpResponse:
    """The same questions on paper, to be signed by hand."""
    seen = Trainee.objects.visible_to(request.user).select_related("group__organisation", "user")
    trainee = get_object_or_404(seen, pk=pk)
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    response = HttpResponse(paper.blank(trainee), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="authorisations-{trainee.pk}.pdf"'
    return response


def _group(request: UserRequest, pk: int) -> Group:
    seen = Group.objects.visible_to(request.user).select_related("organisation", "lead_tutor")
    group = get_object_or_404(seen, pk=pk)
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return group
