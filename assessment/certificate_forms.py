"""What a person may type about certificates."""

import uuid
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal import codes
from placements.models import Placement

from . import numbering
from .readiness import Row


class VerifyForm(forms.Form):
    """The code on a certificate, typed by anyone."""

    code = forms.CharField(
        label=gettext_lazy("Code on the paper"),
        help_text=gettext_lazy("For example 7Q4X-92KD-M3ABC"),
        max_length=40,
        error_messages={"required": gettext_lazy("Enter the code that stands beside the QR code.")},
        widget=forms.TextInput(
            attrs={
                "class": "num",
                "autocapitalize": "characters",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        return codes.read(self.cleaned_data["code"])

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_method = "get"
        helper.form_tag = helper.disable_csrf = False
        return helper


class IssueForm(forms.Form):
    """Which of a group's ready trainees get their certificate now: public ids of placements."""

    placements = forms.TypedMultipleChoiceField(
        coerce=uuid.UUID,
        error_messages={
            "required": gettext_lazy("Tick at least one trainee."),
            "invalid_choice": gettext_lazy(
                "Somebody is no longer ready, or has a certificate already. Look at the list again."
            ),
        },
    )

    def __init__(self, *args: Any, rows: list[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {
            str(row.placement.public_id): row.placement
            for row in rows
            if row.placement and (row.ready or row.certificate)
        }
        field = cast("forms.TypedMultipleChoiceField", self.fields["placements"])
        field.choices = [(key, key) for key in self.offered]

    def chosen(self) -> list[Any]:
        """The placements that were ticked."""
        return [self.offered[str(key)] for key in self.cleaned_data["placements"]]


class ConfirmForm(forms.Form):
    """The company's answer to what a certificate will say: nothing more, or what is wrong."""

    digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    wrong = forms.CharField(
        label=gettext_lazy("What has to be corrected?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )

    def __init__(self, data: QueryDict | None, *, digest: str) -> None:
        super().__init__(data, initial={"digest": digest})

    @property
    def is_wrong(self) -> bool:
        """Which of the two buttons was pressed."""
        return self.data.get("do") == "wrong"

    def clean_wrong(self) -> str:
        wrong: str = self.cleaned_data["wrong"].strip()
        if self.is_wrong and not wrong:
            raise ValidationError(_("Write what has to be corrected."))
        return wrong

    def show(self, digest: str) -> None:
        """Show the form for what is true now."""
        self.data = cast("QueryDict", self.data).copy()
        self.data["digest"] = digest


class NumbersForm(forms.Form):
    """What others call each placement of a group: two fields a placement, empty where there is no number."""

    def __init__(self, *args: Any, placements: list[Placement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.placements = placements
        for placement in placements:
            numbers = getattr(placement, "numbers", None)
            for name in numbering.FIELDS:
                self.fields[f"{name}-{placement.pk}"] = forms.CharField(
                    label=numbering.label(name),
                    max_length=numbering.length(name),
                    required=False,
                    initial=getattr(numbers, name, ""),
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        trainees = {each.pk: each.trainee_id for each in self.placements}
        typed = {
            pk: {name: cleaned.get(f"{name}-{pk}", "") for name in numbering.FIELDS}
            for pk in trainees
        }
        for (pk, name), text in numbering.faults(typed, trainees).items():
            self.add_error(f"{name}-{pk}", text)
        return cleaned

    def rows(self) -> list[dict[str, Any]]:
        """Each placement with its two bound fields."""
        return [
            {"placement": each, "fields": [self[f"{name}-{each.pk}"] for name in numbering.FIELDS]}
            for each in self.placements
        ]

    def entered(self) -> dict[int, dict[str, str]]:
        """What was typed, by key of the placement."""
        return {
            each.pk: {name: self.cleaned_data[f"{name}-{each.pk}"] for name in numbering.FIELDS}
            for each in self.placements
        }


class WithdrawForm(forms.Form):
    """Why a certificate is no longer valid."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The trainee and the sending organisation read it."),
        max_length=300,
        error_messages={"required": gettext_lazy("Write the reason.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if not reason:
            raise ValidationError(_("Write the reason."))
        return reason
