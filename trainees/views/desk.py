"""The agency's own pages of the desk about groups."""

from functools import partial
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal.admin import Scoped
from trainees import importing
from trainees.models import Group, GroupImport
from trainees.views.importing import Page, preview, upload


class ImportUrls(Scoped):
    """Mixed into the admin page of groups: adds `<group>/import/` and `<group>/import/<list>/`."""

    def get_urls(self) -> list[URLPattern]:
        def page(view: Any) -> Any:
            return self.admin_site.admin_view(partial(view, admin=self))

        return [
            path("<int:group_id>/import/", page(group_import), name="trainees_group_import"),
            path(
                "<int:group_id>/import/<int:import_id>/",
                page(group_import_preview),
                name="trainees_group_import_preview",
            ),
            *super().get_urls(),
        ]


@require_http_methods(["GET", "POST"])
def group_import(request: UserRequest, group_id: int, *, admin: ModelAdmin) -> HttpResponse:
    """Choose the list of a group."""
    group = _group(request, group_id)
    keep = partial(importing.hand_in, group, by=request.user)
    return upload(request, _page(admin, group), keep=keep)


@require_http_methods(["GET", "POST"])
def group_import_preview(
    request: UserRequest, group_id: int, import_id: int, *, admin: ModelAdmin
) -> HttpResponse:
    """See what a list would do to a group, and bring it in."""
    group = _group(request, group_id)
    handed_in = GroupImport.objects.visible_to(request.user).filter(group=group)
    pending = get_object_or_404(handed_in, pk=import_id)
    return preview(
        request,
        _page(admin, group),
        pending,
        plan=partial(importing.plan_import, group),
        apply=lambda seen: importing.apply_import(pending, by=request.user, confirmed=seen),
    )


def _group(request: UserRequest, pk: int) -> Group:
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("trainees.add_trainee"):
        raise PermissionDenied
    return group


def _page(admin: ModelAdmin, group: Group) -> Page:
    return Page(
        site=admin.admin_site,
        title=_("Bring in trainees"),
        about=str(group),
        back_url=group.get_absolute_url(),
        back_label=str(group),
        upload_url=reverse("admin:trainees_group_import", args=[group.pk]),
        person=_("Trainee"),
        button=lambda n: ngettext("Bring in %d trainee", "Bring in %d trainees", n) % n,
        result=lambda n: (
            ngettext("%d trainee is brought in.", "%d trainees are brought in.", n) % n
        ),
    )
