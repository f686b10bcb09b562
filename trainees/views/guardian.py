"""The pages of a parent or guardian, by the link in our mail: questions, whom to call, news by mail."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import spoken
from accounts.doors import link_required
from accounts.enums import Purpose
from accounts.requests import LinkRequest

from .. import consent_texts, consents
from ..consent_forms import AnswerForm
from ..consents import Standing
from ..enums import ConsentPurpose
from ..guardians import page as pages
from ..guardians.forms import ContactForm, NewsForm
from ..models import EmergencyContact, Guardian, SupportPlan, SupportShare
from ..support import looking

LANGUAGES = consent_texts.languages(ConsentPurpose.BADGES)


def _guardians(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for who came in by a guardian's link: gives the view their row, and speaks their language."""

    @link_required(Purpose.GUARDIAN)
    def wrapper(request: LinkRequest, **kwargs: Any) -> HttpResponse:
        seen = Guardian.objects.visible_to(request.viewer)
        people = ("trainee__group__lead_tutor", "trainee__group__organisation", "trainee__tutor")
        guardian = get_object_or_404(seen.select_related(*people))
        with translation.override(_chosen(request) or _language(guardian)):
            return view(request, guardian, _spoken(), **kwargs)

    return wrapper


@require_http_methods(["GET", "HEAD", "POST"])
@_guardians
def page(request: LinkRequest, guardian: Guardian, language: str) -> HttpResponse:
    """All there is: the questions with their answers, whom to call, and the switch of the news."""
    form = NewsForm(request.POST or None)
    if form.is_valid():
        wants = form.cleaned_data["news"] == "on"
        pages.switch_news(guardian, wants=wants, by=request.viewer)
        messages.success(request, pages.words(guardian, language)["stored_news"])
        return redirect(request.get_full_path())
    is_minor = guardian.trainee.is_minor_on(timezone.localdate())
    return _answer(
        request,
        guardian,
        language,
        "page",
        rows=pages.rows(guardian, language, _query(request)) if is_minor else [],
        contact=EmergencyContact.objects.visible_to(request.viewer).first(),
        is_minor=is_minor,
        shared=SupportShare.objects.given_to(request.viewer).exists(),
        support_title=consent_texts.guardian_words(
            "support", language=language, name=guardian.trainee.first_name
        )["title"],
        query=_query(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_guardians
def question(
    request: LinkRequest, guardian: Guardian, language: str, *, purpose: str
) -> HttpResponse:
    """One question in plain words; yes, no, and later a change of mind. Then back to what is still open."""
    if purpose not in ConsentPurpose or not pages.may_answer(guardian, ConsentPurpose(purpose)):
        raise Http404
    about = ConsentPurpose(purpose)
    standing = consents.standing(guardian.trainee, about)
    say = _question_words(guardian, standing, about, language)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            word = consents.answer(request.viewer, about, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            took_back = standing.guardian is not None and standing.guardian.agrees
            no = "stored_back" if took_back else "stored_no"
            messages.success(request, say["stored_yes" if word.agrees else no])
            return redirect(f"{reverse('guardian:page')}{_query(request)}")
    text = consent_texts.text(about, guardian.trainee.first_name, language=language)
    context = {"form": form, "standing": standing, "text": text, "query": _query(request)}
    return _answer(request, guardian, language, "question", say=say, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@_guardians
def contact(request: LinkRequest, guardian: Guardian, language: str) -> HttpResponse:
    """Whom to call in an emergency; of who is of age they say it themselves."""
    if not guardian.trainee.is_minor_on(timezone.localdate()):
        raise Http404
    say = pages.words(guardian, language)
    there = EmergencyContact.objects.visible_to(request.viewer).first()
    fields = ("name", "relation", "phone", "languages")
    known = {name: getattr(there, name) for name in fields} if there else {"name": guardian.name}
    form = ContactForm(request.POST or None, say=say, initial=known)
    if form.is_valid():
        pages.write_contact(guardian, by=request.viewer, **form.cleaned_data)
        messages.success(request, say["stored_contact"])
        return redirect(f"{reverse('guardian:page')}{_query(request)}")
    return _answer(request, guardian, language, "contact", form=form, query=_query(request))


@never_cache
@require_safe
@_guardians
def support(request: LinkRequest, guardian: Guardian, language: str) -> HttpResponse:
    """What their child shares with them of a support plan."""
    plan = SupportPlan.objects.filter(trainee=guardian.trainee_id).select_related("trainee").first()
    lines = looking.shared(plan, request.viewer) if plan else []
    if not lines:
        raise Http404
    name = guardian.trainee.first_name
    topics = consent_texts.guardian_words("support", language=language, name=name)
    said = [(topics[each.topic], each.text) for each in lines]
    context = {"lines": said, "topics": topics, "query": _query(request)}
    return _answer(request, guardian, language, "support", **context)


def _answer(
    request: LinkRequest, guardian: Guardian, language: str, name: str, **context: Any
) -> HttpResponse:
    context = {
        "trainee": guardian.trainee,
        "guardian": guardian,
        "say": pages.words(guardian, language),
        "foot": spoken.words(language),
        "languages": LANGUAGES,
        "language": language,
    } | context
    response = render(request, f"trainees/guardian/{name}.html", context)
    response.headers["Content-Language"] = language
    return response


def _question_words(
    guardian: Guardian, standing: Standing, purpose: ConsentPurpose, language: str
) -> dict[str, str]:
    last = standing.guardian
    told = {"said_by": last.name, "day": date_format(last.said_on, "DATE_FORMAT")} if last else {}
    say = pages.words(guardian, language, **told)
    say["heading"] = consent_texts.guardian_words("titles", language=language)[purpose]
    if purpose != ConsentPurpose.BADGES:
        return say
    own = consent_texts.words(
        purpose,
        "page",
        language=language,
        name=guardian.trainee.first_name,
        guardian=guardian.name,
        tutor=guardian.trainee.responsible,
        **told,
    )
    return say | own


def _query(request: LinkRequest) -> str:
    """The picked language goes from page to page."""
    picked = _chosen(request)
    return f"?language={picked}" if picked else ""


def _chosen(request: LinkRequest) -> str:
    """The language that was picked on the page, one of the texts'; or empty."""
    picked = request.GET.get("language", "")
    return picked if picked in LANGUAGES else ""


def _language(guardian: Guardian) -> str:
    """The page's, unless the portal does not speak the guardian's: the texts may."""
    known = dict(settings.LANGUAGES)
    return guardian.language if guardian.language not in known else get_language() or "en"


def _spoken() -> str:
    """The active language, if the texts are in it; else English."""
    active = (get_language() or "").split("-")[0]
    return active if active in LANGUAGES else "en"
