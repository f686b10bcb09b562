from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from imyportal import weeks
from imyportal.forms import OnceMixin

from .entries import DayEntry
from .enums import DayKind
from .models import AgreedDay

LONGEST_BREAK = 240
# What a phone's picker sends, and what people type where there is none.
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M", "%Hh%M", "%H%M", "%H"]


def break_choices(*others: int | None) -> list[tuple[int, str]]:
    """Quarters of an hour up to four hours, and `others` (what was agreed or is stored)."""
    minutes = {*range(0, LONGEST_BREAK + 1, 15), *(other for other in others if other)}
    return [(each, f"{weeks.hours(each)} h") for each in sorted(minutes)]


def _time_field(label: Any, example: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(
            format="%H:%M", attrs={"type": "time", "step": 300, "class": "form-control num"}
        ),
        error_messages={"invalid": example},
    )


class DayForm(OnceMixin):
    """What was on one day; hours only when it was worked."""

    kind = forms.ChoiceField(
        choices=DayKind, widget=forms.HiddenInput, initial=DayKind.WORKED, required=False
    )
    starts_at = _time_field(
        gettext_lazy("From"), gettext_lazy("Enter when you started, like 08:30.")
    )
    ends_at = _time_field(gettext_lazy("To"), gettext_lazy("Enter when you finished, like 17:30."))
    break_minutes = forms.TypedChoiceField(
        label=gettext_lazy("Break"),
        coerce=int,
        required=False,
        error_messages={
            "required": gettext_lazy("Choose a break from the list."),
            "invalid_choice": gettext_lazy("Choose a break from the list."),
        },
        widget=forms.Select(attrs={"class": "form-select num"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, *args: Any, agreed: AgreedDay | None, now: DayEntry | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.entry: DayEntry | None = None
        shown = now if now and now.kind == DayKind.WORKED else None
        if shown is None and agreed:
            shown = DayEntry.agreed(agreed)
        field = self.fields["break_minutes"]
        field.choices = break_choices(  # type: ignore[attr-defined]
            agreed.break_minutes if agreed else None, now.break_minutes if now else None
        )
        for name in ("starts_at", "ends_at", "break_minutes"):
            self.fields[name].required = self._is_work()
        for name in ("starts_at", "ends_at"):
            messages = self.fields[name].error_messages
            messages["required"] = messages["invalid"]
        if shown:
            self.initial = {
                "starts_at": shown.starts_at,
                "ends_at": shown.ends_at,
                "break_minutes": shown.break_minutes,
                **self.initial,
            }

    def _is_work(self) -> bool:
        return not self.is_bound or self.data.get("kind", DayKind.WORKED) in ("", DayKind.WORKED)

    def breaks(self) -> list[tuple[int, str, bool]]:
        """The choices of a break with the one that stands: a widget would render each by itself."""
        now = str(self["break_minutes"].value())
        choices = self.fields["break_minutes"].choices  # type: ignore[attr-defined]
        return [(value, label, str(value) == now) for value, label in choices]

    def saves_over(self, version: int) -> None:
        """From now on it has seen the week as it is at `version`; what was typed stays."""
        self.data = {**dict(self.data.items()), "version": version}

    def clean_starts_at(self) -> time | None:
        return _to_the_minute(self.cleaned_data["starts_at"])

    def clean_ends_at(self) -> time | None:
        return _to_the_minute(self.cleaned_data["ends_at"])

    def clean(self) -> dict[str, Any]:
        if self.errors:
            return self.cleaned_data
        data = self.cleaned_data
        entry = DayEntry(
            DayKind(data["kind"] or DayKind.WORKED),
            data["starts_at"],
            data["ends_at"],
            data["break_minutes"] or 0,
        )
        try:
            self.entry = entry.checked()
        except ValidationError as error:
            self.add_error(None, error)
        return data


def _to_the_minute(value: time | None) -> time | None:
    return value.replace(second=0, microsecond=0) if value else None


class WeekForm(OnceMixin):
    """A button that does something with a whole week: which version of it was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class OneTapForm(OnceMixin):
    """A button without anything to type; `back` says which page it was on."""

    back = forms.ChoiceField(
        choices=[("home", "home"), ("week", "week")], widget=forms.HiddenInput, required=False
    )
