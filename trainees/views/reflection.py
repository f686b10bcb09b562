"""«Think about health and safety»: the trainee's questions on arrival, one page, one POST."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from trainees.models import Reflection, Trainee
from trainees.publications import reflections
from trainees.publications.reflection_forms import ReflectionForm

from .people import trainee_of


@require_http_methods(["GET", "POST"])
def reflection(request: UserRequest) -> HttpResponse:
    """Answer, keep, send; once it is sent, read the tutor's replies."""
    trainee = trainee_of(request)
    row = Reflection.objects.visible_to(request.user).filter(trainee=trainee).first()
    if row is not None and row.sent_at is not None:
        return render(request, "trainees/reflection/sent.html", _sent(row, trainee))
    edition = reflections.edition_for(trainee, request.user.language)
    if edition is None:
        return render(request, "trainees/reflection/none.html", {"tab": "home"})
    kept = row.answers.all() if row else []
    data = request.POST if request.method == "POST" else None
    form = ReflectionForm(data, edition.questions.all(), kept)
    if form.is_valid() and _do(request, trainee, form, edition):
        return redirect("trainees:reflection" if "keep" in request.POST else "placements:home")
    opens_on = reflections.opens_on(trainee)
    context = {"tab": "home", "form": form, "edition": edition, "trainee": trainee}
    context |= {"opens_on": opens_on, "is_early": timezone.localdate() < opens_on}
    return render(request, "trainees/reflection/form.html", context)


def _do(request: UserRequest, trainee: Trainee, form: ReflectionForm, edition: Any) -> bool:
    try:
        if "keep" in request.POST:
            reflections.keep(trainee, edition, form.said())
            messages.success(request, _("Your answers are kept. You have not sent them yet."))
        else:
            form.missing()
            if not form.is_valid():
                return False
            reflections.send(trainee, edition, form.said(), by=request.user)
            name = {"name": trainee.responsible.first_name}
            messages.success(request, _("Thank you. %(name)s reads your answers.") % name)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _sent(row: Reflection, trainee: Trainee) -> dict[str, Any]:
    answers = row.answers.select_related("question")
    return {
        "tab": "home",
        "row": row,
        "answers": list(answers),
        "tutor": trainee.responsible,
        "trainee": trainee,
    }
