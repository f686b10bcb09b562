"""The questions on health and safety as a form, for the trainee and for the tutor."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import EditionQuestion, ReflectionAnswer
from .reflections import Said, Word

LONGEST = 1000


class ReflectionForm(forms.Form):
    """One field a question, with «not clear to me» below it.

    While it is read nothing is required: a draft may be kept. On the page no question is optional.
    """

    use_required_attribute = False

    def __init__(
        self,
        data: Any,
        questions: Iterable[EditionQuestion],
        kept: Iterable[ReflectionAnswer] = (),
    ) -> None:
        super().__init__(data)
        self.questions = list(questions)
        known = {each.question_id: each for each in kept}
        for number, question in enumerate(self.questions, start=1):
            self._add(number, question, known.get(question.pk))

    def _add(self, number: int, question: EditionQuestion, kept: ReflectionAnswer | None) -> None:
        label = f"{number}. {question.text}"
        self.fields[f"a{question.pk}"] = (
            forms.TypedChoiceField(
                label=label,
                required=False,
                coerce=int,
                empty_value=None,
                choices=list(enumerate(question.options)),
                widget=forms.RadioSelect,
                initial=kept.choice if kept else None,
            )
            if question.options
            else forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 3}),
                initial=kept.text if kept else "",
            )
        )
        self.fields[f"a{question.pk}"].required = not self.is_bound
        self.fields[f"u{question.pk}"] = forms.BooleanField(
            label=_("Not clear to me: let us talk about it"),
            required=False,
            initial=bool(kept and kept.is_unclear),
        )

    def clean(self) -> dict[str, Any]:
        for each in self.questions:
            self.fields[f"a{each.pk}"].required = True
        return super().clean() or {}

    @property
    def pairs(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Answer and «not clear» of each question."""
        for each in self.questions:
            yield self[f"a{each.pk}"], self[f"u{each.pk}"]

    def said(self) -> dict[int, Said]:
        """What was answered, by the question's key."""
        data = self.cleaned_data
        return {
            each.pk: Said(
                text=data[f"a{each.pk}"] if not each.options else "",
                choice=data[f"a{each.pk}"] if each.options else None,
                is_unclear=data[f"u{each.pk}"],
            )
            for each in self.questions
        }

    def missing(self) -> None:
        """Put an error at each question that is neither answered nor said to be unclear."""
        for number, (key, each) in enumerate(self.said().items(), start=1):
            if each.is_empty:
                text = _("Question %(number)d: answer it, or say that it is not clear to you.")
                self.add_error(f"a{key}", text % {"number": number})


class ReplyForm(forms.Form):
    """The tutor's word on one answer."""

    reply = forms.CharField(
        label=gettext_lazy("Reply"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
    )
    is_topic = forms.BooleanField(
        label=gettext_lazy("Talk over on the welcome day"), required=False
    )

    def __init__(self, data: Any, answer: ReflectionAnswer) -> None:
        super().__init__(
            data,
            prefix=f"r{answer.pk}",
            initial={"reply": answer.reply, "is_topic": answer.is_topic},
        )
        self.answer = answer
        for bound in self:
            bound.field.widget.attrs["aria-describedby"] = f"q{answer.pk}"

    def word(self) -> Word:
        return Word(**self.cleaned_data)
