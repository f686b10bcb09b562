"""Support plans on the desk: the responsible tutor writes and proposes, a colleague reads what is shared."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from imyportal.forms import add_errors
from trainees import consents
from trainees.consents import Standing
from trainees.enums import SupportTopic
from trainees.models import Consent, SupportPlan, SupportShare, Trainee
from trainees.models.stand_ins import answered_by
from trainees.support import following, looking, plans, sharing
from trainees.support.following import ADJUSTS
from trainees.support.forms import PlanForm, ShareForm

PAGE = "admin:trainees_trainee_support"


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the page of the trainee; names below `admin:`."""
    base, name = "trainees/trainee/<int:pk>/support", "trainees_trainee_support"
    return [
        path(f"{base}/", framed(site, trainee_support), name=name),
        path(f"{base}/share/", framed(site, share), name=f"{name}_share"),
        path(f"{base}/share/<int:key>/end/", site.admin_view(share_end), name=f"{name}_end"),
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def trainee_support(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """The plan; without one, the button that begins it. A colleague finds what is shared with them."""
    trainee = _trainee(request, pk)
    plan = SupportPlan.objects.filter(trainee=trainee).first()
    context |= {"trainee": trainee, "title": _("Support plan")}
    if not _is_responsible(request, trainee):
        return _shared(request, plan, context)
    if request.method == "POST" and "begin" in request.POST:
        plans.begin(trainee, by=request.user)
        messages.success(request, _("Begun. The learner is asked for permission by mail."))
        return redirect(PAGE, pk)
    if plan is None:
        return render(request, "trainees/desk/support_none.html", context)
    return _page(request, trainee, plan, context)


def _page(
    request: UserRequest, trainee: Trainee, plan: SupportPlan, context: dict[str, Any]
) -> HttpResponse:
    form = PlanForm(request.POST or None)
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            plans.write(plan, form.texts(), by=request.user, seen=seen, **form.numbers())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Stored. The learner reads it and agrees."))
            return redirect(PAGE, trainee.pk)
    lines = looking.whole(plan, request.user)
    if not form.is_bound:
        said = {each.topic.value: each.text for each in lines}
        seen = plan.changed_at.isoformat()
        numbers = {name: getattr(plan, name) for name in ADJUSTS}
        form = PlanForm(initial=said | numbers | {"seen": seen})
    standing = consents.standing(trainee, plans.PURPOSE)
    context |= {
        "plan": plan,
        "form": form,
        "standing": standing,
        "words": _words(standing),
        "own": next((each.text for each in lines if each.topic == SupportTopic.OWN), ""),
        "others": [each for each in lines if each.beside],
        "shares": plan.shares.running(),
        "looks": looking.looks(plan, 20),
        "pages": following.pages,
        "hours": following.said(trainee),
    }
    return render(request, "trainees/desk/support.html", context)


def _words(standing: Standing) -> list[str]:
    """Who has said what, and who is still asked."""
    said = [_word(_("Learner: %(word)s"), standing.own, _("has not answered yet"))]
    if standing.is_minor:
        nobody = _(
            "nobody was asked; enter a guardian with an e-mail address, or let them sign on paper"
        )
        asked = _("asked on %(day)s, has not answered yet")
        if standing.asked_on:
            nobody = asked % {"day": date_format(standing.asked_on, "j F Y")}
        said.append(_word(_("Guardian: %(word)s"), standing.guardian, nobody))
    elif standing.must_ask_again:
        said.append(_("Of age since then: the learner is asked again."))
    return said


def _word(line: str, word: Consent | None, without: str) -> str:
    if word is None:
        return line % {"word": without}
    text = _("yes, on %(day)s") if word.agrees else _("no, on %(day)s")
    return line % {"word": text % {"day": date_format(word.said_on, "j F Y")}}


def _shared(
    request: UserRequest, plan: SupportPlan | None, context: dict[str, Any]
) -> HttpResponse:
    lines = looking.shared(plan, request.user) if plan else []
    if not lines:
        raise PermissionDenied
    return render(request, "trainees/desk/support_shared.html", context | {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Propose to share single topics with somebody until a day."""
    trainee = _trainee(request, pk)
    plan = _own(request, trainee)
    written = set(plan.entries.values_list("topic", flat=True))
    topics = [each for each in SupportTopic.shareable() if each in written]
    form = ShareForm(request.POST or None, people=sharing.people(trainee), topics=topics)
    if form.is_valid():
        said = form.cleaned_data
        try:
            sharing.propose(plan, said["person"], said["topics"], said["until"], by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Proposed. It is shared when the learner agrees."))
            return redirect(PAGE, pk)
    context |= {
        "form": form,
        "title": _("Share of the support plan: %(name)s") % {"name": trainee},
        "button": _("Propose this share"),
        "back": reverse(PAGE, args=[pk]),
    }
    return render(request, "admin/desk_form.html", context)


@require_POST
def share_end(request: UserRequest, pk: int, key: int) -> HttpResponse:
    """Nobody is shown it any more."""
    plan = _own(request, _trainee(request, pk))
    row = get_object_or_404(SupportShare.objects.visible_to(request.user).filter(plan=plan), pk=key)
    sharing.end(row, by=request.user)
    messages.success(request, _("The share has ended."))
    return redirect(PAGE, pk)


def _trainee(request: UserRequest, pk: int) -> Trainee:
    seen = Trainee.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("group__lead_tutor", "tutor", "user"), pk=pk)


def _is_responsible(request: UserRequest, trainee: Trainee) -> bool:
    return Trainee.objects.filter(answered_by(request.user), pk=trainee.pk).exists()


def _own(request: UserRequest, trainee: Trainee) -> SupportPlan:
    if not _is_responsible(request, trainee):
        raise PermissionDenied
    return get_object_or_404(SupportPlan.objects.visible_to(request.user), trainee=trainee)
