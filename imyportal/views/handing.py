"""A row of the Today board goes to a colleague."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from trainees.models import Trainee

from .. import handing
from ..admin.pages import framed
from ..forms import add_errors


def urls(site: AdminSite) -> list[URLPattern]:
    """The page for `site.get_urls()`; its name below `admin:`."""
    return [path("hand/<int:pk>/", framed(site, hand), name="hand")]


@require_http_methods(["GET", "POST"])
def hand(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Hand a trainee's row to a colleague."""
    seen = Trainee.objects.visible_to(request.user).select_related("group")
    trainee = get_object_or_404(seen, pk=pk)
    form = handing.HandForm(request.POST or None, trainee=trainee, by=request.user)
    back = f"{reverse('admin:index')}#trainee-{pk}"
    if form.is_valid():
        data = form.cleaned_data
        try:
            handing.hand_over(trainee, **data, by=request.user, now=timezone.now())
        except ValidationError as error:
            add_errors(form, error)
        else:
            # Translators: name is a colleague
            text = _("%(name)s looks after %(trainee)s now.")
            words = {"name": data["to"].get_short_name(), "trainee": trainee}
            messages.success(request, text % words)
            return redirect(back)
    context |= {"form": form, "trainee": trainee, "back": back, "button": _("Hand over")}
    context |= {
        "title": _("Hand over: %(name)s") % {"name": trainee},
        "nobody": not form.has_choice,
    }
    return render(request, "admin/hand.html", context)
