"""The agency tutor's evaluation on the desk, with the summary of the placement beside it."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal import weeks
from imyportal.admin.pages import framed
from placements.models import Placement

from .. import evaluations, facts, policies, results, slots, summary
from .. import record as records
from ..enums import EvaluationKind, EvaluationMoment
from ..facts import Facts
from ..forms import AgencyEvaluationForm
from ..models import Evaluation
from ..record import Given, Record
from ..slots import Slot
from ..summary import Summary
from . import exemption_desk, models_desk, plan_desk

URL_NAME = "placements_placement_evaluation"


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages about evaluations for `site.get_urls()`; the name of the first is `URL_NAME`."""

    first = path(
        "placements/placement/<int:pk>/evaluation/", framed(site, evaluation), name=URL_NAME
    )
    others = [plan_desk, models_desk, exemption_desk]
    return [first, *(each for views in others for each in views.urls(site))]


@require_http_methods(["GET", "POST"])
def evaluation(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Give an evaluation, or correct one.

    `?when=` says which moment the form begins with, `?who=` whose it is, `?which=` (a key) which
    colleague's.
    """
    seen = Placement.objects.visible_to(request.user).select_related("trainee", "company")
    placement = get_object_or_404(seen, pk=pk)
    if not policies.can_evaluate(request.user, placement):
        raise PermissionDenied
    today = timezone.localdate()
    record = records.of([placement])[placement.pk]
    begun = [s for s in slots.moments(placement, EvaluationKind.AGENCY) if s.monday <= today]
    chosen = next(
        (s for s in begun if s.when == request.GET.get("when")), begun[-1] if begun else None
    )
    until = weeks.days_of(chosen.monday)[-1] if chosen else today
    known = facts.beside(record.framework, placement, until=min(until, today))
    form = _form(request, record, begun, chosen, taken=_taken(request, known))
    if form.is_valid() and (stored := _give(request, placement, begun, form)):
        messages.success(request, _("The evaluation is stored."))
        query = _query(form.cleaned_data["when"], stored)
        return redirect(f"{reverse(f'admin:{URL_NAME}', args=[pk])}?{query}")
    context |= {
        "placement": placement,
        "form": form,
        "begun": begun,
        "summary": (total := summary.of_record(record, today, form.told)),
        "rows": _rows(record, form, total, known),
        "given": _given(record, begun, _shown(request, record, chosen)),
        "colleague": [form["name"], form["role"]],
        "title": _("Evaluation"),
    }
    return render(request, "assessment/desk/evaluation.html", context)


def moment_name(slot: Slot) -> str:
    """A moment in words."""
    if slot.moment == EvaluationMoment.START:
        return _("Start")
    if slot.moment == EvaluationMoment.MID:
        return _("Mid-term, week %(number)d") % {"number": slot.number}
    if slot.moment == EvaluationMoment.FINAL:
        return _("Final, week %(number)d") % {"number": slot.number}
    return _("Week %(number)d") % {"number": slot.number}


def _query(when: str, evaluation: Evaluation) -> str:
    """What of the page's address opens this evaluation of the moment `when`."""
    query: dict[str, str | int] = {"when": when}
    if evaluation.kind == EvaluationKind.COLLEAGUE:
        query |= {"who": evaluation.kind, "which": evaluation.pk}
    return urlencode(query)


def _given(record: Record, begun: list[Slot], shown: Given | None) -> list[dict[str, Any]]:
    """The evaluations there are, for the row of links."""
    return [
        {
            "query": _query(slot.when, each.evaluation),
            "text": _text(slot, each.evaluation),
            "is_shown": each is shown,
        }
        for slot in begun
        for kind in (EvaluationKind.AGENCY, EvaluationKind.COLLEAGUE)
        for each in _by(record, slot, kind)
    ]


def _text(slot: Slot, evaluation: Evaluation) -> str:
    name = moment_name(slot)
    is_colleague = evaluation.kind == EvaluationKind.COLLEAGUE
    return f"{name}: {evaluation.given_by}" if is_colleague else name


def _by(record: Record, slot: Slot, kind: str) -> list[Given]:
    takes = (kind, *slot.takes[1:])
    return [each for each in record.by(kind) if each.key == takes]


def _who(request: UserRequest) -> str:
    return request.POST.get("who") or request.GET.get("who") or EvaluationKind.AGENCY.value


def _which(request: UserRequest) -> int | None:
    which = request.GET.get("which", "")
    return int(which) if which.isdecimal() else None


def _shown(request: UserRequest, record: Record, chosen: Slot | None) -> Given | None:
    """What the form begins with; of colleagues only the one that was asked for."""
    who, which = _who(request), _which(request)
    found = _by(record, chosen, who) if chosen else []
    if who == EvaluationKind.COLLEAGUE:
        found = [each for each in found if each.evaluation.pk == which]
    return found[0] if found else None


def _taken(request: UserRequest, known: dict[int, Facts]) -> dict[str, int] | None:
    """The proposed value that was taken, by its field; the form is shown again with it, not stored."""
    values = {f"i{pk}": each.value for pk, each in known.items() if each.value is not None}
    name = request.POST.get("take", "")
    return {name: values[name]} if name in values else None


def _form(
    request: UserRequest,
    record: Record,
    begun: list[Slot],
    chosen: Slot | None,
    *,
    taken: dict[str, int] | None = None,
) -> AgencyEvaluationForm:
    before = _shown(request, record, chosen)
    given: dict[str, int | None] = {}
    if before:
        given = {f"o{pk}": value for pk, value in before.objectives.items()}
        given |= {f"i{pk}": value for pk, value in before.indicators.items()}
    typed = request.POST.dict() | taken if taken else {}
    typed.pop("once", None)  # this is not sent yet
    return AgencyEvaluationForm(
        None if taken else request.POST or None,
        framework=record.framework.asked_in(before.evaluation if before else None),
        moments=[(slot.when, moment_name(slot)) for slot in begun],
        given=given,
        initial={
            "when": chosen.when if chosen else None,
            "who": _who(request),
            "seen": evaluations.stamp(before.evaluation) if before else "",
            "comment": before.evaluation.comment if before else "",
            "name": before.evaluation.given_by if before and before.evaluation.role else "",
            "role": before.evaluation.role if before else "",
        }
        | typed,
    )


def _give(
    request: UserRequest, placement: Placement, begun: list[Slot], form: AgencyEvaluationForm
) -> Evaluation | None:
    slot = next(each for each in begun if each.when == form.cleaned_data["when"])
    try:
        given = evaluations.give_agency(
            placement,
            moment=slot.moment,
            monday=slot.monday,
            scores=form.scores(),
            comment=form.cleaned_data["comment"],
            by=request.user,
            colleague=form.colleague(corrects=_which(request)),
            seen=form.cleaned_data["seen"],
            once=form.cleaned_data["once"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        if form.has_error(NON_FIELD_ERRORS, "changed"):
            form.show_seen((error.params or {})["stamp"])
        return None
    text = f"{_('Evaluation')}: {moment_name(slot)}"
    if given.role:
        text += f", {given.given_by}"
    LogEntry.objects.log_actions(request.user.pk, [placement], CHANGE, text, single_object=True)
    return given


def _rows(
    record: Record, form: AgencyEvaluationForm, total: Summary, known: dict[int, Facts]
) -> list[dict[str, Any]]:
    """Per objective its line of the summary and its field, then the same of its indicators."""
    rows = []
    for line in total.objectives:
        indicators = [
            {
                "field": form[f"i{each.pk}"],
                "own": results.latest(record.indicator_values(each, EvaluationKind.SELF)),
                "facts": known.get(each.pk),
            }
            for each in form.framework.parts(line.objective)
        ]
        field = form[f"o{line.objective.pk}"]
        rows.append({"line": line, "field": field, "indicators": indicators})
    return rows
