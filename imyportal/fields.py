"""Fields that forms of many rooms have, each with its error in words."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

AT = "%Y-%m-%dT%H:%M"
TYPED = [AT, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]


def day(label: Any, *, missing: Any = "", **fields: Any) -> forms.DateField:
    """A day; `missing` is said where it must be and is not."""
    errors = {"invalid": _("Enter a day, like 2026-03-12.")}
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=errors | ({"required": missing} if missing else {}),
        **fields,
    )


def clock(label: Any, **fields: Any) -> forms.TimeField:
    """A time of the day."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Enter a time, like 09:30.")},
        **fields,
    )


def moment(label: Any, **fields: Any) -> forms.DateTimeField:
    """A day with a time, by the clocks of Italy."""
    return forms.DateTimeField(
        label=label,
        input_formats=TYPED,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=AT),
        error_messages={
            "required": _("Enter day and time, like 2026-03-12 07:45."),
            "invalid": _("Enter day and time, like 2026-03-12 07:45."),
        },
        **fields,
    )


def words(
    label: Any,
    rows: int = 3,
    missing: Any = "",
    longest: int = 4000,
    **fields: Any,
) -> forms.CharField:
    """A text of some lines; `missing` is said in the place of the usual words."""
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else {},
        **fields,
    )


def one_of(
    label: Any, choices: Any, missing: Any, coerce: Callable[[Any], Any] = str, **fields: Any
) -> forms.TypedChoiceField:
    """One of a few, all of them in view; nothing chosen beforehand."""
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=coerce,
        widget=forms.RadioSelect,
        error_messages={"required": missing},
        **fields,
    )


def past(value: datetime) -> datetime:
    """`value`, unless it is still to come, or more than ten years ago: then `ValidationError`."""
    if value > timezone.now():
        raise forms.ValidationError(_("This is still to come. Enter when it was."), code="future")
    if value < timezone.now() - timedelta(days=3660):
        raise forms.ValidationError(_("This is long ago. Look at the year."), code="past")
    return value
