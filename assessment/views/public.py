"""Pages anyone may open: is this certificate real, or this hour chart?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from imyportal import ratelimit
from placements import printing

from .. import certificates, verification
from ..certificate_forms import VerifyForm

PER_MINUTE = 30


@login_not_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Type a code. A code that could be one leads to its own page."""
    form = VerifyForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("assessment:verify_code", form.cleaned_data["code"])
    return _page(request, form)


@login_not_required
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Valid, withdrawn or unknown, in words; and what the certificate or hour chart must say."""
    if not ratelimit.hit(f"verify:{ratelimit.client_ip(request)}", limit=PER_MINUTE, seconds=60):
        return render(request, "429.html", {"minutes": 1}, status=429)
    form = VerifyForm({"code": code})
    if not form.is_valid():
        return _page(request, form, status=404)
    code = form.cleaned_data["code"]
    certificate = certificates.find(code)
    chart = None if certificate else printing.check(code)
    return _page(
        request,
        VerifyForm(),
        status=200 if certificate or chart else 404,
        looked_up=True,
        certificate=certificate,
        paper=verification.paper(certificate) if certificate else None,
        chart=verification.chart_paper(chart) if chart else None,
        now=timezone.now(),
    )


def _page(
    request: HttpRequest, form: VerifyForm, *, status: int = 200, **context: object
) -> HttpResponse:
    response = render(request, "assessment/verify.html", {"form": form} | context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
