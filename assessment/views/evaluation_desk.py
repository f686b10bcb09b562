"""The agency tutor's evaluation on the desk, with the summary of the placement beside it."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from placements.models import Placement

from .. import evaluations, policies, results, slots, summary
from .. import record as records
from ..enums import EvaluationKind, EvaluationMoment
from ..forms import AgencyEvaluationForm
from ..framework import indicators_of
from ..record import Given, Record
from ..slots import Slot
from ..summary import Summary
from . import models_desk, plan_desk

URL_NAME = "placements_placement_evaluation"


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages about evaluations for `site.get_urls()`; the name of the first is `URL_NAME`."""

    first = path(
        "placements/placement/<int:pk>/evaluation/", framed(site, evaluation), name=URL_NAME
    )
    return [first, *plan_desk.urls(site), *models_desk.urls(site)]


@require_http_methods(["GET", "POST"])
def evaluation(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Give an evaluation, or correct one: `?when=` says which moment the form begins with."""
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
    form = _form(request, record, begun, chosen)
    if form.is_valid() and _give(request, placement, begun, form):
        messages.success(request, _("The evaluation is stored."))
        when = form.cleaned_data["when"]
        who = f"&who={EvaluationKind.COLLEAGUE}" if form.is_colleague else ""
        return redirect(f"{reverse(f'admin:{URL_NAME}', args=[pk])}?when={when}{who}")
    context |= {
        "placement": placement,
        "form": form,
        "begun": begun,
        "summary": (total := summary.of_record(record, today)),
        "rows": _rows(record, form, total),
        "given": _given(record, begun),
        "colleague": [form["name"], form["role"]],
        "chosen": (chosen.when if chosen else "", form["who"].value() or EvaluationKind.AGENCY),
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


def _given(record: Record, begun: list[Slot]) -> list[dict[str, str]]:
    """The evaluations there are, for the row of links."""
    found = []
    for slot in begun:
        if _by(record, slot, EvaluationKind.AGENCY):
            found.append({"when": slot.when, "who": "agency", "text": moment_name(slot)})
        if theirs := _by(record, slot, EvaluationKind.COLLEAGUE):
            text = f"{moment_name(slot)}: {theirs.evaluation.given_by}"
            who = EvaluationKind.COLLEAGUE.value
            found.append({"when": slot.when, "who": who, "text": text})
    return found


def _by(record: Record, slot: Slot, kind: str) -> Given | None:
    takes = (kind, *slot.takes[1:])
    found = (each for each in record.by(kind) if record_key(each) == takes)
    return next(found, None)


def record_key(given: Given) -> slots.Key:
    """By which a slot knows this evaluation."""
    evaluation = given.evaluation
    return slots.key_of(evaluation.kind, evaluation.moment, evaluation.monday)


def _form(
    request: UserRequest, record: Record, begun: list[Slot], chosen: Slot | None
) -> AgencyEvaluationForm:
    who = request.POST.get("who") or request.GET.get("who") or EvaluationKind.AGENCY.value
    before = _by(record, chosen, who) if chosen else None
    given: dict[str, int | None] = {}
    if before:
        given = {f"o{pk}": value for pk, value in before.objectives.items()}
        given |= {f"i{pk}": value for pk, value in before.indicators.items()}
    return AgencyEvaluationForm(
        request.POST or None,
        framework=record.framework,
        moments=[(slot.when, moment_name(slot)) for slot in begun],
        given=given,
        initial={
            "when": chosen.when if chosen else None,
            "who": who,
            "seen": evaluations.stamp(before.evaluation) if before else "",
            "comment": before.evaluation.comment if before else "",
            "name": before.evaluation.given_by if before and before.evaluation.role else "",
            "role": before.evaluation.role if before else "",
        },
    )


def _give(
    request: UserRequest, placement: Placement, begun: list[Slot], form: AgencyEvaluationForm
) -> bool:
    slot = next(each for each in begun if each.when == form.cleaned_data["when"])
    try:
        given = evaluations.give_agency(
            placement,
            moment=slot.moment,
            monday=slot.monday,
            scores=form.scores(),
            comment=form.cleaned_data["comment"],
            by=request.user,
            colleague=form.colleague(),
            seen=form.cleaned_data["seen"],
            once=form.cleaned_data["once"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        who = EvaluationKind.COLLEAGUE if form.is_colleague else EvaluationKind.AGENCY
        if error.code == "changed" and (
            other := _by(records.of([placement])[placement.pk], slot, who)
        ):
            form.show_seen(evaluations.stamp(other.evaluation))
        return False
    text = f"{_('Evaluation')}: {moment_name(slot)}"
    if given.role:
        text += f", {given.given_by}"
    LogEntry.objects.log_actions(request.user.pk, [placement], CHANGE, text, single_object=True)
    return True


def _rows(record: Record, form: AgencyEvaluationForm, total: Summary) -> list[dict[str, Any]]:
    """Per objective its line of the summary and its field, then the same of its indicators."""
    rows = []
    for line in total.objectives:
        indicators = [
            {
                "field": form[f"i{each.pk}"],
                "own": results.latest(record.indicator_values(each, EvaluationKind.SELF)),
            }
            for each in indicators_of(line.objective)
        ]
        field = form[f"o{line.objective.pk}"]
        rows.append({"line": line, "field": field, "indicators": indicators})
    return rows
