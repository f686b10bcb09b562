from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trainees.lists.table import MAX_BYTES


class ListForm(forms.Form):
    """A list as a file. What is in it, its reader judges."""

    file = forms.FileField(
        label=_("List"),
        help_text=_(
            "Excel (.xlsx) or CSV, up to 5 MB. Nothing is written before you have seen it."
        ),
        error_messages={
            "required": _("Choose the file with the list."),
            "empty": _("The file is empty. Choose the file with the list."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise ValidationError(
                _("The file is larger than %(limit)d MB. Save only the list and choose it again."),
                params={"limit": MAX_BYTES // 2**20},
            )
        return upload
