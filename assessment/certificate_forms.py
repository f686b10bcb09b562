"""What a person may type about certificates."""

import uuid
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal import codes

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
