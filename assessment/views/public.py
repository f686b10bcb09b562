"""Pages anyone may open: is this certificate real, or this hour chart, or this file?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from imyportal import ratelimit
from placements import printing

from .. import certificates, checking, sharing, verification
from ..certificate_forms import VerifyForm
from ..check_forms import CheckFileForm

PER_MINUTE = 30
FILES_PER_MINUTE = 30


def too_often(request: HttpRequest) -> HttpResponse:
    """Says when it goes on, and leads back to the check."""
    return render(request, "429.html", {"minutes": 1, "check": True}, status=429)


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
        return too_often(request)
    form = VerifyForm({"code": code})
    if not form.is_valid():
        return _page(request, form, status=404)
    code = form.cleaned_data["code"]
    certificate = certificates.find(code)
    chart = None if certificate else printing.check(code)
    if certificate is None and chart is None and sharing.find(code):
        return redirect("assessment:badge", code)
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


@login_not_required
@require_http_methods(["GET", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """Look into a file, say what it is to us, and forget it; nothing is stored, so there is nothing to come back to."""
    if request.method != "POST":
        return redirect("assessment:verify")
    key = f"verify_file:{ratelimit.client_ip(request)}"
    if not ratelimit.hit(key, limit=FILES_PER_MINUTE, seconds=60):
        return too_often(request)
    form = CheckFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, VerifyForm(), file_form=form, status=400)
    answer = checking.check_file(form.content(), email=form.cleaned_data["email"])
    return _page(request, VerifyForm(), answer=answer, now=timezone.now())


def _page(
    request: HttpRequest,
    form: VerifyForm,
    *,
    file_form: CheckFileForm | None = None,
    status: int = 200,
    **context: object,
) -> HttpResponse:
    forms = [form, file_form or CheckFileForm()]
    context |= {
        "code_form": form,
        "file_form": forms[1],
        "forms": forms,
        "has_errors": any(each.is_bound and each.errors for each in forms),
    }
    response = render(request, "assessment/verify.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
