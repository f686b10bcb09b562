"""Answers for everybody, on the phone: by topic, found by words, and offered to who is about to ask."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from imyportal import opening, ratelimit
from imyportal.opening import wording
from trainees.models import Trainee
from trainees.views import guide
from trainees.views.people import trainee_of

from ..answers import missed, pages, searching, voting
from ..models import Article
from ..request_forms import AskForm

LONGEST = 200  # characters of a search
TYPING, SECONDS = 30, 60  # suggestions while somebody types
MISSES, AN_HOUR = 20, 3600  # searches without a result that are counted
ASIDE = ("look", "yes", "no")


def _keep() -> str:
    """What the service worker keeps, once an answer was looked at."""
    return " ".join([*guide.always_kept(), reverse("helpdesk:answers_kept")])


@require_safe
def answers(request: UserRequest) -> HttpResponse:
    """All answers by topic, or those that fit the words of the search.

    Words that find nothing are counted, without who asked.
    """
    trainee_of(request)
    typed = request.GET.get("q", "").strip()[:LONGEST]
    context: dict[str, Any] = {"tab": "help", "q": typed, "keep": _keep()}
    if typed:
        language = request.user.language
        context["found"] = searching.search(request.user, typed, language)
        context["ask_url"] = f"{reverse('helpdesk:new')}?{urlencode({'q': typed})}"
        key = f"missed:{request.user.pk}"
        if not context["found"] and ratelimit.hit(key, limit=MISSES, seconds=AN_HOUR):
            missed.note(typed, language, by=request.user)
    else:
        context["shelves"] = pages.shelves(request.user)
    return render(request, "helpdesk/answers.html", context)


@require_safe
def answers_kept(request: UserRequest) -> HttpResponse:
    """All answers on one page, for who has no network: without a word about the reader, or the house."""
    trainee_of(request)
    shelves = pages.kept(request.user)
    return render(request, "helpdesk/answers_kept.html", {"shelves": shelves})


def _article(request: UserRequest, public_id: Any) -> Article:
    seen = Article.objects.visible_to(request.user).published().prefetch_related("texts")
    return get_object_or_404(seen, public_id=public_id)


@require_safe
def article(request: UserRequest, article: Any) -> HttpResponse:
    """One answer, and the question whether it helped."""
    trainee, row = trainee_of(request), _article(request, article)
    text = row.text_for(request.user.language)
    if text is None:
        raise Http404
    typed = request.GET.get("q", "")[:LONGEST]
    context = {
        "tab": "help",
        "article": row,
        "text": text,
        "html": pages.html(text),
        "said": voting.of_trainee(row, trainee),
        "q": typed,
        "back": reverse("helpdesk:answers") + (f"?{urlencode({'q': typed})}" if typed else ""),
        "is_sent": "thanks" in request.GET,
        "keep": _keep(),
    }
    return render(request, "helpdesk/article.html", context)


@require_POST
def article_helped(request: UserRequest, article: Any) -> HttpResponse:
    """Yes ends the way with thanks; no leads on to the help desk, with what was looked for."""
    trainee, row = trainee_of(request), _article(request, article)
    if "yes" in request.POST:
        return _thanked(request, row, trainee)
    _say(request, row, trainee, has_helped=False)
    typed = request.POST.get("q", "").replace("\x00", "")[:LONGEST]
    asked = {"topic": row.topic} | ({"q": typed} if typed else {})
    return redirect(f"{reverse('helpdesk:new')}?{urlencode(asked)}")


def _say(request: UserRequest, row: Article, trainee: Trainee, *, has_helped: bool) -> None:
    text = row.text_for(request.user.language)
    language = text.language if text else request.user.language
    voting.vote(row, trainee, has_helped=has_helped, language=language)


def _thanked(request: UserRequest, row: Article, trainee: Trainee) -> HttpResponse:
    _say(request, row, trainee, has_helped=True)
    messages.success(request, _("Thank you. Good that it helped. Nothing was sent."))
    return redirect(f"{reverse('helpdesk:article', args=[row.public_id])}?thanks")


@require_POST
def suggested(request: UserRequest) -> HttpResponse:
    """A part of the page for new requests: answers that fit what is being typed.

    Posted, so that words about somebody's health stand in no address and no log.
    """
    trainee = trainee_of(request)
    if not ratelimit.hit(f"suggest:{request.user.pk}", limit=TYPING, seconds=SECONDS):
        return HttpResponse(status=429)
    found = pages.suggestions(trainee, request.user, request.POST.get("q", ""))
    return render(request, "helpdesk/_suggestions.html", {"found": found})


def is_aside(request: UserRequest) -> bool:
    """Whether a button of the form for new requests was used that sends nothing yet."""
    return request.method == "POST" and any(name in request.POST for name in ASIDE)


def aside(request: UserRequest) -> HttpResponse:
    """Look for answers first; or one of them helped, or did not. What was typed is kept."""
    trainee = trainee_of(request)
    for name in ("yes", "no"):
        if key := request.POST.get(name):
            row = _article(request, _key(key))
            if name == "yes":
                return _thanked(request, row, trainee)
            _say(request, row, trainee, has_helped=False)
    typed = {name: value for name in AskForm.base_fields if (value := request.POST.get(name))}
    context = {
        "tab": "help",
        "form": AskForm(initial=typed),
        "desk": wording.of_page(opening.hours(), timezone.now()),
        "found": pages.suggestions(trainee, request.user, typed.get("text", "")),
        "has_looked": True,
        "can_wait": "can-wait" in request.GET,
    }
    return render(request, "helpdesk/new.html", context)


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404 from error
