"""Badges on the desk: withdrawing one."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal.admin.pages import framed

from .. import policies
from ..badge_forms import WithdrawBadgeForm
from ..badges import awarding
from ..models import BadgeAward


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages for `site.get_urls()`; names below `admin:`."""

    return [
        path(
            "assessment/badgeaward/<int:pk>/withdraw/",
            framed(site, badge_withdraw),
            name="assessment_badgeaward_withdraw",
        ),
    ]


@require_http_methods(["GET", "POST"])
def badge_withdraw(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Say why; whoever checks it is told that it counts no more."""
    badge = get_object_or_404(
        BadgeAward.objects.visible_to(request.user).select_related("trainee", "level"), pk=pk
    )
    if not policies.can_withdraw_badge(request.user, badge):
        raise PermissionDenied
    back = reverse("admin:assessment_badgeaward_change", args=[badge.pk])
    form = WithdrawBadgeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            awarding.withdraw(badge, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = _("The badge of %(name)s is withdrawn.") % {"name": badge.trainee}
            messages.success(request, text)
            return redirect(back)
    context |= {
        "form": form,
        "title": _("Withdraw the badge of %(name)s") % {"name": badge.trainee},
        "button": _("Withdraw this badge"),
        "back": back,
    }
    return render(request, "admin/desk_form.html", context)
