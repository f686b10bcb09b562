"""One's own certificates, and the file for everybody who may see it."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from imyportal import audit
from imyportal.enums import Action

from .. import needs, policies
from ..models import Certificate


@require_safe
def my_certificates(request: UserRequest) -> HttpResponse:
    """A trainee's certificates, the newest first, and what the next one asks for."""
    mine = (
        Certificate.objects.visible_to(request.user)
        .filter(placement__trainee__user=request.user)
        .select_related("placement__company")
    )
    context = {
        "certificates": mine,
        "needs": needs.of(request.user, timezone.localdate()),
        "tab": "progress",
    }
    return render(request, "assessment/my_certificates.html", context)


@require_safe
def certificate_file(request: UserRequest, code: str) -> HttpResponse | FileResponse:
    """The PDF: for its trainee, the school's tutors and agency tutors. A withdrawn one leads to where it says so."""
    seen = Certificate.objects.visible_to(request.user).select_related("placement__trainee")
    certificate = get_object_or_404(seen, code=code)
    if not policies.can_download(request.user, certificate):
        if certificate.withdrawn_at is None or certificate.rendered_at is None:
            raise PermissionDenied
        if certificate.placement.trainee.user_id == request.user.pk:
            return redirect("assessment:my_certificates")
        return redirect("assessment:verify_code", certificate.code)
    audit.note(Action.CERTIFICATE_DOWNLOADED, by=request.user, about=certificate)
    response = FileResponse(
        certificate.pdf.open("rb"),
        as_attachment=True,
        filename=f"{certificate.number}.pdf",
        content_type="application/pdf",
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
