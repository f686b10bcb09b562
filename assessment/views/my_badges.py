"""A trainee's own badges: looking, opening and closing the page, asking a guardian, sharing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from trainees.models import Trainee

from .. import badge_page, my_badges, share_links, sharing
from ..badge_forms import ChoicesForm, MastodonForm
from ..models import BadgeAward


def _trainee(request: UserRequest, code: str) -> Trainee:
    """Oneself in the newest group, or in the one whose badge has this code."""
    mine = Trainee.objects.visible_to(request.user).filter(user=request.user)
    if code:
        mine = mine.filter(badge__code=code)
    newest = mine.select_related("group", "user").order_by("-group__arrives_on", "-pk").first()
    if newest is None:
        raise Http404
    return newest


@require_http_methods(["GET", "POST"])
def badges(request: UserRequest, code: str = "") -> HttpResponse:
    """The badge and the awards; a POST opens or closes the page, or chooses what it says."""
    trainee = _trainee(request, code)
    if request.method == "POST":
        seen = BadgeAward.objects.visible_to(request.user).filter(trainee=trainee)
        badge = get_object_or_404(seen.select_related("trainee__group", "level"))
        do = DEEDS.get(request.POST.get("do", ""))
        if do is None:
            raise PermissionDenied
        try:
            do(request, badge)
        except ValidationError as error:
            messages.warning(request, error.messages[0])
        return redirect(request.path)
    mine = my_badges.of(trainee, today=timezone.localdate())
    return render(request, "assessment/badges/mine.html", {"mine": mine, "tab": "progress"})


def _language() -> str:
    return get_language() or "en"


def _show(request: UserRequest, badge: BadgeAward) -> None:
    standing = sharing.open_page(badge, by=request.user, language=_language())
    if standing.allows:
        messages.success(request, _("Your badge page is open. Here are the ways to share it."))
    else:
        messages.info(
            request, _("Your yes is stored. When a guardian agrees, you can open the page here.")
        )


def _hide(request: UserRequest, badge: BadgeAward) -> None:
    sharing.close_page(badge, by=request.user)
    messages.success(request, _("Your badge page is closed. The badge stays valid."))


def _ask(request: UserRequest, badge: BadgeAward) -> None:
    count = sharing.ask_guardians(badge, by=request.user, language=_language())
    text = ngettext("%d e-mail is on its way.", "%d e-mails are on their way.", count) % count
    messages.success(request, text if count else _("They were asked today already."))


def _choose(request: UserRequest, badge: BadgeAward) -> None:
    form = ChoicesForm(request.POST)
    if form.is_valid():
        sharing.choose(badge, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your choice is stored, and the badge is signed anew."))


DEEDS = {"show": _show, "hide": _hide, "ask": _ask, "choose": _choose}


@require_http_methods(["GET", "POST"])
def mastodon(request: UserRequest, code: str) -> HttpResponse:
    """Mastodon is many servers: who types theirs gets the link to it."""
    trainee = _trainee(request, code)
    seen = BadgeAward.objects.visible_to(request.user).filter(trainee=trainee)
    badge = get_object_or_404(seen.select_related("trainee__group", "level"))
    page = badge_page.page(badge, is_public=sharing.is_public(badge))
    if not page.is_public:
        raise Http404
    form = MastodonForm(request.POST if request.method == "POST" else None)
    link = (
        share_links.mastodon(page, form.cleaned_data["server"])
        if form.is_bound and form.is_valid()
        else None
    )
    context = {"form": form, "link": link, "code": code, "tab": "progress"}
    return render(request, "assessment/badges/mastodon.html", context)
