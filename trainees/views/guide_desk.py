"""The desk's side of guidebook and house rules: drafts, publishing, who has it and who has read it."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from trainees.models import Edition, Group
from trainees.publications import editions, receipts, shelf
from trainees.publications.forms import BeginForm
from trainees.publications.group_page import Reading
from trainees.publications_admin import may_write

from .guide import pdf_answer


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the pages of the models; names below `admin:`."""
    edition, group = "trainees/edition/<int:pk>", "trainees/group/<int:pk>"
    return [
        path("trainees/edition/begin/", framed(site, begin), name="trainees_edition_begin"),
        path(f"{edition}/read/", framed(site, read), name="trainees_edition_read"),
        path(f"{edition}.pdf", site.admin_view(paper), name="trainees_edition_pdf"),
        path(f"{group}/guide/", framed(site, group_guide), name="trainees_group_guide"),
    ]


@require_http_methods(["GET", "POST"])
def begin(request: UserRequest, *, context: dict[str, Any]) -> HttpResponse:
    """Begin a draft, or go on with the one there is."""
    if not may_write(request):
        raise PermissionDenied
    form = BeginForm(request.POST or None, initial=request.GET.dict())
    if form.is_valid():
        return redirect(editions.begin(**form.cleaned_data, by=request.user))
    context |= {
        "form": form,
        "title": _("Begin a new version"),
        "button": _("Begin a draft"),
        "back": reverse("admin:trainees_edition_changelist"),
    }
    return render(request, "admin/desk_form.html", context)


def _edition(request: UserRequest, pk: int) -> Edition:
    return get_object_or_404(Edition.objects.visible_to(request.user), pk=pk)


@require_http_methods(["GET", "POST"])
def read(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """The whole text as it is read, and the button that publishes a draft."""
    edition = _edition(request, pk)
    if request.method == "POST":
        if not may_write(request):
            raise PermissionDenied
        try:
            edition = editions.publish(edition, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Published. From now on everybody reads this version."))
        return redirect("admin:trainees_edition_read", pk)
    context |= {
        "edition": edition,
        "title": edition.title,
        "facts": shelf.facts(edition),
        "chapters": shelf.chapters(edition),
        "questions": list(edition.questions.all()),
        "can_publish": may_write(request) and not edition.is_published,
    }
    return render(request, "trainees/desk/edition.html", context)


@require_safe
def paper(request: UserRequest, pk: int) -> HttpResponseBase:
    """As PDF, a draft too."""
    return pdf_answer(request, _edition(request, pk))


@require_http_methods(["GET", "POST"])
def group_guide(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """What the group's school has got, and who has read what."""
    groups = Group.objects.visible_to(request.user).select_related("organisation")
    group = get_object_or_404(groups, pk=pk)
    if request.method == "POST":
        if not request.user.has_perm("trainees.change_trainee"):
            raise PermissionDenied
        count = receipts.give(group, by=request.user)
        text = ngettext(
            "%(count)d publication is given to %(school)s, by mail.",
            "%(count)d publications are given to %(school)s, by mail.",
            count,
        )
        messages.success(request, text % {"count": count, "school": group.organisation})
        return redirect("admin:trainees_group_guide", pk)
    context |= {
        "group": group,
        "title": _("Guidebook and house rules"),
        "reading": Reading(group, request.user),
    }
    return render(request, "trainees/desk/group_guide.html", context)
