"""Papers of the school on the trainee's phone: what is wanted, how it is filled in, handing it in."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import UserRequest
from imyportal import audit, uploads
from imyportal.enums import Action
from imyportal.forms import add_errors
from imyportal.models import StoredFile
from trainees.models import PaperHandIn, PaperWanted
from trainees.papers import course, standing
from trainees.papers.forms import HandInForm

from .people import trainee_of


@require_safe
def papers(request: UserRequest) -> HttpResponse:
    """All that the school wants, what is to be done first."""
    found, today = standing.of_trainee(trainee_of(request)), timezone.localdate()
    rows = [(each, each.tone(today), each.said_to_trainee(today), each.note()) for each in found]
    done = sum(each.state in standing.SETTLED for each in found)
    return render(
        request, "trainees/papers/papers.html", {"tab": "home", "rows": rows, "done": done}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: UserRequest, wanted: int) -> HttpResponse:
    """One of them: help, blank form, what was handed in, and the file to choose."""
    trainee = trainee_of(request)
    asked = get_object_or_404(_wanted(request), pk=wanted, group=trainee.group_id)
    form = HandInForm(request.POST, request.FILES) if request.method == "POST" else HandInForm()
    if form.is_valid():
        try:
            course.hand_in(trainee, asked, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Handed in. Your tutor looks at it."))
            return redirect("trainees:papers")
    today = timezone.localdate()
    now = standing.of([trainee], [asked])[trainee.pk][0]
    context: dict[str, Any] = {
        "tab": "home",
        "now": now,
        "tone": now.tone(today),
        "label": now.said_to_trainee(today),
        "may_hand_in": now.state not in standing.SETTLED,
        "was_returned": now.state == standing.State.RETURNED,
        "handed_in": PaperHandIn.objects.filter(trainee=trainee, wanted=asked).select_related(
            "file", "handed_in_by"
        ),
        "form": form,
    }
    return render(request, "trainees/papers/paper.html", context)


def _wanted(request: UserRequest) -> Any:
    return PaperWanted.objects.visible_to(request.user).select_related("blank_form", "example")


@require_safe
def form_file(request: UserRequest, wanted: int, which: str) -> HttpResponse | FileResponse:
    """The blank form, or the example: for everybody who sees what is asked for."""
    asked = get_object_or_404(_wanted(request), pk=wanted)
    files: dict[str, StoredFile | None] = {"blank": asked.blank_form, "example": asked.example}
    stored = files.get(which)
    if stored is None:
        raise Http404
    return uploads.answer(stored)


@require_safe
def file(request: UserRequest, paper: uuid.UUID) -> HttpResponse | FileResponse:
    """What was handed in: for the trainee, their agency tutors, and the school once it was delivered."""
    seen = PaperHandIn.objects.visible_to(request.user).select_related("file", "trainee")
    row = get_object_or_404(seen, public_id=paper)
    is_school = not request.user.is_staff and row.trainee.user_id != request.user.pk
    if is_school:
        course.fetched([row], by=request.user)
    audit.note(Action.FILE_DOWNLOADED, by=request.user, about=row.trainee, number=row.pk)
    return uploads.answer(row.file)
