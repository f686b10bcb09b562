"""The words of a set of objectives in one language, all on one form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal import words
from imyportal.errors import name_limits

from . import anchors
from .drafting import Said
from .enums import SetKind
from .models import EscoSkill, Indicator, Objective, ObjectiveSet

NAME_LENGTH, BEHAVIOUR_LENGTH = 160, 300
MOST_SKILLS = 10


@dataclass(frozen=True)
class IndicatorPart:
    """One indicator of the form."""

    indicator: Indicator
    number: str  # «2.1»
    name: forms.BoundField
    question: forms.BoundField
    can_be_missing: forms.BoundField
    steps: list[forms.BoundField]

    @property
    def is_open(self) -> bool:
        """Its steps are shown without a tap: one of them is wrong or empty."""
        return any(each.errors or not each.value() for each in self.steps)


@dataclass(frozen=True)
class ObjectivePart:
    """One objective of the form."""

    objective: Objective
    number: int
    name: forms.BoundField
    skills: forms.BoundField
    indicators: list[IndicatorPart]
    words: str  # what ESCO was searched for, or what was typed to search for
    is_searched: bool  # and this is the objective it was for
    has_choices: bool  # there are skills to tick


class SkillsField(forms.ModelMultipleChoiceField):
    """ESCO skills by tick boxes: those linked already, and those a search found."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class SetForm(forms.Form):
    """Everything a set says in one language. `strict`: nothing may be empty but questions."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=120,
        help_text=gettext_lazy("What these objectives are about, like: Cookery, second year"),
        error_messages={"required": gettext_lazy("Give these objectives a title.")},
    )

    def __init__(
        self,
        *args: Any,
        found: ObjectiveSet,
        language: str,
        strict: bool = False,
        results: Mapping[int, Iterable[EscoSkill]] = {},
        words: str = "",
        **kwargs: Any,
    ) -> None:
        """`results`: skills that a search for `words` found, by the objective it was for."""
        super().__init__(*args, **kwargs)
        self.language, self.strict = language, strict
        self.results, self.words = results, words
        self.with_choices: set[int] = set()
        # A page that was not sent yet tells what will be asked for; a draft may be kept without.
        self.must = strict or not self.is_bound
        self.objectives = list(found.objectives.prefetch_related("indicators"))
        self.linked = {
            each.uri: each
            for each in EscoSkill.objects.filter(
                uri__in=[uri for each in self.objectives for uri in each.esco_uris]
            )
        }
        if found.kind == SetKind.STANDARD:
            del self.fields["title"]
        else:
            self.initial["title"] = found.title
            self.fields["title"].required = self.must
        for number, objective in enumerate(self.objectives, start=1):
            self._add_objective(number, objective)
        name_limits(self.fields.values())

    def _add_objective(self, number: int, objective: Objective) -> None:
        self._text(
            f"o{objective.pk}",
            _("Objective %(number)s") % {"number": number},
            objective.names,
            NAME_LENGTH,
        )
        linked = [self.linked[uri] for uri in objective.esco_uris if uri in self.linked]
        offered = {each.pk for each in [*linked, *self.results.get(objective.pk, [])]}
        if self.is_bound:
            offered |= {int(pk) for pk in self._ticked(objective) if pk.isdecimal()}
        if offered:
            self.with_choices.add(objective.pk)
        self.fields[f"s{objective.pk}"] = SkillsField(
            queryset=EscoSkill.objects.filter(pk__in=sorted(offered)[: 4 * MOST_SKILLS]),
            label=_("ESCO skills"),
            required=False,
        )
        self.initial[f"s{objective.pk}"] = [each.pk for each in linked]
        for at, indicator in enumerate(objective.indicators.all(), start=1):
            self._add_indicator(f"{number}.{at}", indicator)

    def _words(self, objective: Objective) -> str:
        if self.is_bound:
            return str(self.data.get(f"find{objective.pk}", ""))
        return self.words if objective.pk in self.results else ""

    def _ticked(self, objective: Objective) -> list[str]:
        return list(self.data.getlist(f"s{objective.pk}"))  # type: ignore[attr-defined]

    def _add_indicator(self, number: str, indicator: Indicator) -> None:
        label = _("Indicator %(number)s") % {"number": number}
        self._text(f"i{indicator.pk}", label, indicator.names, NAME_LENGTH)
        question = self._text(
            f"q{indicator.pk}",
            _("%(number)s as the trainee says it") % {"number": number},
            indicator.questions,
            NAME_LENGTH,
        )
        question.required = False
        self.fields[f"m{indicator.pk}"] = forms.BooleanField(
            label=_("May not occur in the work: offers «not used in my work»"), required=False
        )
        self.initial[f"m{indicator.pk}"] = indicator.can_be_missing
        for at in anchors.STEPS:
            label = _("%(number)s at %(step)d") % {"number": number, "step": at}
            texts = indicator.behaviours.get(str(at), {})
            self._text(f"b{indicator.pk}-{at}", label, texts, BEHAVIOUR_LENGTH, rows=2)

    def _text(
        self, name: str, label: str, texts: dict[str, str], length: int, rows: int = 0
    ) -> forms.Field:
        # Translators: label is the name of a field, like “Indicator 2.1”
        empty = _("Fill in “%(label)s”.") % {"label": label}
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        known = "" if texts.get(self.language) else words.any_of(texts)
        self.fields[name] = forms.CharField(
            label=label,
            max_length=length,
            required=self.must,
            widget=widget,
            # Another language's words help whoever translates.
            help_text=known,
            error_messages={"required": empty},
        )
        self.initial[name] = texts.get(self.language, "")
        return self.fields[name]

    def parts(self) -> list[ObjectivePart]:
        """The fields as the page shows them."""
        return [
            ObjectivePart(
                objective,
                number,
                self[f"o{objective.pk}"],
                self[f"s{objective.pk}"],
                [
                    self._indicator(f"{number}.{at}", each)
                    for at, each in enumerate(objective.indicators.all(), start=1)
                ],
                self._words(objective),
                objective.pk in self.results,
                objective.pk in self.with_choices,
            )
            for number, objective in enumerate(self.objectives, start=1)
        ]

    def _indicator(self, number: str, indicator: Indicator) -> IndicatorPart:
        steps = [self[f"b{indicator.pk}-{at}"] for at in anchors.STEPS]
        name, question = self[f"i{indicator.pk}"], self[f"q{indicator.pk}"]
        return IndicatorPart(indicator, number, name, question, self[f"m{indicator.pk}"], steps)

    def said(self) -> Said:
        """What was written; a part that was not on the page that was sent stays as it is."""
        data = self.cleaned_data
        objectives = [each for each in self.objectives if f"o{each.pk}" in self.data]
        indicators = [
            each
            for objective in objectives
            for each in objective.indicators.all()
            if f"i{each.pk}" in self.data
        ]
        return Said(
            language=self.language,
            title=data.get("title"),
            objectives={each.pk: data[f"o{each.pk}"] for each in objectives},
            skills={each.pk: list(data[f"s{each.pk}"])[:MOST_SKILLS] for each in objectives},
            indicators={each.pk: data[f"i{each.pk}"] for each in indicators},
            questions={each.pk: data[f"q{each.pk}"] for each in indicators},
            can_be_missing={each.pk: data[f"m{each.pk}"] for each in indicators},
            behaviours={
                each.pk: {
                    at: data[name]
                    for at in anchors.STEPS
                    if (name := f"b{each.pk}-{at}") in self.data
                }
                for each in indicators
            },
        )


class DeclineForm(forms.Form):
    """Why a proposal goes back."""

    reason = forms.CharField(
        label=gettext_lazy("What should be different?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The sending tutor gets this by e-mail."),
        error_messages={"required": gettext_lazy("Say what should be different.")},
    )
