"""Papers of the school on the desk: a group's grid with deeds for many, and the page of one paper of one person."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from zipstream import ZipStream

from accounts.requests import UserRequest
from imyportal import audit
from imyportal.admin.pages import framed
from imyportal.enums import Action
from trainees.models import Group, PaperHandIn, PaperWanted, Trainee
from trainees.papers import asking, course, packing
from trainees.papers.desk import Grid, OnePaper
from trainees.papers.forms import BeginForm

CHANGE = "trainees.change_paperhandin"


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the page of the group; names below `admin:`."""
    base, name = "trainees/group/<int:pk>/papers", "trainees_group_papers"
    one = f"{base}/<int:trainee>/<int:wanted>/"
    return [
        path(f"{base}/", framed(site, group_papers), name=name),
        path(f"{base}.zip", site.admin_view(group_zip), name=f"{name}_zip"),
        path(one, framed(site, group_paper), name="trainees_group_paper"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def group_papers(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Who lacks what, and whose turn it is."""
    group = _group(request, pk)
    kinds = asking.kinds()
    begin = BeginForm(request.POST if "begin" in request.POST else None, kinds=kinds)
    grid = Grid(group, request.user)
    if request.method == "POST" and (not begin.is_bound or begin.is_valid()):
        try:
            done = _do(request, grid, begin)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, done)
        return redirect("admin:trainees_group_papers", pk)
    context |= {"group": group, "grid": grid, "form": begin, "title": _("Papers of the school")}
    return render(request, "trainees/desk/papers.html", context)


def _do(request: UserRequest, grid: Grid, begin: BeginForm) -> str:
    """The deed of the button that was pressed; what happened, in words."""
    if begin.is_bound:
        count = asking.begin(grid.group, begin.cleaned_data["kind"], by=request.user)
        text = ngettext("%d paper is asked for.", "%d papers are asked for.", count)
        return text % count if count else _("Nothing is added: all of it is asked for already.")
    if "deliver" in request.POST:
        count = course.deliver(grid.group, grid.to_deliver, by=request.user)
        text = ngettext("%d paper is delivered.", "%d papers are delivered.", count)
        return text % count
    ticked = set(request.POST.getlist("paper"))
    chosen = [each for each in grid.waiting if str(each.pk) in ticked]
    count = course.accept_all(chosen, by=request.user)
    return ngettext("%d paper is accepted.", "%d papers are accepted.", count) % count


@require_http_methods(["GET", "HEAD", "POST"])
def group_paper(
    request: UserRequest, pk: int, trainee: int, wanted: int, *, context: dict[str, Any]
) -> HttpResponse:
    """All that was handed in for it, with the deeds that are open."""
    group = _group(request, pk)
    people = Trainee.objects.visible_to(request.user).filter(group=group)
    person = get_object_or_404(people.select_related("group", "user"), pk=trainee)
    asked = get_object_or_404(PaperWanted.objects.visible_to(request.user), pk=wanted, group=group)
    page = OnePaper(person, asked, request)
    if request.method == "POST":
        done = page.do()
        if done:
            messages.success(request, done)
            return redirect(request.path)
        if page.problem:
            messages.error(request, page.problem)
    context |= page.context() | {"group": group, "title": f"{asked}: {person}"}
    return render(request, "trainees/desk/paper.html", context)


@require_safe
def group_zip(request: UserRequest, pk: int) -> StreamingHttpResponse:
    """What is accepted or delivered, a folder for each trainee."""
    group = _group(request, pk)
    rows = PaperHandIn.objects.visible_to(request.user).filter(
        trainee__group=group, verdict="accepted"
    )
    audit.note(Action.DATA_EXPORTED, by=request.user, about=group, what="papers")
    return zip_answer(group, packing.pack(rows.select_related("file", "trainee", "wanted")))


def zip_answer(group: Group, zipped: ZipStream) -> StreamingHttpResponse:
    """The file while it is made."""
    response = StreamingHttpResponse(zipped, content_type="application/zip")
    name = slugify(group.name) or "group"
    response["Content-Disposition"] = f'attachment; filename="papers-{name}.zip"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _group(request: UserRequest, pk: int) -> Group:
    group = get_object_or_404(
        Group.objects.visible_to(request.user).select_related("organisation"), pk=pk
    )
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return group
