"""The agency's own pages of the desk about groups."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import UserRequest
from imyportal.admin import Scoped
from trainees import importing, inviting
from trainees.models import Group, GroupImport, Trainee
from trainees.views.importing import Page, preview, upload


class ImportUrls(Scoped):
    """Mixed into the admin page of groups: adds `<group>/import/`, its lists and `<group>/invite/`."""

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
            path("<int:group_id>/invite/", page(group_invite), name="trainees_group_invite"),
            *super().get_urls(),
        ]


@require_http_methods(["GET", "POST"])
def group_import(request: UserRequest, group_id: int, *, admin: ModelAdmin) -> HttpResponse:
    """Choose the list of a group."""
    group = _group(request, group_id)
    keep = partial(importing.hand_in, group, by=request.user)
    return upload(request, _page(request, admin, group), keep=keep)


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
        _page(request, admin, group),
        pending,
        plan=partial(importing.plan_import, group),
        apply=lambda seen: importing.apply_import(pending, by=request.user, confirmed=seen),
    )


@require_POST
def group_invite(request: UserRequest, group_id: int, *, admin: ModelAdmin) -> HttpResponse:
    """Invite those of the group who never signed in."""
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=group_id)
    if not request.user.has_perm("trainees.change_trainee"):
        raise PermissionDenied
    if count := inviting.invite_group(group, by=request.user):
        text = ngettext("%d invitation is on its way.", "%d invitations are on their way.", count)
        messages.success(request, text % count)
    else:
        messages.info(request, _("Everybody was invited today already, or has signed in."))
    return redirect(group)


def invite_label(count: int) -> str:
    """The button that invites `count` trainees."""
    return _("Invite who never signed in (%(count)d)") % {"count": count}


def _invite_tools(request: UserRequest, group: Group) -> list[dict[str, Any]]:
    if not request.user.has_perm("trainees.change_trainee"):
        return []
    count = len(inviting.to_invite(Trainee.objects.visible_to(request.user).filter(group=group)))
    url = reverse("admin:trainees_group_invite", args=[group.pk])
    return [{"label": invite_label(count), "url": url}] if count else []


def _group(request: UserRequest, pk: int) -> Group:
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("trainees.add_trainee"):
        raise PermissionDenied
    return group


def _page(request: UserRequest, admin: ModelAdmin, group: Group) -> Page:
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
        tools=partial(_invite_tools, request, group),
    )
