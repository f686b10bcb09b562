"""The trainee's own word on photos and videos of the stay."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from trainees import consent_texts, consents
from trainees.consent_forms import AnswerForm
from trainees.enums import ConsentPurpose
from trainees.models import GroupAuthorisation

from .people import trainee_of

PURPOSE = ConsentPurpose.PHOTOS


@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: UserRequest) -> HttpResponse:
    """Yes, no, and later a change of mind; not there for groups that do not ask."""
    trainee = trainee_of(request)
    if not GroupAuthorisation.objects.filter(group=trainee.group_id, purpose=PURPOSE).exists():
        raise Http404
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        say = consents.agree if form.cleaned_data["agrees"] else consents.refuse
        say(trainee, PURPOSE, by=request.user, language=form.cleaned_data["language"])
        messages.success(request, _("Stored. You can change your mind here at any time."))
        return redirect("trainees:photos")
    context = {
        "form": form,
        "tab": "home",
        "standing": consents.standing(trainee, PURPOSE),
        "text": consent_texts.text(
            PURPOSE, trainee.first_name, language=(get_language() or "en").split("-")[0]
        ),
    }
    return render(request, "trainees/photos.html", context)
