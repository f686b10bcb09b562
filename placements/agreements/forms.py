"""What is typed and chosen about agreements."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imyportal import fields, uploads
from imyportal.forms import OnceMixin

from ..enums import AgreementParty
from ..models import Agreement
from .typed import FIELDS, MOST


class TypedForm(forms.Form):
    """The texts of a draft, each may be empty until it is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in FIELDS.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=MOST,
                widget=forms.Textarea(attrs={"rows": 4}),
            )


class SignForm(forms.Form):
    """The digest of what was shown, and the words of who does not sign."""

    digest = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    words = forms.CharField(
        label=_("What should be different?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PaperForm(OnceMixin, uploads.ChooseAgain):
    """Who has signed the printed version by hand, when, and the scan."""

    parties = forms.MultipleChoiceField(
        label=_("Who has signed"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick who has signed the sheet.")},
    )
    signed_on = fields.day(_("Signed on"), missing=_("Enter the day that stands on the sheet."))
    file = uploads.UploadField(label=_("Scan of all signed sheets"))

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signed = set(agreement.signatures.values_list("party", flat=True))
        left = [each for each in agreement.parties if each not in signed]
        self.fields["parties"].choices = [  # type: ignore[attr-defined]
            (each.value, AgreementParty(each).label) for each in left
        ]
