"""The field a form takes files in with, and what a form says after the browser forgot them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .keeping import MAX_BYTES, MAX_FILES, MB, check_size, too_many

ACCEPT = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"


class UploadInput(forms.FileInput):
    """Offers PDF, JPEG and PNG; telephones then turn their own kinds of photo into JPEG."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, multiple: bool = False) -> None:
        self.allow_multiple_selected = multiple
        extra = {"multiple": True} if multiple else {}
        super().__init__({"accept": ACCEPT} | extra | (attrs or {}))


class UploadField(forms.FileField):
    """One file, or with `multiple` a list of up to five; what is in them, `take_in()` judges."""

    default_error_messages = {
        "required": _("Choose a file."),
        "missing": _("Choose a file."),
        "invalid": _("The file did not arrive. Choose it again."),
    }

    def __init__(self, *, multiple: bool = False, **kwargs: Any) -> None:
        self.multiple = multiple
        text = (
            _("Up to {files} files: PDF, JPEG or PNG, each up to {megabytes} MB.")
            if multiple
            else _("PDF, JPEG or PNG, up to {megabytes} MB.")
        )
        limits = {"files": MAX_FILES, "megabytes": MAX_BYTES // MB}
        kwargs.setdefault("help_text", format_lazy(text, **limits))
        kwargs.setdefault("widget", UploadInput(multiple=multiple))
        super().__init__(allow_empty_file=True, **kwargs)  # check_size() says what to do

    def clean(self, data: Any, initial: Any = None) -> Any:
        if not self.multiple:
            return self._clean_one(data, initial)
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        if len(chosen) > MAX_FILES:
            raise too_many()
        if not chosen:
            self._clean_one(None, initial)  # raises when a file is required
        return [self._clean_one(each, initial) for each in chosen]

    def _clean_one(self, data: Any, initial: Any) -> Any:
        file = super().clean(data, initial)
        if file:
            check_size(file)
        return file


class ChooseAgain(forms.Form):
    """A form with an `UploadField`: after any error it says that the file must be chosen again.

    Browsers forget chosen files when a page comes back; without a word people would send the form
    without them.
    """

    CODE = "choose_again"
    _is_checked = False

    def full_clean(self) -> None:
        super().full_clean()
        self._is_checked = True
        self._remind()

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        if self._is_checked:
            self._remind()

    def _remind(self) -> None:
        if not self.errors:
            return
        for name, field in self.fields.items():
            sent = isinstance(field, UploadField) and self.files.get(self.add_prefix(name))
            if sent and name not in self.errors:
                text = _("Choose the file again: the browser has forgotten it.")
                super().add_error(name, ValidationError(text, code=self.CODE))
