"""The stay of one trainee so far, on the desk."""

from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from imyportal.admin.pages import framed

from .. import course
from ..models import Trainee


def urls(site: AdminSite) -> list[URLPattern]:
    """The page for `site.get_urls()`; its name below `admin:`."""
    at = "trainees/trainee/<int:pk>/course/"
    return [path(at, framed(site, trainee_course), name="trainees_trainee_course")]


@require_safe
def trainee_course(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """What was said, done and signed, in time order; `kind` in the address: one kind alone."""
    seen = Trainee.objects.visible_to(request.user).select_related("group")
    trainee = get_object_or_404(seen, pk=pk)
    if not request.user.has_perm("trainees.view_trainee"):
        raise PermissionDenied
    kinds = course.kinds_for(request.user)
    only = kinds.get(request.GET.get("kind", ""))
    context |= {
        "title": _("The stay so far: %(name)s") % {"name": trainee},
        "trainee": trainee,
        "weeks": course.of(trainee, request.user, [only] if only else kinds.values()),
        "kinds": kinds.values(),
        "only": only,
        "here": reverse("admin:trainees_trainee_course", args=[pk]),
    }
    return render(request, "trainees/desk/course.html", context)
