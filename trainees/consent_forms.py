"""A guardian's answer by link, and one that came on paper."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Language
from imyportal import fields
from imyportal.uploads import ChooseAgain, UploadField

from . import consent_texts
from .enums import ConsentPurpose


class AnswerForm(forms.Form):
    """Which button was pressed, and which text stood above it."""

    answer = forms.ChoiceField(
        choices=[("yes", ""), ("no", "")],
        error_messages={"required": gettext_lazy("Choose one of the two buttons.")},
    )
    version = forms.IntegerField(min_value=1)
    language = forms.ChoiceField(choices=Language.choices)  # the one the text was read in

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "answer" in data:
            data["agrees"] = data.pop("answer") == "yes"
        return data


class PaperConsentForm(ChooseAgain):
    """A guardian's yes on paper, to one or several purposes, with its scan."""

    purposes = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Agreed to"),
        coerce=ConsentPurpose,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what the paper says yes to.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Who signed"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write who signed.")},
    )
    said_on = fields.day(
        gettext_lazy("Date on the paper"), missing=gettext_lazy("Choose the date on the paper.")
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the text"))
    file = UploadField(
        label=gettext_lazy("Scan or photo of the paper"),
        error_messages={"required": gettext_lazy("Attach the scan.")},
    )

    def __init__(
        self, *args: Any, purposes: Sequence[ConsentPurpose], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = dict(Language.choices)
        choices = [(each.value, each.label) for each in purposes]
        self.fields["purposes"].choices = choices  # type: ignore[attr-defined]
        field = self.fields["language"]
        known = consent_texts.languages(ConsentPurpose.BADGES)
        field.choices = [(each, names[each]) for each in known]  # type: ignore[attr-defined]
        field.initial = language

    def clean_name(self) -> str:
        name: str = " ".join(self.cleaned_data["name"].split())
        if not name:
            raise forms.ValidationError(_("Write who signed."))
        return name
