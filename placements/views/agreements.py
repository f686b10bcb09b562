"""Signing an agreement: trainee and school in their account, company and guardian by their link. One page."""

import uuid
from io import BytesIO
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import link_required
from accounts.enums import Purpose
from accounts.models import AccessLink, User
from accounts.requests import LinkRequest, UserRequest
from imyportal import ratelimit, spreadsheets
from imyportal.forms import add_errors
from imyportal.ratelimit import client_ip

from ..agreements import page as pages
from ..agreements import paper, signing
from ..agreements.forms import SignForm
from ..agreements.signing import Signer
from ..enums import AgreementParty
from ..models import Agreement

FILES, MINUTES = 20, 10  # a PDF costs half a second of the processor
BASES = {
    AgreementParty.TRAINEE: "base_trainee.html",
    AgreementParty.SCHOOL: "base_sending.html",
    AgreementParty.COMPANY: "base_company.html",
    AgreementParty.GUARDIAN: "base_company.html",
}


def _of(viewer: User | AccessLink, public_id: uuid.UUID) -> Agreement:
    seen = Agreement.objects.visible_to(viewer).exclude(content=None)
    people = ("placement__trainee__tutor", "placement__trainee__group__lead_tutor")
    return get_object_or_404(seen.select_related(*people), public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: UserRequest, agreement: uuid.UUID) -> HttpResponse:
    """For the trainee, or a tutor of the school; agency tutors sign on their desk."""
    row = _of(request.user, agreement)
    if request.user.is_staff:
        return redirect("admin:placements_agreement", row.pk)
    is_own = row.placement.trainee.user_id == request.user.pk
    party = AgreementParty.TRAINEE if is_own else AgreementParty.SCHOOL
    signer = Signer(party, request.user, str(request.user), ip=client_ip(request))
    return _answer(request, row, signer)


@require_http_methods(["GET", "HEAD", "POST"])
@link_required(Purpose.COMPANY)
def company_agreement(request: LinkRequest, agreement: uuid.UUID) -> HttpResponse:
    """The same for the company tutor, by the link."""
    row, holder = _of(request.viewer, agreement), request.viewer.holder
    role = _("Tutor at %(company)s") % {"company": (row.content or {})["company"]["name"]}
    signer = Signer(AgreementParty.COMPANY, request.viewer, str(holder), role, client_ip(request))
    return _answer(request, row, signer)


@require_http_methods(["GET", "HEAD", "POST"])
@link_required(Purpose.GUARDIAN)
def guardian_agreement(request: LinkRequest, agreement: uuid.UUID) -> HttpResponse:
    """The same for a guardian, by the link."""
    row, holder = _of(request.viewer, agreement), request.viewer.holder
    ip = client_ip(request)
    signer = Signer(AgreementParty.GUARDIAN, request.viewer, str(holder), ip=ip)
    return _answer(request, row, signer)


def _answer(request: HttpRequest, row: Agreement, signer: Signer) -> HttpResponse:
    form = SignForm(request.POST if request.method == "POST" else None)
    shown = pages.Page(row, signer)
    if form.is_valid():
        try:
            done = _do(request, shown, form)
        except ValidationError as error:
            add_errors(form, error)
            row.refresh_from_db()
        else:
            messages.success(request, done)
            return redirect(request.path)
    context: dict[str, Any] = {
        "base": BASES[signer.party],
        "tab": "home",
        "page": shown,
        "file_url": f"{request.path}file/",
        "form": form,
    }
    return render(request, "placements/agreements/page.html", context)


def _do(request: HttpRequest, shown: pages.Page, form: SignForm) -> str:
    if request.POST.get("do") == "refuse":
        signing.refuse(shown.row, shown.signer, form.cleaned_data["words"])
        return _("Thank you. The agency reads it and writes a new version.")
    digest = form.cleaned_data["digest"]
    signing.sign(shown.row, shown.signer, shown=digest, button=shown.button)
    return _("Signed. Thank you.")


# --- On paper ---------------------------------------------------------------------------------


@require_safe
def agreement_file(request: UserRequest, agreement: uuid.UUID) -> HttpResponseBase:
    """As PDF, with the signatures there are."""
    return pdf_answer(request, _of(request.user, agreement), request.user)


@require_safe
@link_required(Purpose.COMPANY)
def company_agreement_file(request: LinkRequest, agreement: uuid.UUID) -> HttpResponse:
    """The same by the company's link."""
    # The door is typed for pages; a file goes through it just as well.
    answer = pdf_answer(request, _of(request.viewer, agreement), request.viewer)
    return cast("HttpResponse", answer)


@require_safe
@link_required(Purpose.GUARDIAN)
def guardian_agreement_file(request: LinkRequest, agreement: uuid.UUID) -> HttpResponse:
    """The same by a guardian's link."""
    answer = pdf_answer(request, _of(request.viewer, agreement), request.viewer)
    return cast("HttpResponse", answer)


def pdf_answer(request: HttpRequest, row: Agreement, by: User | AccessLink) -> HttpResponseBase:
    """The file, made anew; 404 for a draft, 429 for who asks for too many."""
    if row.content is None:
        raise Http404
    key = f"agreement:{by._meta.model_name}:{by.pk}"
    if not ratelimit.hit(key, limit=FILES, seconds=MINUTES * 60):
        return render(request, "429.html", {"minutes": MINUTES}, status=429)
    return FileResponse(
        BytesIO(paper.render(row)),
        as_attachment=True,
        filename=paper.filename(row),
        content_type="application/pdf",
        headers={
            "Content-Security-Policy": spreadsheets.POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
