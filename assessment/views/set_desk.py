"""Sets of objectives on the desk: writing one, deciding on a proposal, beginning a new version."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import Language
from accounts.requests import UserRequest
from imyportal.admin.pages import framed

from .. import drafting, proposing, set_policies
from ..enums import SetKind, SetState
from ..models import ObjectiveSet
from ..set_editing import Editing
from ..set_forms import DeclineForm


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages for `site.get_urls()`; names below `admin:`."""

    pages = {"words": set_words, "decide": set_decide, "renew": set_renew}
    return [
        path(
            f"assessment/objectiveset/<int:pk>/{name}/",
            framed(site, view),
            name=f"assessment_objectiveset_{name}",
        )
        for name, view in pages.items()
    ]


def _seen(request: UserRequest, pk: int, may: Callable[[Any, ObjectiveSet], bool]) -> ObjectiveSet:
    """The set, for who sees it; 403 for who may not."""
    seen = ObjectiveSet.objects.visible_to(request.user)
    found = get_object_or_404(seen.select_related("organisation", "group", "written_by"), pk=pk)
    if not may(request.user, found):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "POST"])
def set_words(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Write a set in one language; `?language=` says which."""
    found = _seen(request, pk, set_policies.can_write)
    languages = dict(Language.choices)
    asked = request.GET.get("language", "en")
    language = asked if asked in languages else "en"
    editing = Editing(request, found, language)
    if editing.run():
        messages.success(request, _("The words are stored."))
        here = redirect("admin:assessment_objectiveset_words", pk)
        query, _hash, place = editing.where.removeprefix("?").partition("#")
        here["Location"] += f"?language={language}&{query}#{place}"
        return here
    context |= {
        "set": found,
        "form": editing.form,
        "languages": [(key, name, key == language) for key, name in languages.items()],
        "lines": drafting.missing(found, proposing.LANGUAGES),
        "title": _("Write objectives"),
    }
    return render(request, "assessment/desk/objectives_edit.html", context)


@require_http_methods(["GET", "POST"])
def set_decide(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Put a set in use, or send a proposal back with a reason."""
    found = _seen(request, pk, set_policies.can_decide)
    is_refusal = request.POST.get("do") == "decline"
    form = DeclineForm(request.POST if is_refusal else None)
    lines = drafting.missing(found, proposing.LANGUAGES)
    if request.method == "POST" and (not is_refusal or form.is_valid()):
        try:
            _decide(request, found, form if is_refusal else None)
        except ValidationError as error:
            lines = error.messages
        else:
            return redirect("admin:assessment_objectiveset_change", pk)
    is_technical = found.kind == SetKind.TECHNICAL
    context |= {
        "set": found,
        "objectives": found.objectives.prefetch_related("indicators"),
        "form": form,
        "lines": lines,
        "begin": len(proposing.who_begins(found)) if is_technical else 0,
        "is_proposal": found.state == SetState.PROPOSED,
        "title": _("Decide on objectives"),
    }
    return render(request, "assessment/desk/objectives_decide.html", context)


def _decide(request: UserRequest, found: ObjectiveSet, form: DeclineForm | None) -> None:
    if form is not None:
        proposing.decline(found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Sent back. The sending tutor gets your words by e-mail."))
        return
    begun = proposing.put_in_use(found, by=request.user)
    text = ngettext(
        "In use. %(count)d placement underway observes them from today.",
        "In use. %(count)d placements underway observe them from today.",
        begun,
    )
    messages.success(request, text % {"count": begun} if begun else _("In use for who begins now."))


@require_POST
def set_renew(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Begin the next version as a copy; it is written on the page that follows."""
    found = _seen(request, pk, set_policies.can_renew)
    if found.organisation is None:
        draft = drafting.new_standard(by=request.user)
    else:
        draft = drafting.new_technical(
            found.organisation, group=found.group, area=found.field, by=request.user
        )
    if set_policies.can_write(request.user, draft):
        return redirect("admin:assessment_objectiveset_words", draft.pk)
    messages.warning(request, _("The school is writing a new version. Wait for its proposal."))
    return redirect("admin:assessment_objectiveset_change", draft.pk)
