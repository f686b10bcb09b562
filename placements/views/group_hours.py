"""A group's hours on the desk: every placement at a glance, and all of it as a file."""

from typing import Any

from django.contrib import admin
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from trainees.models import Group, Trainee

from .. import exports, glance_words, glances
from ..contact_log.signals import log_query
from ..glance import Glance
from ..models import Placement


def urls(site: Any) -> list[URLPattern]:
    """Below the page of the group."""
    wrap, base = site.admin_view, "trainees/group/<int:pk>/hours"
    return [
        path(f"{base}/", wrap(page), name="trainees_group_hours"),
        path(f"{base}.csv", wrap(file), {"form": "csv"}, name="trainees_group_hours_csv"),
        path(f"{base}.xlsx", wrap(file), {"form": "xlsx"}, name="trainees_group_hours_xlsx"),
    ]


def _group(request: UserRequest, pk: int) -> Group:
    return get_object_or_404(Group.objects.visible_to(request.user), pk=pk)


@require_safe
def page(request: UserRequest, pk: int) -> HttpResponseBase:
    """A row for each placement, and for each trainee who has none."""
    group = _group(request, pk)
    context = {
        **admin.site.each_context(request),
        "title": _("Hours: %(group)s") % {"group": group},
        "group": group,
        "rows": _rows(request, group),
        "rule": glance_words.rule(),
    }
    return render(request, "admin/trainees/group/hours.html", context)


def _rows(request: UserRequest, group: Group) -> list[dict[str, Any]]:
    """Four queries; those below the agreed hours first."""
    seen = Placement.objects.visible_to(request.user).live().filter(trainee__group=group)
    placements = list(seen.select_related("trainee", "company").order_by(*exports.PLACE))
    found = glances.of(placements, today=timezone.localdate())
    placed = {each.trainee_id for each in placements}
    nowhere = Trainee.objects.visible_to(request.user).filter(group=group).exclude(pk__in=placed)
    placements.sort(key=lambda each: not found[each.pk].is_below)
    rows: list[dict[str, Any]] = [_row(each, found[each.pk]) for each in placements]
    rows += [{"trainee": each, "url": each.get_absolute_url()} for each in nowhere]
    for row in rows:
        row["log_url"] = reverse("admin:trainees_trainee_contact", args=[row["trainee"].pk])
        row["log_url"] += log_query(request.path)
    return rows


def _row(placement: Placement, found: Glance) -> dict[str, Any]:
    return {
        "placement": placement,
        "trainee": placement.trainee,
        "url": reverse("admin:placements_placement_change", args=[placement.pk]),
        "progress": glance_words.progress(found),
        "parts": glance_words.parts(found),
        "forecast": glance_words.about(found.forecast) if found.agreed else "",
        "attendance": "–" if found.attendance is None else f"{found.attendance} %",
        "below": glance_words.below(found) if found.is_below else "",
    }


@require_safe
def file(request: UserRequest, pk: int, form: str) -> HttpResponseBase:
    """All hours of the group's trainees the tutor sees, as CSV or XLSX."""
    group = _group(request, pk)
    return exports.answer(group, viewer=request.user, form=form, with_reasons=True)
