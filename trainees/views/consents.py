"""Consents on the desk: asking a guardian, a yes on paper with its scan, an end for who telephoned."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import UserRequest
from imyportal import audit, uploads
from imyportal.admin import Scoped
from imyportal.enums import Action
from trainees import consents
from trainees.consent_forms import PaperConsentForm
from trainees.enums import ConsentPurpose
from trainees.guardians import authorisations
from trainees.models import Consent, Trainee

PURPOSE = ConsentPurpose.BADGES


class GuardianUrls(Scoped):
    """Mixed into the desk's page of trainees: `<trainee>/consent/` and `<trainee>/ask-guardian/`."""

    def get_urls(self) -> list[URLPattern]:
        def page(view: Any) -> Any:
            return self.admin_site.admin_view(partial(view, admin=self))

        return [
            path("<int:pk>/consent/", page(paper_consent), name="trainees_trainee_consent"),
            path(
                "<int:pk>/ask-guardian/", page(ask_guardian), name="trainees_trainee_ask_guardian"
            ),
            *super().get_urls(),
        ]


class ConsentUrls(Scoped):
    """Mixed into the desk's page of consents: `<consent>/end/` and `<consent>/scan/`."""

    def get_urls(self) -> list[URLPattern]:
        def page(view: Any) -> Any:
            return self.admin_site.admin_view(partial(view, admin=self))

        return [
            path("<int:pk>/end/", page(end_consent), name="trainees_consent_end"),
            path("<int:pk>/scan/", page(consent_scan), name="trainees_consent_scan"),
            *super().get_urls(),
        ]


@require_http_methods(["GET", "POST"])
def paper_consent(request: UserRequest, pk: int, *, admin: ModelAdmin) -> HttpResponse:
    """A guardian's yes on paper: to what, who, when, and the scan."""
    trainee = _trainee(request, pk)
    lights = authorisations.of(trainee)
    asked: dict[str, Any] = {
        "purposes": [*(each.purpose for each in lights), PURPOSE],
        "language": trainee.group.organisation.language,
    }
    form = PaperConsentForm(request.POST or None, request.FILES or None, **asked)
    if form.is_valid():
        try:
            consents.record_paper(trainee, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The consent on paper is recorded."))
            return redirect(trainee)
    context = admin.admin_site.each_context(request) | {
        "form": form,
        "title": _("Signed on paper: %(name)s") % {"name": trainee},
        "button": _("Record this consent"),
        "back": trainee.get_absolute_url(),
        "has_file": True,
    }
    return render(request, "admin/desk_form.html", context)


@require_POST
def ask_guardian(request: UserRequest, pk: int, *, admin: ModelAdmin) -> HttpResponse:
    """Mail the guardians on file the link to answer by."""
    trainee = _trainee(request, pk)
    try:
        count = consents.ask_guardians(trainee, PURPOSE, by=request.user)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        text = ngettext("%d e-mail is on its way.", "%d e-mails are on their way.", count) % count
        messages.success(request, text if count else _("They were asked today already."))
    return redirect(trainee)


@require_POST
def end_consent(request: UserRequest, pk: int, *, admin: ModelAdmin) -> HttpResponse:
    """It ends now; what depended on it closes at once."""
    consent = _consent(request, pk)
    if not request.user.has_perm("trainees.change_trainee"):
        raise PermissionDenied
    consents.end(consent, by=request.user)
    messages.success(request, _("The consent has ended."))
    return redirect("admin:trainees_consent_change", consent.pk)


@require_safe
def consent_scan(
    request: UserRequest, pk: int, *, admin: ModelAdmin
) -> HttpResponse | FileResponse:
    """The paper somebody signed."""
    consent = _consent(request, pk)
    if consent.scan is None:
        raise Http404
    audit.note(Action.FILE_DOWNLOADED, by=request.user, about=consent)
    return uploads.answer(consent.scan)


def _trainee(request: UserRequest, pk: int) -> Trainee:
    seen = Trainee.objects.visible_to(request.user).select_related("group__organisation", "user")
    trainee = get_object_or_404(seen, pk=pk)
    if not request.user.has_perm("trainees.change_trainee"):
        raise PermissionDenied
    return trainee


def _consent(request: UserRequest, pk: int) -> Consent:
    seen = Consent.objects.visible_to(request.user).select_related("trainee", "scan")
    return get_object_or_404(seen, pk=pk)
