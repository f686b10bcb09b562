"""Forms that ask for scores. On a phone: eleven taps a line; in the desk: any whole number."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal.forms import OnceMixin

from .enums import EvaluationKind
from .evaluations import Colleague, check_words
from .framework import Framework
from .models import Indicator, Objective

MISSING = "none"
UNTOUCHED = ""  # no tap at all, which is not *not observed* either
TENS = [(str(value), str(value)) for value in range(0, 101, 10)]
COMMENT_LENGTH = 2000


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


def want_words(form: forms.Form, scores: Mapping[Objective | Indicator, int | None]) -> None:
    """Say at once, beside what else is wrong, what `check_words` would refuse."""
    if form.has_error("comment"):
        return
    try:
        check_words(scores, form.cleaned_data.get("comment", ""))
    except forms.ValidationError as error:
        form.add_error(None, error)


class CompanyScoresForm(forms.Form):
    """One scale an objective, all optional: what is not tapped is not stored."""

    comment = comment_field(gettext_lazy("A comment"))
    given_at: datetime | None = None  # when what it shows was given before
    wants_words = False  # whether 0 and 100 are refused without a comment, and no score at all

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
            name = objective.key
            self.fields[name] = forms.TypedChoiceField(
                label=objective.name,
                choices=[*TENS, (MISSING, _("Not observed"))],
                coerce=tapped,
                empty_value=UNTOUCHED,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose a number from 0 to 100, in tens.")},
            )
            if objective.pk in given:
                self.initial[name] = shown(given[objective.pk])
        self.order_fields([*(each.key for each in self.objectives), "comment"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.wants_words and not self.errors:
            if not self.scores():
                raise forms.ValidationError(_("Tap at least one line."), code="empty")
            want_words(self, self.scores())
        return cleaned

    def lines(self) -> list[forms.BoundField]:
        """The scales, without the comment."""
        return [self[each.key] for each in self.objectives]

    def scores(self) -> dict[Objective | Indicator, int | None]:
        """What was tapped, for `evaluations.give_company`."""
        tapped_values = {
            each: self.cleaned_data.get(each.key, UNTOUCHED) for each in self.objectives
        }
        return {each: value for each, value in tapped_values.items() if value != UNTOUCHED}


class AgencyEvaluationForm(OnceMixin):
    """Any whole number for an objective, for its indicators, or both; empty is *not observed*."""

    when = forms.ChoiceField(label=gettext_lazy("Moment"))
    who = forms.ChoiceField(
        label=gettext_lazy("Observed by"),
        required=False,
        choices=[
            (EvaluationKind.AGENCY.value, gettext_lazy("me, for IMY")),
            (EvaluationKind.COLLEAGUE.value, gettext_lazy("a colleague, at IMY or at the company")),
        ],
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the colleague"), required=False, max_length=200
    )
    role = forms.CharField(label=gettext_lazy("What they do there"), required=False, max_length=120)
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
        for objective in framework.asked.objectives:
            self.abouts[objective.key] = objective
            self.abouts |= {each.key: each for each in framework.parts(objective)}
        for name, about in self.abouts.items():
            self.fields[name] = self._number(about)
            self.initial.setdefault(name, given.get(name))
        self.order_fields(["when", "who", "name", "role", *self.abouts, "comment"])

    @property
    def told(self) -> set[int]:
        """Keys of the objectives it asks about."""
        return {each.pk for each in self.abouts.values() if isinstance(each, Objective)}

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
        if not self.errors:
            want_words(self, self.scores())
        if self.is_colleague:
            for name, text in (
                ("name", _("Enter the name of the colleague.")),
                ("role", _("Say what the colleague does, like “shift leader”.")),
            ):
                if not cleaned.get(name, "").strip():
                    self.add_error(name, text)
        return cleaned

    @property
    def is_colleague(self) -> bool:
        """Somebody else observed, and it is written down for them."""
        return self.cleaned_data.get("who") == EvaluationKind.COLLEAGUE

    def colleague(self, *, corrects: int | None) -> Colleague | None:
        """Who, for `evaluations.give_agency`; `corrects` is the evaluation that was on the page."""
        data = self.cleaned_data
        if not self.is_colleague:
            return None
        name, role = data["name"].strip(), data["role"].strip()
        return Colleague(name=name, role=role, corrects=corrects)

    def scores(self) -> dict[Objective | Indicator, int | None]:
        """What was entered, for `evaluations.give_agency`."""
        return {about: self.cleaned_data[name] for name, about in self.abouts.items()}
