"""Forms that ask for scores. On a phone: eleven taps a line; in the desk: any whole number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal.forms import OnceMixin

from .framework import Framework, indicators_of
from .models import Indicator, Objective

MISSING = "none"
TENS = [(str(value), str(value)) for value in range(0, 101, 10)]
COMMENT_LENGTH = 2000


@dataclass(frozen=True)
class Line:
    """One scale of a form."""

    field: forms.BoundField
    previous: str  # what was said last time, or empty


@dataclass(frozen=True)
class Group:
    """The scales of one objective."""

    objective: Objective
    lines: list[Line]
    indicators: list[Indicator]


def tapped(value: str) -> int | None:
    """What a tap stands for; raises `ValueError` for anything else."""
    return None if value == MISSING else int(value)


def shown(value: int | None) -> str:
    """The tap nearest to a stored score, to show it again."""
    return MISSING if value is None else str((value + 5) // 10 * 10)


def comment_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SelfEvaluationForm(OnceMixin):
    """Every indicator, one tap each; nothing is chosen beforehand."""

    comment = comment_field(gettext_lazy("Something your tutor should know?"))

    def __init__(
        self,
        *args: Any,
        framework: Framework,
        previous: Mapping[int, int | None],
        given: Mapping[int, int | None],
        **kwargs: Any,
    ) -> None:
        """`previous` are the scores of last time, `given` those to be changed, by indicator."""
        super().__init__(*args, **kwargs)
        self.framework, self.previous = framework, previous
        for number, indicator in enumerate(framework.indicators, start=1):
            self.fields[self.name_of(indicator)] = self._scale(number, indicator)
            if indicator.pk in given:
                self.initial[self.name_of(indicator)] = shown(given[indicator.pk])
        self.order_fields([*(self.name_of(each) for each in framework.indicators), "comment"])

    @staticmethod
    def name_of(indicator: Indicator) -> str:
        return f"i{indicator.pk}"

    def _scale(self, number: int, indicator: Indicator) -> forms.TypedChoiceField:
        label = f"{number}. {indicator.question}"
        missing = [(MISSING, _("Not used in my work"))] if indicator.can_be_missing else []
        # Translators: label is a line of the form, as in “1. I arrive on time”
        required = _("Choose a number for “%(label)s”") % {"label": label}
        return forms.TypedChoiceField(
            label=label,
            choices=TENS + missing,
            coerce=tapped,
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages={"required": required, "invalid_choice": required},
        )

    def groups(self) -> list[Group]:
        """The scales by objective."""
        return [
            Group(
                objective,
                [Line(self[self.name_of(each)], self._last(each)) for each in indicators],
                indicators,
            )
            for objective in self.framework.objectives
            if (indicators := indicators_of(objective))
        ]

    def _last(self, indicator: Indicator) -> str:
        value = self.previous.get(indicator.pk)
        return "" if value is None else shown(value)

    def scores(self) -> dict[Objective | Indicator, int | None]:
        """What was tapped, for `evaluations.give_self`."""
        return {each: self.cleaned_data[self.name_of(each)] for each in self.framework.indicators}


class CompanyScoresForm(forms.Form):
    """One scale an objective, all optional: what is not tapped is not stored."""

    comment = comment_field(gettext_lazy("A comment"))
    given_at: datetime | None = None  # when what it shows was given before

    def __init__(
        self,
        *args: Any,
        objectives: Iterable[Objective],
        given: Mapping[int, int | None] = {},
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.objectives = list(objectives)
        for objective in self.objectives:
            name = self.name_of(objective)
            self.fields[name] = forms.TypedChoiceField(
                label=objective.name,
                choices=TENS,
                coerce=tapped,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose a number from 0 to 100, in tens.")},
            )
            if given.get(objective.pk) is not None:
                self.initial[name] = shown(given[objective.pk])
        self.order_fields([*(self.name_of(each) for each in self.objectives), "comment"])

    @staticmethod
    def name_of(objective: Objective) -> str:
        return f"o{objective.pk}"

    def lines(self) -> list[forms.BoundField]:
        """The scales, without the comment."""
        return [self[self.name_of(each)] for each in self.objectives]

    def scores(self) -> dict[Objective | Indicator, int | None]:
        """What was tapped, for `evaluations.give_company`."""
        tapped_values = {
            each: self.cleaned_data.get(self.name_of(each)) for each in self.objectives
        }
        return {each: value for each, value in tapped_values.items() if value is not None}


class AgencyEvaluationForm(OnceMixin):
    """Any whole number for an objective, for its indicators, or both; empty is *not observed*."""

    when = forms.ChoiceField(label=gettext_lazy("Moment"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    comment = comment_field(gettext_lazy("Comment"))

    def __init__(
        self,
        *args: Any,
        framework: Framework,
        moments: Iterable[tuple[str, str]],
        given: Mapping[str, int | None],
        **kwargs: Any,
    ) -> None:
        """`moments`: key and words of each; `given`: what the evaluation says now, by field."""
        super().__init__(*args, **kwargs)
        self.framework = framework
        cast("forms.ChoiceField", self.fields["when"]).choices = list(moments)
        self.abouts: dict[str, Objective | Indicator] = {}
        for objective in framework.objectives:
            self.abouts[f"o{objective.pk}"] = objective
            self.abouts |= {f"i{each.pk}": each for each in indicators_of(objective)}
        for name, about in self.abouts.items():
            self.fields[name] = self._number(about)
            self.initial.setdefault(name, given.get(name))
        self.order_fields(["when", *self.abouts, "comment"])

    def show_seen(self, stamp: str) -> None:
        """The page now shows that there is another evaluation."""
        self.data = cast("QueryDict", self.data).copy()
        self.data["seen"] = stamp

    def _number(self, about: Objective | Indicator) -> forms.IntegerField:
        # Translators: name of an objective or indicator, as in “Communication”
        wrong = _("Enter a whole number from 0 to 100 for “%(name)s”, or leave it empty.") % {
            "name": about.name
        }
        return forms.IntegerField(
            label=about.name,
            required=False,
            min_value=0,
            max_value=100,
            error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and all(cleaned[name] is None for name in self.abouts):
            raise forms.ValidationError(_("Enter at least one score."), code="empty")
        return cleaned

    def scores(self) -> dict[Objective | Indicator, int | None]:
        """What was entered, for `evaluations.give_agency`."""
        return {about: self.cleaned_data[name] for name, about in self.abouts.items()}
