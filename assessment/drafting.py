"""Writing a set of objectives before it is in use: a new version, its words, its parts.

A draft begins as a copy of the set in use for the same trainees, else with one empty objective. Words
are written in one language at a time; `missing` tells what is still to be said in which.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import words, work
from trainees.models import Group, SendingOrganisation

from . import anchors
from .enums import SetKind
from .models import EscoSkill, Indicator, Objective, ObjectiveSet

MOST_OBJECTIVES, MOST_INDICATORS = 8, 4


@dataclass(frozen=True)
class Said:
    """What was written in one language: new words by the key of the objective or indicator."""

    language: str
    title: str | None = None  # None: stays
    objectives: Mapping[int, str] = field(default_factory=dict)
    skills: Mapping[int, Iterable[EscoSkill]] = field(default_factory=dict)  # by objective
    indicators: Mapping[int, str] = field(default_factory=dict)
    questions: Mapping[int, str] = field(default_factory=dict)  # by indicator, like what follows
    can_be_missing: Mapping[int, bool] = field(default_factory=dict)
    behaviours: Mapping[int, Mapping[int, str]] = field(default_factory=dict)  # then by 0, 20 … 100


@transaction.atomic
def new_standard(*, by: User) -> ObjectiveSet:
    """The draft of the next standard version, a copy of the one in use; the open one if there is one."""
    list(ObjectiveSet.objects.filter(kind=SetKind.STANDARD).select_for_update(of=("self",)))
    return _draft({"kind": SetKind.STANDARD}, by)


@transaction.atomic
def new_technical(
    organisation: SendingOrganisation, *, group: Group | None = None, area: str = "", by: User
) -> ObjectiveSet:
    """The draft for a group, a field (`area`), or a field within a group; the open one if there is one.

    Raises `ValidationError`: `whom` without group and field, or with a group of another organisation.
    """
    if (group is None and not area) or (group and group.organisation_id != organisation.pk):
        raise ValidationError(_("Say for which group or field these objectives are."), code="whom")
    SendingOrganisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    work.hook("drafting.held")
    whom = {"organisation": organisation, "group": group, "field": area}
    return _draft({"kind": SetKind.TECHNICAL} | whom, by)


def _draft(whom: dict[str, Any], by: User) -> ObjectiveSet:
    same = ObjectiveSet.objects.filter(_like(whom))
    if found := same.open().first():
        return found
    last: int = same.aggregate(last=Max("version"))["last"] or 0
    source = same.current().first()
    draft = ObjectiveSet.objects.create(
        version=last + 1, title=source.title if source else "", written_by=by, **whom
    )
    if source:
        _copy(source, draft)
    else:
        add_indicator(_add_objective(draft))
    return draft


def _like(whom: dict[str, Any]) -> Q:
    """Sets for the same trainees: a field is the same however it is capitalised."""
    others = {name: value for name, value in whom.items() if name != "field"}
    return Q(**others, field__iexact=whom.get("field", ""))


def _copy(source: ObjectiveSet, draft: ObjectiveSet) -> None:
    for objective in source.objectives.prefetch_related("indicators"):
        indicators = list(objective.indicators.all())
        objective.pk, objective.set = None, draft
        objective.save(force_insert=True)
        for each in indicators:
            each.pk, each.objective = None, objective
        Indicator.objects.bulk_create(indicators)


def hold(found: ObjectiveSet) -> ObjectiveSet:
    """The set under lock, as it was on the page.

    Raises `ValidationError` `changed` when somebody proposed, accepted or sent it back since.
    """
    held = ObjectiveSet.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if held.state != found.state:
        raise ValidationError(
            _("Somebody else was here meanwhile. Open the objectives again."), code="changed"
        )
    return held


@transaction.atomic
def write(found: ObjectiveSet, said: Said) -> ObjectiveSet:
    """Keep what was written; what `said` leaves out stays. Raises `ValidationError` as `hold` does."""
    held = hold(found)
    if said.title is not None:
        held.title = said.title
        held.save(update_fields=["title"])
    for objective in held.objectives.prefetch_related("indicators"):
        _write_objective(objective, said)
        for indicator in objective.indicators.all():
            _write_indicator(indicator, said)
    return held


def _write_objective(objective: Objective, said: Said) -> None:
    if objective.pk in said.objectives:
        objective.names = _with(objective.names, said.language, said.objectives[objective.pk])
    if objective.pk in said.skills:
        objective.skills = [
            {"uri": each.uri, "names": each.names} for each in said.skills[objective.pk]
        ]
    objective.save(update_fields=["names", "skills"])


def _write_indicator(indicator: Indicator, said: Said) -> None:
    pk, language = indicator.pk, said.language
    if pk in said.indicators:
        indicator.names = _with(indicator.names, language, said.indicators[pk])
    if pk in said.questions:
        indicator.questions = _with(indicator.questions, language, said.questions[pk])
    if pk in said.can_be_missing:
        indicator.can_be_missing = said.can_be_missing[pk]
    general = anchors.behaviours() if pk in said.behaviours else {}
    for at, text in said.behaviours.get(pk, {}).items():
        before = indicator.behaviours.get(str(at), {})
        if before.get(language, "") != text:
            # General words in other languages say something else than the new ones.
            kept = {} if before == general[str(at)] else before
            indicator.behaviours[str(at)] = _with(kept, language, text)
    indicator.save(update_fields=["names", "questions", "can_be_missing", "behaviours"])


def _with(texts: dict[str, str], language: str, text: str) -> dict[str, str]:
    """`texts` with `text` in one language; an empty one is taken away."""
    return {key: value for key, value in (texts | {language: text}).items() if value}


@transaction.atomic
def add_objective(found: ObjectiveSet) -> Objective:
    """A further objective with one indicator; eight at most (`ValidationError` `many`)."""
    objective = _add_objective(hold(found))
    add_indicator(objective)
    return objective


def _add_objective(held: ObjectiveSet) -> Objective:
    if held.objectives.count() >= MOST_OBJECTIVES:
        text = _("A set has %(count)d objectives at most.") % {"count": MOST_OBJECTIVES}
        raise ValidationError(text, code="many")
    code, place = _next(held.objectives.values_list("code", "position"), "objective")
    return Objective.objects.create(set=held, code=code, position=place, names={})


@transaction.atomic
def add_indicator(objective: Objective) -> Indicator:
    """A further indicator that begins with general words; four at most (`ValidationError` `many`)."""
    hold(objective.set)
    if objective.indicators.count() >= MOST_INDICATORS:
        text = _("An objective has %(count)d indicators at most.") % {"count": MOST_INDICATORS}
        raise ValidationError(text, code="many")
    code, place = _next(objective.indicators.values_list("code", "position"), "indicator")
    return Indicator.objects.create(
        objective=objective,
        code=code,
        position=place,
        names={},
        behaviours=anchors.behaviours(),
    )


def _next(rows: Iterable[tuple[str, int]], word: str) -> tuple[str, int]:
    """A code that is not taken, and the place after the last."""
    taken = dict(rows)
    number = next(n for n in range(1, 100) if f"{word}-{n}" not in taken)
    return f"{word}-{number}", max(taken.values(), default=0) + 1


@transaction.atomic
def remove_objective(objective: Objective) -> None:
    """Take an objective away with its indicators; the last one stays (`ValidationError` `last`)."""
    hold(objective.set)
    if objective.set.objectives.count() == 1:
        raise ValidationError(_("A set has at least one objective."), code="last")
    objective.indicators.all().delete()
    objective.delete()


@transaction.atomic
def remove_indicator(indicator: Indicator) -> None:
    """Take an indicator away; the last one stays (`ValidationError` `last`)."""
    hold(indicator.objective.set)
    if indicator.objective.indicators.count() == 1:
        raise ValidationError(_("An objective has at least one indicator."), code="last")
    indicator.delete()


@transaction.atomic
def discard(found: ObjectiveSet) -> None:
    """Throw a draft away. Raises `ValidationError` as `hold` does; one in use never goes (a trigger)."""
    held = hold(found)
    Indicator.objects.filter(objective__set=held).delete()
    held.objectives.all().delete()
    held.delete()


def missing(found: ObjectiveSet, languages: Iterable[str]) -> list[str]:
    """What the set must still say in these languages before it can be used, one sentence each.

    Names in each of them; behaviours in at least one language. Two queries.
    """
    lines: list[str] = []
    for number, objective in enumerate(found.objectives.prefetch_related("indicators"), start=1):
        label = objective.name or _("Objective %(number)d") % {"number": number}
        lines += [_unsaid(label, each) for each in languages if not objective.names.get(each)]
        for at, indicator in enumerate(objective.indicators.all(), start=1):
            named = words.any_of(indicator.names) or f"{label}, {at}"
            lines += [_unsaid(named, each) for each in languages if not indicator.names.get(each)]
            if not all(indicator.behaviours.get(str(each)) for each in anchors.STEPS):
                text = _("“%(name)s” does not say what one sees at every step from 0 to 100.")
                lines.append(text % {"name": named})
    return lines


def _unsaid(name: str, language: str) -> str:
    # Translators: name of an objective or indicator; language is like «Italian»
    text = _("“%(name)s” has no name in %(language)s.")
    return text % {"name": name, "language": get_language_info(language)["name_translated"]}
