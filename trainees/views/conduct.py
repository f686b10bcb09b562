"""What was written down about a trainee and the house rules, and their right of reply."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import UserRequest
from imyportal.forms import add_errors
from trainees.conduct import writing
from trainees.conduct.forms import ReplyForm
from trainees.models import Breach

from .people import trainee_of


def _own(request: UserRequest) -> QuerySet[Breach]:
    return Breach.objects.visible_to(request.user).filter(trainee=trainee_of(request))


@require_safe
def breaches(request: UserRequest) -> HttpResponse:
    """All of it."""
    return render(request, "trainees/breaches.html", {"tab": "home", "rows": _own(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def breach(request: UserRequest, breach: str) -> HttpResponse:
    """One, with what followed, and a form to answer."""
    found = _own(request).prefetch_related("measures", "replies__by", "notices")
    row = get_object_or_404(found, public_id=breach)
    form = ReplyForm(request.POST or None)
    if form.is_valid():
        try:
            writing.reply(row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Your words are stored. Your tutor reads them."))
            return redirect("trainees:breach", row.public_id)
    return render(request, "trainees/breach.html", {"tab": "home", "row": row, "form": form})
