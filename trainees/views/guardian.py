"""The page of a parent or guardian, by the link in our mail: what is asked, and two buttons."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from accounts import spoken
from accounts.doors import link_required
from accounts.enums import Purpose
from accounts.requests import LinkRequest

from .. import consent_texts, consents
from ..consent_forms import AnswerForm
from ..consents import Standing
from ..enums import ConsentPurpose
from ..models import Guardian


@require_http_methods(["GET", "POST"])
@link_required(Purpose.GUARDIAN)
def page(request: LinkRequest) -> HttpResponse:
    """What becomes visible and for how long, in plain words; yes, no, and later a change of mind."""
    seen = Guardian.objects.visible_to(request.viewer)
    guardian = get_object_or_404(
        seen.select_related("trainee__group__lead_tutor", "trainee__tutor")
    )
    with translation.override(_chosen(request) or _language(guardian)):
        return _page(request, guardian)


def _page(request: LinkRequest, guardian: Guardian) -> HttpResponse:
    trainee, purpose = guardian.trainee, ConsentPurpose.BADGES
    text = consent_texts.text(purpose, trainee.first_name)
    standing = consents.standing(trainee, purpose)
    say = _words(guardian, standing, text.language)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            word = consents.answer(request.viewer, purpose, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            took_back = standing.guardian is not None and standing.guardian.agrees
            no = "stored_back" if took_back else "stored_no"
            messages.success(request, say["stored_yes" if word.agrees else no])
            return redirect(request.get_full_path())
    context = {
        "form": form,
        "trainee": trainee,
        "standing": standing,
        "text": text,
        "say": say,
        "foot": spoken.words(text.language),
        "languages": consent_texts.languages(purpose),
    }
    response = render(request, "trainees/guardian/page.html", context)
    response.headers["Content-Language"] = text.language
    return response


def _words(guardian: Guardian, standing: Standing, language: str) -> dict[str, str]:
    last = standing.guardian
    told = {"said_by": last.name, "day": date_format(last.said_on, "DATE_FORMAT")} if last else {}
    return consent_texts.words(
        ConsentPurpose.BADGES,
        "page",
        language=language,
        name=guardian.trainee.first_name,
        guardian=guardian.name,
        tutor=guardian.trainee.responsible,
        **told,
    )


def _chosen(request: LinkRequest) -> str:
    """The language that was picked on the page, one of the text's; or empty."""
    picked = request.GET.get("language", "")
    return picked if picked in consent_texts.languages(ConsentPurpose.BADGES) else ""


def _language(guardian: Guardian) -> str:
    """The page's, unless the portal does not speak the guardian's: the text itself may."""
    spoken = dict(settings.LANGUAGES)
    return guardian.language if guardian.language not in spoken else get_language() or "en"
