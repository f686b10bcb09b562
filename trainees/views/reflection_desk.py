"""The tutor reads answers on health and safety, replies, and marks what the group talks over."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from trainees.models import Group, Reflection
from trainees.publications import reflections
from trainees.publications.reflection_forms import ReplyForm


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the pages of the models; names below `admin:`."""
    one, group = "trainees/reflection/<int:pk>", "trainees/group/<int:pk>"
    return [
        path(f"{one}/read/", framed(site, read), name="trainees_reflection_read"),
        path(f"{group}/talked/", site.admin_view(talked), name="trainees_group_talked"),
    ]


@require_http_methods(["GET", "POST"])
def read(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """One trainee's answers; stored, it goes on to the next of the group that nobody has read."""
    seen = Reflection.objects.visible_to(request.user)
    rows = seen.select_related("trainee__group", "edition", "read_by")
    row = get_object_or_404(rows, pk=pk)
    data = request.POST if request.method == "POST" else None
    answers = row.answers.select_related("question")
    forms = [ReplyForm(data, each) for each in answers]
    if request.method == "POST":
        if not request.user.has_perm("trainees.change_trainee"):
            raise PermissionDenied
        faults = [form for form in forms if not form.is_valid()]
        if not faults:
            words = {form.answer.pk: form.word() for form in forms}
            reflections.answer(row, words, by=request.user)
            messages.success(
                request, _("Stored. %(name)s sees your words.") % {"name": row.trainee}
            )
            return redirect(_next_unread(row, seen) or row)
    context |= {"row": row, "forms": forms, "group": row.trainee.group, "title": str(row.trainee)}
    context |= _neighbours(row, seen)
    return render(request, "trainees/desk/reflection.html", context)


def _of_group(row: Reflection, seen: Any) -> Any:
    others = seen.filter(trainee__group=row.trainee.group_id).select_related("trainee")
    return others.order_by("trainee__last_name", "trainee__first_name", "pk")


def _next_unread(row: Reflection, seen: Any) -> Reflection | None:
    found: Reflection | None = _of_group(row, seen).filter(read_at=None).exclude(pk=row.pk).first()
    return found


def _neighbours(row: Reflection, seen: Any) -> dict[str, Any]:
    keys = list(_of_group(row, seen).values_list("pk", flat=True))
    here = keys.index(row.pk)
    return {
        "number": here + 1,
        "count": len(keys),
        "before": keys[here - 1] if here else None,
        "after": keys[here + 1] if here + 1 < len(keys) else None,
    }


@require_POST
def talked(request: UserRequest, pk: int) -> HttpResponse:
    """The group's topics were talked over."""
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("trainees.change_trainee"):
        raise PermissionDenied
    count = reflections.talked_over(group, by=request.user)
    text = ngettext(
        "%(count)d answer is marked as talked over.",
        "%(count)d answers are marked as talked over.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("admin:trainees_group_guide", pk)
