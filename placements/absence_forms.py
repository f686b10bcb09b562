"""What is typed about absences: by the trainee, by the company, by the agency tutor."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal import fields
from imyportal.forms import OnceMixin
from imyportal.uploads import ChooseAgain, UploadField

from . import wording
from .absences import wording as words
from .absences.saying import Saying
from .enums import AbsenceKind
from .models import Absence

REASONS = [AbsenceKind.ILL, AbsenceKind.WAY, AbsenceKind.OTHER]
DENIED = "denied"


def _note(help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("A word for IMY"),
        help_text=help_text,
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(forms.Form):
    """Why, in a word, and whether the company may know it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Why can’t you go?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose why you can’t go."),
            "invalid_choice": gettext_lazy("Choose why you can’t go."),
        },
    )
    shares_reason = forms.BooleanField(
        label=gettext_lazy("The company may know why"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(kind), words.why(kind)) for kind in REASONS]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def said_of(self, first: date, last: date) -> Saying:
        """What was said, of these days."""
        data = self.cleaned_data
        return Saying(
            AbsenceKind(data["kind"]), first, last, data.get("note", ""), data["shares_reason"]
        )


class AbsenceForm(OnceMixin, ReasonForm):
    """«I can't go»: from which day on, and why."""

    first_day = forms.TypedChoiceField(
        label=gettext_lazy("When?"),
        coerce=date.fromisoformat,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a day."),
            "invalid_choice": gettext_lazy("Choose a day."),
        },
    )
    last_day = fields.day(
        gettext_lazy("Last day you will miss"),
        required=False,
        help_text=gettext_lazy("Only if it takes longer than one day."),
    )
    note = _note(gettext_lazy("Only your IMY tutors read it. You need not say what you have."))

    def __init__(self, *args: Any, open_days: Sequence[date], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_days = list(open_days)
        choices = [(str(day), _when(day, today)) for day in open_days]
        self.fields["first_day"].choices = choices  # type: ignore[attr-defined]
        if open_days:
            self.initial.setdefault("first_day", str(open_days[0]))
        self.order_fields(["first_day", "last_day", "kind", "note", "shares_reason"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first day."))
        return data

    def saying(self) -> Saying:
        first: date = self.cleaned_data["first_day"]
        return self.said_of(first, self.cleaned_data["last_day"] or first)


def _when(day: date, today: date) -> str:
    words_of_day = wording.full_day(day)
    if day == today:
        # Translators: day is like «Thursday 12 March»
        return _("Today, %(day)s") % {"day": words_of_day}
    if (day - today).days == 1:
        return _("Tomorrow, %(day)s") % {"day": words_of_day}
    return capfirst(words_of_day)


class AnswerForm(ReasonForm):
    """What happened on a day the company noticed: why, or that it is not true."""

    def __init__(self, *args: Any, absence: Absence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.absence = absence
        field: Any = self.fields["kind"]
        field.label = _("What happened?")
        field.choices = [*field.choices, (DENIED, _("I was at work"))]
        field.error_messages["required"] = _("Choose what happened.")

    @property
    def is_denied(self) -> bool:
        return self.cleaned_data.get("kind") == DENIED

    def saying(self) -> Saying:
        return self.said_of(self.absence.first_day, self.absence.last_day)


class GoForm(forms.Form):
    """From which day on somebody is at work again."""

    day = forms.TypedChoiceField(
        label=gettext_lazy("From which day on?"),
        coerce=date.fromisoformat,
        error_messages={
            "required": gettext_lazy("Choose a day."),
            "invalid_choice": gettext_lazy("Choose a day."),
        },
    )

    def __init__(self, *args: Any, days: Sequence[date], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(day), _when(day, today)) for day in days]
        self.fields["day"].choices = choices  # type: ignore[attr-defined]


class HandInForm(ChooseAgain):
    """A paper for an absence."""

    file = UploadField(
        label=gettext_lazy("Photo or scan of the paper"),
        error_messages={"required": gettext_lazy("Choose the photo or scan of the paper.")},
    )


class NoticeForm(OnceMixin):
    """The company: on which day somebody was not there."""

    day = forms.TypedChoiceField(
        label=gettext_lazy("Day"),
        coerce=date.fromisoformat,
        widget=forms.RadioSelect,
        # Translators: read by a company, in a polite or neutral form
        error_messages={
            "required": gettext_lazy("The day is missing."),
            "invalid_choice": gettext_lazy("This day is not in the list."),
        },
    )

    def __init__(self, *args: Any, days: Sequence[date], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(day), _when(day, today)) for day in days]
        self.fields["day"].choices = choices  # type: ignore[attr-defined]
        if days and days[0] == today:
            self.initial.setdefault("day", str(today))


class LogForm(OnceMixin):
    """The agency tutor writes down what was heard."""

    first_day = fields.day(
        gettext_lazy("First day"),
        missing=gettext_lazy("Choose the first day."),
    )
    last_day = fields.day(
        gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("As far as known. Empty: one day."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=AbsenceKind,
        help_text=gettext_lazy("Not known yet: the trainee is asked by e-mail."),
    )
    said_at = fields.moment(
        gettext_lazy("When the trainee said it"),
        required=False,
        help_text=gettext_lazy(
            "To you, to the company, to anybody. Empty: nobody heard it from the trainee."
        ),
    )
    tells_company = forms.BooleanField(
        label=gettext_lazy("Tell the company by e-mail now"),
        required=False,
        help_text=gettext_lazy(
            "Without the reason. Leave it out only if the company knows already."
        ),
    )
    note = _note(gettext_lazy("Agency tutors read it. No health details."))

    def saying(self) -> Saying:
        data = self.cleaned_data
        first: date = data["first_day"]
        kind = AbsenceKind(data["kind"])
        return Saying(kind, first, data["last_day"] or first, data["note"])

    def when_said(self) -> datetime | None:
        """With a time zone."""
        value: datetime | None = self.cleaned_data["said_at"]
        return timezone.make_aware(value) if value and timezone.is_naive(value) else value


class OverForm(forms.Form):
    """The agency tutor: the first day at work again."""

    day = fields.day(
        gettext_lazy("At work again from"),
        help_text=gettext_lazy("The first day or earlier: the absence is taken back whole."),
        missing=gettext_lazy("Choose the day."),
    )
