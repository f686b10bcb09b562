"""A trainee's own evaluations: eleven taps a line, nothing chosen beforehand, one POST."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal.forms import OnceMixin
from trainees.models import Trainee
from trainees.models.people import TraineeQuerySet

from .enums import ComparedWith, EvaluationKind, SetKind
from .evaluations import Besides
from .forms import MISSING, TENS, comment_field, shown, tapped, want_words
from .framework import Framework, indicators_of
from .models import Indicator, Objective, WrittenModel
from .record import Given

MOST_TAPS = 12

About = Objective | Indicator


@dataclass(frozen=True)
class Line:
    """One scale of a form."""

    field: forms.BoundField
    previous: str  # what was said last time, or empty


@dataclass(frozen=True)
class Group:
    """The scales of one objective, and what good work looks like."""

    objective: Objective
    lines: list[Line]
    indicators: list[Indicator]
    model: WrittenModel | None = None


def asked(framework: Framework, kind: str) -> dict[Objective, list[About]]:
    """What a form asks about each objective, twelve taps at most as long as objectives are few.

    Alone, a trainee looks at every indicator of the standard; technical objectives, and all of them
    where somebody helps, are told as a whole. Who is asked less than others gets the same kind of form.
    """
    objectives = framework.asked.objectives
    if kind != EvaluationKind.SELF or _taps(framework) > MOST_TAPS:
        return {each: [each] for each in objectives}
    found: dict[Objective, list[About]] = {
        each: list(framework.parts(each)) if _is_in_parts(each) else [each] for each in objectives
    }
    return {each: about for each, about in found.items() if about}


def _is_in_parts(objective: Objective) -> bool:
    return objective.set.kind == SetKind.STANDARD


def _taps(framework: Framework) -> int:
    """How many questions it is for somebody of whom nothing is left out."""
    every = framework.objectives
    return sum(len(indicators_of(each)) if _is_in_parts(each) else 1 for each in every)


def value_in(given: Given | None, about: About) -> int | None:
    """What an evaluation says of it; an objective that was not scored as a whole by its indicators."""
    if given is None:
        return None
    if isinstance(about, Objective):
        return given.value(about)
    return given.indicators.get(about.pk)


class OwnForm(OnceMixin):
    """The scales, and the comment in the words of the kind."""

    comment = comment_field(gettext_lazy("Something your tutor should know?"))
    kind = EvaluationKind.SELF

    def __init__(
        self,
        *args: Any,
        framework: Framework,
        earlier: Sequence[Given],
        given: Given | None,
        models: Mapping[int, WrittenModel] | None = None,
        **kwargs: Any,
    ) -> None:
        """`earlier` are those of before, the newest first; `given` is the one to be changed."""
        super().__init__(*args, **kwargs)
        self.framework, self.earlier, self.models = framework, earlier, models or {}
        self.asked = asked(framework, self.kind)
        self.abouts = [about for each in self.asked.values() for about in each]
        for number, about in enumerate(self.abouts, start=1):
            name = about.key
            self.fields[name] = self._scale(number, about)
            if given is not None:
                self.initial[name] = shown(value_in(given, about))
        first = [each.key for each in self.abouts]
        self.order_fields([*first, *(name for name in self.fields if name not in first)])

    def _scale(self, number: int, about: About) -> forms.TypedChoiceField:
        words = about.question if isinstance(about, Indicator) else about.name
        label = f"{number}. {words}"
        unused = isinstance(about, Indicator) and about.can_be_missing
        missing = _("Not used in my work") if unused else _("I cannot say yet")
        # Translators: label is a line of the form, as in “1. I arrive on time”
        required = _("Choose a number for “%(label)s”") % {"label": label}
        return forms.TypedChoiceField(
            label=label,
            choices=[*TENS, (MISSING, missing)],
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
                [Line(self[each.key], self._last(each)) for each in abouts],
                self.framework.parts(objective),
                self.models.get(objective.pk),
            )
            for objective, abouts in self.asked.items()
        ]

    def _last(self, about: About) -> str:
        said = (value_in(each, about) for each in self.earlier)
        value = next((each for each in said if each is not None), None)
        return "" if value is None else shown(value)

    @property
    def has_previous(self) -> bool:
        """Something was answered before."""
        return any(self._last(each) for each in self.abouts)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        known = {each: cleaned.get(each.key) for each in self.abouts}
        want_words(self, known)
        return cleaned

    def scores(self) -> dict[About, int | None]:
        """What was tapped, for `evaluations.give_own`."""
        return {each: self.cleaned_data[each.key] for each in self.abouts}

    def besides(self) -> Besides:
        """What the kind asks besides, for `evaluations.give_own`."""
        return Besides()


def peer_field(people: TraineeQuerySet) -> forms.ModelChoiceField:
    """With whom; those of the group who are at work in that week."""
    return forms.ModelChoiceField(
        people,
        label=_("With whom did you talk it over?"),
        help_text=_("They get a mail and see this evaluation, nothing else of you."),
        empty_label=_("Choose somebody of your group"),
        error_messages={
            "required": _("Choose somebody of your group."),
            "invalid_choice": _("Choose somebody of your group."),
        },
    )


class PeerForm(OwnForm):
    """Together with another trainee, who confirms."""

    kind = EvaluationKind.PEER
    comment = comment_field(gettext_lazy("What did you find out together?"))

    def __init__(
        self, *args: Any, people: TraineeQuerySet, asked_of: Trainee | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["peer"] = peer_field(people)
        self.initial["peer"] = asked_of
        self.has_people = people.exists()

    def besides(self) -> Besides:
        return Besides(peer=self.cleaned_data["peer"])


class CompareForm(OwnForm):
    """By comparison: with whom, and what is different. Nobody is ranked."""

    kind = EvaluationKind.COMPARE
    compared_with = forms.ChoiceField(
        label=gettext_lazy("With whom did you compare your work?"),
        choices=ComparedWith,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose with whom you compared your work.")},
    )
    comment = comment_field(gettext_lazy("What is the difference?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.CharField", self.fields["comment"])
        field.required = True
        field.help_text = _("What does the other do differently? Not who is better.")
        field.error_messages["required"] = _("Say in a few words what is different.")

    def besides(self) -> Besides:
        return Besides(compared_with=self.cleaned_data["compared_with"])


class ModelForm(OwnForm):
    """Against a written model, which stands beside the scale."""

    kind = EvaluationKind.MODEL
    comment = comment_field(gettext_lazy("What will you try next?"))

    def besides(self) -> Besides:
        return Besides(models=self.models)


class AskForm(forms.Form):
    """Somebody else, after the first could not or did not answer."""

    def __init__(self, *args: Any, people: TraineeQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["peer"] = peer_field(people)


class AnswerForm(forms.Form):
    """The other trainee's: confirm, or decline with a word."""

    do = forms.ChoiceField(choices=[("confirm", ""), ("decline", "")], widget=forms.HiddenInput)
    word = forms.CharField(
        label=gettext_lazy("Why not?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("In a word. It is shown to the one who asked, and to the tutor."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("do") == "decline" and not cleaned.get("word", "").strip():
            self.add_error("word", _("Say in a few words why not."))
        return cleaned


FORMS: dict[str, type[OwnForm]] = {
    form.kind: form for form in (OwnForm, PeerForm, CompareForm, ModelForm)
}
