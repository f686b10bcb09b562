"""The form of what is not evaluated with one learner."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal import fields
from trainees.support.forms import SeenForm

from .framework import Framework
from .models import Indicator


class ExemptionForm(SeenForm):
    """The indicators by objective, as boxes; the first box of an objective is all of it."""

    why = fields.words(
        gettext_lazy("Why"),
        required=False,
        help_text=gettext_lazy(
            "Needs and adjustments only. Never a diagnosis, never an illness by its name. The learner and you read it, "
            "nobody else."
        ),
    )

    def __init__(self, *args: Any, observed: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.observed = observed
        for objective in observed.objectives:
            indicators = [(each.key, each.name) for each in observed.parts(objective)]
            self.fields[objective.key] = forms.MultipleChoiceField(
                label=objective.name,
                # Translators: a box above the indicators of an objective
                choices=[(objective.key, _("All of it")), *indicators],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields([*(each.key for each in observed.objectives), "why"])

    def objectives(self) -> list[forms.BoundField]:
        """The boxes, without the words."""
        return [self[each.key] for each in self.observed.objectives]

    def left_out(self) -> list[Indicator]:
        """What was ticked."""
        found = []
        for objective in self.observed.objectives:
            ticked = cast("list[str]", self.cleaned_data[objective.key])
            is_whole = objective.key in ticked
            parts = self.observed.parts(objective)
            found += [each for each in parts if is_whole or each.key in ticked]
        return found


def ticks(observed: Framework, left_out: set[int]) -> dict[str, list[str]]:
    """What the form begins with, by field; an objective's own box when all of it is left out."""
    found = {}
    for objective in observed.objectives:
        parts = observed.parts(objective)
        keys = [each.key for each in parts if each.pk in left_out]
        is_whole = bool(parts) and len(keys) == len(parts)
        found[objective.key] = [objective.key, *keys] if is_whole else keys
    return found
