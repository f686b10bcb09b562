"""What is typed to ask for a correction of a signed day, and to decide about it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from imyportal.forms import OnceMixin

from .desk_forms import CorrectionForm
from .entries import DayEntry
from .enums import DayKind
from .forms import DayForm
from .models import CorrectionRequest
from .sheets import Line, Sheet

LONGEST = 2000  # characters


class DayRequestForm(DayForm):
    """The day as the trainee says it was, and why."""

    kind = forms.ChoiceField(
        label=_("What was it?"),
        choices=[
            (DayKind.WORKED, _("I worked")),
            (DayKind.ILL, _("Ill")),
            (DayKind.ABSENT, _("Absent")),
            (DayKind.OFF, _("Free day")),
            (DayKind.HOLIDAY, _("Public holiday")),
        ],
        initial=DayKind.WORKED,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Your IMY tutor reads this, nobody else."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        error_messages={"required": _("Write what is wrong, and why.")},
    )

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, agreed=line.agreed, now=line.now, **kwargs)
        if line.now:
            self.initial = {"kind": line.now.kind, **self.initial}


class WordsForm(OnceMixin):
    """The company says in its own words what is wrong, and with which day."""

    date = forms.TypedChoiceField(
        label=_("Day"),
        coerce=date.fromisoformat,
        widget=forms.Select(attrs={"class": "form-select"}),
        # Translators: read by a company, in a polite or neutral form
        error_messages={
            "required": _("The day is missing."),
            "invalid_choice": _("This day is not in the list."),
        },
    )
    reason = forms.CharField(
        label=_("What should it say, and why?"),
        # Translators: read by a company
        help_text=_("The agency and the trainee read this."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
        # Translators: read by a company, in a polite or neutral form
        error_messages={"required": _("Please say what is wrong, and why.")},
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = [line.date for line in sheet.days if not (line.is_outside or line.is_future)]
        self.fields["date"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((day.isoformat(), date_format(day, "l j F")) for day in days),
        ]


class AcceptForm(CorrectionForm):
    """The day as it will be: what was asked for, until the tutor writes something else."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, line: Line, asked: CorrectionRequest, seen: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.begin_with(line)
        self.seen_now = seen
        if wanted := DayEntry.from_json(asked.wanted or {}):
            names = ("kind", "starts_at", "ends_at", "break_minutes")
            self.initial.update({name: getattr(wanted, name) for name in names})
        # The company reads the reason of a correction: a trainee's own words are not passed on unasked.
        reason = asked.reason if asked.link_id else ""
        self.initial.update({"reason": reason, "seen": seen})

    def show_anew(self) -> None:
        """After a conflict the form carries the day that is shown now; what was typed stays."""
        name = self.add_prefix("seen")
        self.data = {**self.data.dict(), name: str(self.seen_now)}  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    """Why the day stays as it is."""

    answer = forms.CharField(
        label=_("Why the hours stay as they are"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The trainee and the company get this by mail."),
        error_messages={"required": _("Write why the hours stay as they are.")},
    )
