"""Pages anyone may open, and the way to one's own."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import RedirectView

from accounts import doors, limits
from accounts.enums import Purpose
from accounts.forms import AddressForm
from accounts.requests import UserRequest
from helpdesk.callbacks import asking
from helpdesk.callbacks.forms import CallMeForm
from imyportal import opening
from imyportal.opening import wording
from placements.models import CompanyTutor


def _desk() -> dict[str, Any]:
    return wording.of_page(opening.hours(), timezone.now())


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who we are and where to go on."""
    answer = wording.answer_by(opening.hours(), timezone.now(), asking.WITHIN)
    context = {"desk": _desk(), "form": CallMeForm(), "answer": answer}
    return render(request, "public/home.html", context)


@login_not_required
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """The help desk: where, when, by phone and mail."""
    return render(request, "public/contact.html", {"desk": _desk()})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep about whom, why and for how long."""
    return render(request, "public/privacy.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What works, what does not yet, and who helps (EN 301 549, clause 12)."""
    return render(request, "public/accessibility.html")


@login_not_required
@require_http_methods(["GET", "POST"])
def ask_company_link(request: HttpRequest) -> HttpResponse:
    """For company tutors who cannot find our mail: a new link, to the address on file only."""
    form = AddressForm(request.POST or None)
    if form.is_valid():
        address = form.cleaned_data["email"]
        limits.refuse_if_too_often(request, "new-link", address)
        tutors = CompanyTutor.objects.filter(email=address, is_active=True, doubted_at=None)
        for tutor in tutors:
            doors.send_new_link(Purpose.COMPANY, tutor)
        return redirect("link_sent")
    return render(request, "public/ask_company_link.html", {"form": form})


desk_sign_in = login_not_required(
    RedirectView.as_view(pattern_name="password_login", query_string=True)
)


@require_safe
def welcome(request: UserRequest) -> HttpResponse:
    """To one's own first page; somebody who has none is told so."""
    user = request.user
    if user.is_staff:
        return redirect("admin:index")
    if user.trainees.exists():
        return redirect("placements:home")
    if hasattr(user, "sending_tutor"):
        return redirect("sending:groups")
    return render(request, "public/no_role.html")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Only the public pages are for search engines.

    Badges may be fetched, for the preview of a link; they say themselves that they are for no index.
    """
    allowed = ["/$", "/privacy/", "/accessibility/", "/b/"]
    lines = ["User-agent: *", *(f"Allow: {each}" for each in allowed)]
    return HttpResponse("\n".join([*lines, "Disallow: /", ""]), content_type="text/plain")


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116)."""
    expires = datetime.now(UTC).replace(hour=0, minute=0, second=0) + timedelta(days=180)
    lines = [
        f"Contact: mailto:{settings.AGENCY['email']}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, it",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask at the root, whatever the page says."""
    return redirect(staticfiles_storage.url("img/logo.svg"), permanent=False)
