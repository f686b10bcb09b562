"""Forms about results: the tutor's sign-off, and the trainee's remark on it."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from imyportal.forms import OnceMixin

from . import signing_off
from .signing_off import Sheet

LENGTH = 500
REMARK_LENGTH = 1000


class SignOffForm(OnceMixin):
    """A value for every objective, as proposed at first; another one needs its reason."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    reason = forms.CharField(
        label=gettext_lazy("Why the results change"),
        help_text=gettext_lazy("The trainee reads it. The results signed off before are kept."),
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write why the results change.")},
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.initial.setdefault("seen", sheet.stamp)
        before = sheet.current.values if sheet.current else {}
        if sheet.current is None:
            del self.fields["reason"]
        for line in sheet.summary.objectives:
            key, name = line.objective.pk, line.objective.name
            self.fields[f"v{key}"] = _number(name)
            # Translators: name of an objective, as in “Communication”
            self.fields[f"r{key}"] = forms.CharField(
                label=_("Reason for “%(name)s”") % {"name": name}, required=False, max_length=LENGTH
            )
            self.initial[f"v{key}"] = before.get(key, line.proposed)
        if sheet.current:
            for result in sheet.current.results.all():
                self.initial[f"r{result.objective_id}"] = result.reason
        self.order_fields([*(f"v{key}" for key in sheet.proposed), "reason"])

    def show(self, sheet: Sheet) -> None:
        """What is proposed has changed: the page shows it beside what was typed."""
        self.sheet, self.data = sheet, cast("QueryDict", self.data).copy()
        self.data["seen"] = sheet.stamp

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("seen") not in ("", self.sheet.stamp):
            self.show(self.sheet)
            raise signing_off.has_changed()
        for key, proposed in self.sheet.proposed.items():
            if f"v{key}" not in cleaned or f"r{key}" not in cleaned:
                continue
            cleaned[f"r{key}"] = cleaned[f"r{key}"].strip()
            value = cleaned[f"v{key}"]
            if (value is None or value != proposed) and not cleaned[f"r{key}"]:
                self.add_error(f"r{key}", _why(self.fields[f"v{key}"].label, value))
        return cleaned

    def values(self) -> dict[int, int | None]:
        """By the objective's key, for `signing_off.sign`."""
        return {key: self.cleaned_data[f"v{key}"] for key in self.sheet.proposed}

    def reasons(self) -> dict[int, str]:
        return {key: self.cleaned_data[f"r{key}"] for key in self.sheet.proposed}


def _why(name: Any, value: int | None) -> str:
    if value is None:
        return _("%(name)s: write why it is not observed, or enter a number.") % {"name": name}
    return _("%(name)s: write why the result differs from what is proposed.") % {"name": name}


def _number(name: str) -> forms.IntegerField:
    # Translators: name of an objective, as in “Communication”
    wrong = _("Enter a whole number from 0 to 100 for “%(name)s”, or leave it empty.")
    return forms.IntegerField(
        label=name,
        required=False,
        min_value=0,
        max_value=100,
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], wrong % {"name": name}),
    )


class _Rows(forms.MultipleChoiceField):
    """«key:stamp» each; the keys are the choices."""

    def valid_value(self, value: str) -> bool:
        return super().valid_value(value.partition(":")[0])


class ConfirmForm(forms.Form):
    """Whose proposals are confirmed as they are: key and stamp of each placement that was ticked."""

    rows = _Rows(
        error_messages={
            "required": gettext_lazy("Tick at least one trainee."),
            "invalid_choice": gettext_lazy("The list has changed. Look at it again."),
        }
    )

    def __init__(self, *args: Any, keys: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.MultipleChoiceField", self.fields["rows"]).choices = [(k, k) for k in keys]

    def seen(self) -> dict[int, str]:
        """The stamp that was on the page, by the placement's key, for `signing_off.confirm`."""
        pairs = (row.partition(":") for row in self.cleaned_data["rows"])
        return {int(key): stamp for key, _colon, stamp in pairs}


class RemarkForm(forms.Form):
    """What the trainee says about the results."""

    remark = forms.CharField(
        label=gettext_lazy("Your remark"),
        help_text=gettext_lazy("At most 1,000 characters."),
        required=False,
        # No `max_length`: browsers would cut a longer text without a word.
        validators=[
            MaxLengthValidator(
                REMARK_LENGTH,
                ngettext_lazy(
                    "Your remark has %(show_value)d character; at most 1,000 are kept. Shorten it.",
                    "Your remark has %(show_value)d characters; at most 1,000 are kept. Shorten it.",
                    "show_value",
                ),
            )
        ],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    printed = forms.BooleanField(
        label=gettext_lazy("Print it in the annex of my certificate"), required=False
    )
