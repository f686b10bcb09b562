"""Certificates on the desk: how far a batch is, issuing again, asking the company, numbers of others."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import UserRequest
from imyportal.pdf import PdfError
from placements.models import Placement
from trainees.models import Group

from .. import batches, certificates, confirming, numbering, policies, previewing, readiness
from ..certificate_forms import NumbersForm, WithdrawForm
from ..models import Certificate, CertificateBatch

SECONDS = 3  # until the page of a running batch is asked for again


@require_safe
def certificate_batch(
    request: UserRequest, pk: int, batch: uuid.UUID, *, context: dict[str, Any]
) -> HttpResponse:
    """How many are made; the browser asks again by itself until all are."""
    seen = CertificateBatch.objects.visible_to(request.user).select_related("group", "asked_by")
    found = get_object_or_404(seen, group=pk, public_id=batch)
    progress = batches.progress(found)
    context |= {"batch": found, "progress": progress, "title": _("Certificates are being made")}
    response = render(request, "assessment/desk/batch.html", context)
    if progress.is_running:
        response["Refresh"] = str(SECONDS)
    return response


@require_safe
def certificate_preview(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """What a certificate of this placement would say today; nothing of it is kept."""
    seen = Placement.objects.visible_to(request.user).select_related(*certificates.NEEDED)
    placement = get_object_or_404(seen, pk=pk)
    if not policies.can_issue(request.user):
        raise PermissionDenied
    try:
        made = previewing.preview(placement, by=request.user)
    except (ValidationError, PdfError) as error:
        messages.error(request, getattr(error, "messages", [str(error)])[0])
        return redirect("admin:trainees_group_certificates", placement.trainee.group_id)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="certificate-preview.pdf"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def to_withdraw(request: UserRequest, pk: int) -> Certificate:
    """The certificate; 404 for who does not see it, 403 for who may not withdraw it."""
    seen = Certificate.objects.visible_to(request.user).select_related("placement__trainee__group")
    certificate = get_object_or_404(seen, pk=pk)
    if not policies.can_withdraw(request.user, certificate):
        raise PermissionDenied
    return certificate


@require_http_methods(["GET", "POST"])
def certificate_reissue(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Say why; a new one, with what is true now, takes the place of this one."""
    certificate = to_withdraw(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            new = certificates.reissue(certificate, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            names = {"new": new.number, "old": certificate.number}
            text = _("Certificate %(new)s is being made. It takes the place of %(old)s.") % names
            messages.success(request, text)
            group = certificate.placement.trainee.group_id
            return redirect("admin:trainees_group_certificates", group)
    context |= {"form": form, "certificate": certificate, "title": _("Issue a certificate again")}
    return render(request, "assessment/desk/reissue.html", context)


@require_POST
def ask_company(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Mail the company its link to confirm what the certificate will say."""
    seen = Placement.objects.visible_to(request.user).select_related(
        "company", "company_tutor", "trainee__group"
    )
    placement = get_object_or_404(seen, pk=pk)
    if not policies.can_issue(request.user):
        raise PermissionDenied
    name = placement.company_tutor.name
    try:
        is_asked = confirming.ask(readiness.gather([placement])[pk], by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        text = _("%(name)s gets an e-mail with the link.") if is_asked else ""
        text = text or _("%(name)s has no address on file, or has that e-mail already.")
        (messages.success if is_asked else messages.warning)(request, text % {"name": name})
    return redirect("admin:trainees_group_certificates", placement.trainee.group_id)


@require_http_methods(["GET", "POST"])
def group_numbers(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Europass Mobility numbers and mobility IDs of a group."""
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    if not policies.can_issue(request.user):
        raise PermissionDenied
    form = numbers_form(request, group)
    if form.is_bound and not form.errors:
        return redirect("admin:trainees_group_certificates", pk)
    context |= {"form": form, "group": group, "title": _("Numbers of the mobilities")}
    return render(request, "assessment/desk/numbers.html", context)


def numbers_form(request: UserRequest, group: Group) -> NumbersForm:
    """The form for what was sent, stored already when it is bound and has no errors."""
    placements = numbering.placements(group, request.user)
    data = request.POST if request.method == "POST" else None
    form = NumbersForm(data, placements=placements)
    if form.is_valid():
        try:
            numbering.enter(group, form.entered(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The numbers are kept. New certificates print them."))
    return form
