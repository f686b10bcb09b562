"""One's own settings: language, and what the agency has on file."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest

from ..models import User


@require_safe
def own_settings(request: UserRequest) -> HttpResponse:
    """For trainees and sending tutors; agency tutors have theirs with the second factor."""
    user = request.user
    if user.is_staff:
        return redirect("mfa_index")
    trainee = user.trainees.order_by("-group__arrives_on", "-pk").first()
    rows = [
        (_("Name"), user.get_full_name()),
        (_("E-mail address"), user.email),
        (_("Phone"), trainee.phone if trainee else user.phone),
    ]
    context = {
        "rows": rows,
        "base": "base_trainee.html" if trainee else "base.html",
        "home": reverse("placements:home" if trainee else "welcome"),
        "phone_url": reverse("trainees:phone") if trainee else "",
        "plan_url": reverse("trainees:particulars") if trainee else "",
        "data_url": reverse("trainees:own_data") if trainee else "",
        "has_phone": bool(trainee and trainee.phone),
    }
    return render(request, "accounts/settings.html", context)


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on: in this browser, and to this person in mails too."""
    target = request.POST.get("next", "/")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    if not ours or not target.startswith("/"):  # `redirect` takes a bare word for a view's name
        target = "/"
    response = redirect(target)
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response
