"""What an agency tutor types with a signed sheet in hand, and for a trainee who cannot."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal import fields
from imyportal.forms import OnceMixin
from imyportal.uploads import ChooseAgain, UploadField

from . import on_behalf, wording
from .entries import DayEntry
from .enums import DayKind
from .forms import TIME_FORMATS
from .sheets import Line, Sheet


def _scan() -> UploadField:
    return UploadField(
        label=gettext_lazy("Scan or photo of the sheet"),
        error_messages={"required": gettext_lazy("Attach the scan.")},
    )


class PaperForm(OnceMixin, ChooseAgain):
    """Who signed the sheet, when, and the scan; each week in the version it was compared in."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=2000)
    name = forms.CharField(
        label=gettext_lazy("Who signed"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write who signed.")},
    )
    signed_on = fields.day(
        gettext_lazy("Date on the paper"), missing=gettext_lazy("Choose the date on the paper.")
    )
    file = _scan()

    def clean_shown(self) -> dict[date, int]:
        """Versions by Monday, from «2026-03-02:5 2026-03-09:3»."""
        try:
            pairs = [each.split(":") for each in self.cleaned_data["shown"].split()]
            return {date.fromisoformat(monday): int(version) for monday, version in pairs}
        except ValueError as error:
            raise ValidationError(_("Choose the weeks again.")) from error

    @staticmethod
    def shown_of(sheets: Sequence[Sheet]) -> str:
        """What `shown` holds for these weeks."""
        return " ".join(f"{each.monday}:{each.version}" for each in sheets)


class ScanForm(ChooseAgain):
    """A better scan of a sheet that is there already."""

    file = _scan()
    reason = forms.CharField(
        label=gettext_lazy("Why another scan is needed"),
        help_text=gettext_lazy("The first scan stays beside it."),
        max_length=300,
        error_messages={"required": gettext_lazy("Write why another scan is needed.")},
    )


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Enter a time, like 08:30.")},
    )


class DayRow(forms.Form):
    """One day of a week: times, or why there are none; all empty is no entry."""

    starts_at = _time(gettext_lazy("From"))
    ends_at = _time(gettext_lazy("To"))
    break_minutes = forms.IntegerField(
        label=gettext_lazy("Break, minutes"), required=False, min_value=0, max_value=1439
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Or no work"),
        required=False,
        choices=[
            ("", "–"),
            *[(each.value, each.label) for each in DayKind if each != DayKind.WORKED],
        ],
    )

    def __init__(self, data: Any = None, *, line: Line) -> None:
        self.line = line
        now = line.now
        initial: dict[str, Any] = {}
        if now and now.kind == DayKind.WORKED:
            names = ("starts_at", "ends_at", "break_minutes")
            initial = {name: getattr(now, name) for name in names}
        elif now:
            initial = {"kind": str(now.kind)}
        super().__init__(data, prefix=f"d{line.date:%Y%m%d}", initial=initial)
        self.label = date_format(line.date, "D j")
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{self.label}: {field.label}"

    @property
    def error_place(self) -> str:
        """Where its errors are, in a summary of all days."""
        return self.label

    @property
    def agreed(self) -> str:
        return wording.times(DayEntry.agreed(self.line.agreed)) if self.line.agreed else "–"

    @property
    def stored(self) -> str:
        """What is stored now, for whoever was overtaken."""
        return wording.in_words(self.line.now)

    def entry(self) -> DayEntry | None:
        """What was typed; None for nothing at all."""
        data = self.cleaned_data
        starts, ends, pause = data["starts_at"], data["ends_at"], data["break_minutes"] or 0
        if data["kind"]:
            return DayEntry(DayKind(data["kind"]))
        if not (starts or ends or pause):
            return None
        return DayEntry(DayKind.WORKED, starts, ends, pause)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if data["kind"] and (data["starts_at"] or data["ends_at"]):
            text = _("Either times or a reason why there are none.")
            self.add_error("kind", text)
            return data
        try:
            entry = self.entry()
            if entry:
                entry.checked()
        except ValidationError as error:
            self.refuse(error)
        return data

    def refuse(self, error: ValidationError) -> None:
        """Put a domain function's errors at their fields."""
        found = getattr(error, "error_dict", None) or {None: [error]}
        for name, errors in found.items():
            self.add_error(name if name in self.fields else "starts_at", errors)


class FillForm(OnceMixin):
    """The days of one week that have come, each its own row; `version` is the week's that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, sheet: Sheet) -> None:
        super().__init__(data, initial={"version": sheet.version})
        lines = [line for line in sheet.days if not line.is_outside and not line.is_future]
        self.rows = [DayRow(data, line=line) for line in lines]

    def is_valid(self) -> bool:
        rows = [row.is_valid() for row in self.rows]
        return super().is_valid() and all(rows)

    def entries(self) -> Mapping[date, DayEntry | None]:
        """Each day as it was typed."""
        return {row.line.date: row.entry() for row in self.rows}

    def as_agreed(self) -> Mapping[date, DayEntry | None]:
        """The same, and every agreed day that is still empty went as agreed."""
        found = dict(self.entries())
        for row in self.rows:
            if found[row.line.date] is None and row.line.agreed:
                found[row.line.date] = DayEntry.agreed(row.line.agreed)
        return found

    def refuse(self, error: ValidationError, sheet: Sheet) -> None:
        """Show what was refused at its day; from now on it has seen the week as it is in `sheet`."""
        by_day = error.by_day if isinstance(error, on_behalf.DaysRefused) else {}
        lines = {line.date: line for line in sheet.days}
        for row in self.rows:
            row.line = lines[row.line.date]
            if row.line.date in by_day:
                row.refuse(by_day[row.line.date])
        if not by_day:
            self.add_error(None, error)
        self.data = {**dict(self.data.items()), "version": sheet.version}

    @property
    def all_forms(self) -> list[forms.Form]:
        return [self, *self.rows]
