"""Five taps of a trainee, three of a company tutor: one form, one answer."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from imyportal import phones
from imyportal.forms import OnceMixin

from ..models import CheckIn
from ..models.cycle import OF_COMPANY, OF_TRAINEE

LONGEST = 2000  # characters
FIVE = [(str(value), str(value)) for value in range(1, 6)]


class _Taps(forms.Form):
    """Questions to be answered from 1 to 5, a text, and a wish for a call."""

    taps: ClassVar[list[str]]
    labels: ClassVar[dict[str, Any]]

    text = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    call_wanted = forms.BooleanField(required=False)

    def __init__(self, *args: Any, said: CheckIn | None = None, **kwargs: Any) -> None:
        """`said` is what was answered before."""
        super().__init__(*args, **kwargs)
        self.said = said
        for name in self.taps:
            self.fields[name] = forms.TypedChoiceField(
                label=self.labels[name],
                choices=FIVE,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose a number from 1 to 5.")},
            )
            if said:
                self.initial[name] = getattr(said, name)
        if said:
            is_open = said.call_wanted and said.called_at is None
            self.initial.update(text=said.text, call_wanted=is_open)
        self.order_fields([*self.taps, "text", "call_wanted"])

    def lines(self) -> list[forms.BoundField]:
        """The questions alone."""
        return [self[name] for name in self.taps]


class CheckInForm(OnceMixin, _Taps):
    """How the week was: all five, unless a call is wanted."""

    monday = forms.DateField(widget=forms.HiddenInput)  # of the week it was shown for

    taps = OF_TRAINEE
    labels: ClassVar[dict[str, Any]] = {
        "mood": _("How are you?"),
        "work": _("How is the work?"),
        "people": _("How do you get on with the people there?"),
        "home": _("How is it where you live?"),
        "learning": _("Do you learn something?"),
    }

    phone = forms.CharField(
        label=_("On which number?"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("With its country, like +49 1512 3456789."),
    )

    def __init__(self, *args: Any, monday: date, country: str = "", **kwargs: Any) -> None:
        """`country` of the trainee's school where no number of theirs is on file."""
        super().__init__(*args, **kwargs)
        self.initial["monday"], self.country = monday, country
        if not country:
            del self.fields["phone"]
        self.fields["text"].label = _("Something to add?")
        self.fields["call_wanted"].label = _("Please call me")

    def clean_phone(self) -> str:
        text: str = self.cleaned_data["phone"]
        return phones.read(text, self.country) if text else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("call_wanted"):
            for name in self.taps:
                if data.get(name) is None and not self.has_error(name):
                    # Translators: label is one of the questions, like «How are you?»
                    text = _("“%(label)s” Tap a number, or tick “Please call me” below.")
                    self.add_error(name, text % {"label": self.labels[name]})
        return data


class CompanyQuestionsForm(_Taps):
    """Three questions in a polite or neutral form; nothing has to be answered."""

    taps = OF_COMPANY
    labels: ClassVar[dict[str, Any]] = {
        # Translators: asked of a company tutor about a trainee
        "punctual": _("Is there, and on time"),
        "work": _("Work"),
        "people": _("Gets on with the colleagues"),
    }
    is_alone = False  # on a page of its own, where something has to be said

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Translators: read by a company, in a polite or neutral form
        self.fields["text"].label = _("Something the agency should know?")
        # Translators: read by a company, in a polite or neutral form
        self.fields["call_wanted"].label = _("Please call me")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_alone and not self.errors and not any(data.values()):
            raise forms.ValidationError(
                # Translators: read by a company, in a polite or neutral form
                _("Tap at least one line, or write a word."),
                code="empty",
            )
        return data
