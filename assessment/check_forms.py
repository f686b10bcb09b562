"""What anybody may hand in to be checked."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal.uploads.keeping import MB

from .checking.answers import MAX_BYTES

ACCEPT = ".pdf,.png,.svg,.json,.jsonld,.jws,.jwt,.txt,application/pdf,image/png,image/svg+xml,application/json"


class CheckFileForm(forms.Form):
    """A file, and whose it is said to be. It is looked into and forgotten."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "The PDF of a certificate or hour chart, or a badge: picture (PNG, SVG), JSON or token. One "
            "file at a time, up to 10 MB. Nothing of it is kept."
        ),
        allow_empty_file=True,  # said in words with everything else
        max_length=None,
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "missing": gettext_lazy("Choose a file."),
            "invalid": gettext_lazy("The file did not arrive. Choose it again."),
        },
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the holder"),
        help_text=gettext_lazy(
            "Badges carry it in a form nobody can read; we say whether it is this one."
        ),
        required=False,
        error_messages={
            "invalid": gettext_lazy("Enter an address like name@example.org, or leave it empty.")
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_file(self) -> UploadedFile:
        # Dropped or sent together: an answer about the last one would look like one about all.
        if len(self.files.getlist("file")) > 1:
            raise ValidationError(
                _("One file is looked at at a time. Choose one of them, then the next."),
                code="many",
            )
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > MAX_BYTES:
            # Never the limit itself for a file just beyond it.
            size = localize(max(round(file.size / MB, 1), MAX_BYTES / MB + 0.1))
            raise ValidationError(
                _(
                    "This file has %(size)s MB; files up to %(most)d MB are checked. Ours are smaller: "
                    "ask its holder for the original."
                ),
                code="too_big",
                params={"size": size, "most": MAX_BYTES // MB},
            )
        return file

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True  # stands in the page
        return helper

    def content(self) -> bytes:
        """The bytes that were sent."""
        file: Any = self.cleaned_data["file"]
        file.seek(0)
        content: bytes = file.read()
        return content
