"""The register of broken house rules on the desk: write down, follow, hear, tell."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal.admin import registers
from imyportal.admin.pages import framed
from imyportal.admin.registers import Deed
from imyportal.forms import add_errors
from trainees.conduct import writing
from trainees.conduct.forms import BreachToldForm, FollowForm, SpokenForm, WriteForm
from trainees.models import Breach, Trainee
from trainees.models.conduct import SEES_ALL
from trainees.models.stand_ins import answered_by


def _told(data: dict[str, Any]) -> writing.Told:
    return writing.Told(**{name: value for name, value in data.items() if name != "once"})


# By the last part of the address.
DEEDS = {
    "follow": Deed(
        FollowForm,
        gettext_lazy("What follows"),
        gettext_lazy("Write down what follows"),
        lambda row, data, by: writing.follow(row, by=by, **data),
    ),
    "heard": Deed(
        SpokenForm,
        gettext_lazy("What the trainee says"),
        gettext_lazy("Write down what the trainee says"),
        lambda row, data, by: writing.reply(row, by=by, **data),
    ),
    "told": Deed(
        BreachToldForm,
        gettext_lazy("Who was told"),
        gettext_lazy("Write down who was told"),
        lambda row, data, by: writing.tell(row, _told(data), by=by, once=data["once"]),
    ),
}


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the pages of trainee and breach; names below `admin:`."""
    address = "trainees/trainee/<int:pk>/breach/"
    return [
        path(address, framed(site, trainee_breach), name="trainees_trainee_breach"),
        *registers.urls(site, Breach, DEEDS, "trainees.change_breach"),
    ]


@require_http_methods(["GET", "POST"])
def trainee_breach(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Write down that a trainee broke a rule."""
    seen = Trainee.objects.visible_to(request.user).select_related("user", "tutor")
    trainee = get_object_or_404(seen, pk=pk)
    theirs = Trainee.objects.visible_to(request.user).filter(answered_by(request.user), pk=pk)
    if not (request.user.has_perm(SEES_ALL) or theirs.exists()):
        raise PermissionDenied
    form = WriteForm(request.POST or None)
    if form.is_valid():
        once = form.cleaned_data["once"]
        try:
            found = writing.write(trainee, form.happened(), by=request.user, once=once)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("It is written down. Now write what follows."))
            if found is None:
                return redirect("admin:trainees_breach_changelist")
            return redirect("admin:trainees_breach_change", found.pk)
    title = _("House rules broken: %(name)s") % {"name": trainee}
    context |= {"form": form, "title": title, "button": _("Write it down")}
    context |= {"back": trainee.get_absolute_url()}
    return render(request, "admin/desk_form.html", context)
