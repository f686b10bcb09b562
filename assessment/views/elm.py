"""The certificate as data that only lacks a seal, for those who may have its PDF."""

import io

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from imyportal import audit
from imyportal.enums import Action

from .. import elm
from ..models import Certificate


@require_safe
def certificate_unsealed(request: UserRequest, code: str) -> FileResponse:
    """Of a certificate that is made and not withdrawn: nobody shall seal another."""
    seen = Certificate.objects.visible_to(request.user).valid().exclude(rendered_at=None)
    certificate = get_object_or_404(seen, code=code)
    content = elm.uploadable(certificate)
    audit.note(Action.CERTIFICATE_DOWNLOADED, by=request.user, about=certificate)
    response = FileResponse(
        io.BytesIO(content),
        as_attachment=True,
        filename=f"{certificate.number}-unsealed.json",
        content_type="application/json",
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
