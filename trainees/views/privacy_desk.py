"""Erasure, legal hold and the dry run of the purge, for coordinators; what was changed, for who sees the trainee."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from imyportal.personal import Erase
from trainees.models import ErasureRequest, LegalHold, Trainee
from trainees.models.privacy import COORDINATES
from trainees.privacy import erasing, retention, watched


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the pages of the rules; names below `admin:`."""
    return [
        path("erasure/<int:pk>/", framed(site, trainee_erasure), name="trainees_trainee_erasure"),
        path("changes/<int:pk>/", framed(site, trainee_changes), name="trainees_trainee_changes"),
        path("dry-run/", framed(site, dry_run), name="trainees_retentionrule_dry_run"),
    ]


class DeedForm(forms.Form):
    """What a coordinator does; declining and holding say why."""

    deed = forms.ChoiceField(
        choices=[(name, name) for name in ("ask", "erase", "decline", "hold", "release")]
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Why not, or why everything is held. A refusal goes to the trainee word by word."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("deed") in ("decline", "hold") and not data.get("reason"):
            self.add_error("reason", _("Write why."))
        return data


def _may(request: UserRequest) -> None:
    if not request.user.has_perm(COORDINATES):
        raise PermissionDenied


def _open(trainee: Trainee) -> ErasureRequest:
    found = ErasureRequest.objects.open().filter(trainee=trainee).first()
    if found is None:
        raise ValidationError(_("This request is already closed."), code="closed")
    return found


Deed = Callable[[Trainee, User, str], Any]
DEEDS: dict[str, Deed] = {
    "ask": lambda trainee, by, reason: erasing.ask(trainee, by=by),
    "erase": lambda trainee, by, reason: erasing.erase(_open(trainee), by=by),
    "decline": lambda trainee, by, reason: erasing.decline(_open(trainee), by=by, reason=reason),
    "hold": lambda trainee, by, reason: retention.hold(trainee, by=by, reason=reason),
    "release": lambda trainee, by, reason: retention.end_hold(trainee, by=by),
}


@require_http_methods(["GET", "HEAD", "POST"])
def trainee_erasure(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """What would go and what must stay; to erase, to decline, to hold. Others read who decides."""
    seen = Trainee.objects.visible_to(request.user).select_related("group", "user")
    trainee = get_object_or_404(seen, pk=pk)
    form = DeedForm(request.POST or None)
    if request.method == "POST":
        _may(request)
    if form.is_valid():
        try:
            DEEDS[form.cleaned_data["deed"]](trainee, request.user, form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Done. It is written down who did it."))
            return redirect("admin:trainees_trainee_erasure", pk)
    title = _("Erasure: %(name)s") % {"name": trainee}
    context |= {"form": form, "trainee": trainee, "title": title} | _state(request.user, trainee)
    if request.user.has_perm(COORDINATES):
        done = context["erased"]
        context |= _parted(_stored(done) if done else erasing.preview(trainee))
    else:
        context["decides"] = [str(each) for each in erasing.deciding()]
    return render(request, "trainees/desk/erasure.html", context)


def _state(user: User, trainee: Trainee) -> dict[str, Any]:
    requests = ErasureRequest.objects.visible_to(user).filter(trainee=trainee)
    holds = LegalHold.objects.visible_to(user).filter(trainee=trainee)
    asked = requests.open().first()
    before = list(requests.exclude(answered_at=None).select_related("answered_by"))
    return {
        "asked": asked,
        "before": before,
        "erased": next((row for row in before if row.is_granted and asked is None), None),
        "hold": holds.standing().first(),
        "is_here": trainee.group.leaves_on >= timezone.localdate(),
        "decides": None,
    }


def _stored(request: ErasureRequest) -> list[erasing.Line]:
    """What was done, in the words in which the trainee was told."""
    return [erasing.Line(**line) for line in request.outcome]


def _parted(lines: list[erasing.Line]) -> dict[str, Any]:
    going = [line for line in lines if line.deed != Erase.STAYS]
    staying: dict[tuple[str, str], list[erasing.Line]] = {}
    for line in lines:
        if line.deed == Erase.STAYS:
            staying.setdefault((line.until, line.because), []).append(line)
    return {
        "going": going,
        "staying": list(staying.values()),
        "rows": sum(line.count for line in going),
    }


@require_safe
def trainee_changes(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """All that was changed of one trainee's data."""
    trainee = get_object_or_404(Trainee.objects.visible_to(request.user), pk=pk)
    context |= {"trainee": trainee, "lines": watched.changes(trainee, request.user)}
    context["title"] = _("What was changed: %(name)s") % {"name": trainee}
    return render(request, "trainees/desk/changes.html", context)


@require_safe
def dry_run(request: UserRequest, *, context: dict[str, Any]) -> HttpResponse:
    """What the purge of tomorrow night would take away; nothing is changed."""
    _may(request)
    tomorrow = timezone.localdate() + timedelta(days=1)
    context |= {"title": _("What would go tomorrow"), "day": tomorrow}
    context |= {"rows": retention.dry_run(tomorrow)}
    return render(request, "trainees/desk/retention_dry_run.html", context)
