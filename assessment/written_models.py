"""Written models: what good work looks like, beside the scale of an objective.

The newest version in use is shown; which one it was is kept with the score.
"""

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action

from .enums import SetKind
from .models import Objective, WrittenModel


def of(objectives: Collection[Objective], *, field: str) -> dict[int, WrittenModel]:
    """The model to show beside each objective by its key; those without one are left out. One query.

    One of the trainee's `field` goes before one of every field. A standard objective without its own
    has that of the same objective in another version of the standard.
    """
    standard = Q(
        objective__code__in=[each.code for each in objectives],
        objective__set__kind=SetKind.STANDARD,
    )
    rows = WrittenModel.objects.current().filter(
        Q(objective__in=objectives) | standard, Q(field="") | Q(field__iexact=field)
    )
    found = list(rows.select_related("objective__set").order_by("objective__set__version", "pk"))
    best = {each.pk: max(_fitting(each, found), key=_rank, default=None) for each in objectives}
    return {pk: rank.model for pk, rank in best.items() if rank}


class _Rank:
    """How well a model fits an objective."""

    def __init__(self, model: WrittenModel, objective: Objective) -> None:
        self.model = model
        self.order = (model.objective_id == objective.pk, model.field != "", model.pk)


def _rank(each: _Rank) -> tuple[bool, bool, int]:
    return each.order


def _fitting(objective: Objective, models: list[WrittenModel]) -> list[_Rank]:
    is_standard = objective.set.kind == SetKind.STANDARD
    return [
        _Rank(each, objective)
        for each in models
        if each.objective_id == objective.pk
        or (
            is_standard
            and each.objective.set.kind == SetKind.STANDARD
            and each.objective.code == objective.code
        )
    ]


@transaction.atomic
def write(
    objective: Objective, *, field: str = "", texts: Mapping[str, str], by: User
) -> WrittenModel:
    """A new version, in use from now on; the same words again are the version there is.

    Raises `ValidationError` without an English text, to which the other languages fall back.
    """
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    if "en" not in kept:
        raise ValidationError(_("Write the English text: it stands in for the others."), code="en")
    Objective.objects.select_for_update(of=("self",)).get(pk=objective.pk)
    versions = WrittenModel.objects.filter(objective=objective, field__iexact=field.strip())
    last = versions.order_by("-version").first()
    if last and last.is_current and last.texts == kept:
        return last
    versions.filter(is_current=True).update(is_current=False)
    made = WrittenModel.objects.create(
        objective=objective,
        field=field.strip(),
        version=last.version + 1 if last else 1,
        texts=kept,
        made_by=by,
    )
    audit.note(Action.MODEL_WRITTEN, by=by, about=made)
    return made
