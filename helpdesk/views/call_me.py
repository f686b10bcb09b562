"""«Be contacted by your tutor»: the public form."""

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from imyportal import opening, ratelimit
from imyportal.forms import add_errors
from imyportal.opening import wording

from ..callbacks import asking
from ..callbacks.forms import CallMeForm

HOUR, DAY = 3600, 86400
PER_IP, PER_PERSON = 30, 4  # an hour: a whole group may sit behind one address; a day


@login_not_required
@require_http_methods(["GET", "POST"])
def call_me(request: HttpRequest) -> HttpResponse:
    """Who asks is told by when they hear from us."""
    form = CallMeForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        if not _may(request, form):
            form.add_error(
                None, _("You have asked several times. We answer; if it is urgent, call us.")
            )
            status = 429
        elif _asked(request, form):
            return redirect("helpdesk:call_me_sent")
    now = timezone.now()
    context = {"form": form, "desk": wording.of_page(opening.hours(), now)}
    context["answer"] = wording.answer_by(opening.hours(), now, asking.WITHIN)
    return render(request, "helpdesk/call_me.html", context, status=status)


def _may(request: HttpRequest, form: CallMeForm) -> bool:
    data = form.cleaned_data
    person = hashlib.sha256(f"{data['phone']} {data['email']}".encode()).hexdigest()
    ip = ratelimit.client_ip(request)
    within = ratelimit.hit(f"call-me:ip:{ip}", limit=PER_IP, seconds=HOUR)
    return within and ratelimit.hit(f"call-me:{person}", limit=PER_PERSON, seconds=DAY)


def _asked(request: HttpRequest, form: CallMeForm) -> bool:
    now = timezone.now()
    try:
        asking.ask(form.wish(), now=now, once=form.cleaned_data["once"])
    except ValidationError as error:
        add_errors(form, error)
        return False
    # Translators: when is like «today by 15:20» or «on Monday by 10:20»
    text = _("Thank you. You hear from us %(when)s.")
    when = wording.answer_by(opening.hours(), now, asking.WITHIN)
    messages.success(request, text % {"when": when})
    return True


@login_not_required
@require_safe
def call_me_sent(request: HttpRequest) -> HttpResponse:
    """By when we answer, and whom to call until then."""
    return render(request, "helpdesk/call_me_sent.html")
