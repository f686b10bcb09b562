"""Forms of every room: one-time keys, so that a double tap or a replay is done once."""

import uuid
from typing import Any

from django import forms

from .models import SentForm


class OnceMixin(forms.Form):
    """Adds a hidden one-time key. The domain function's transaction begins with `use_key()`."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = uuid.uuid4


def use_key(key: uuid.UUID | None) -> bool:
    """Use a one-time form key; False when it was used before. Call it inside the transaction.

    No key (a form written by hand) counts as unused: it must rest on the other constraints.
    """
    if key is None:
        return True
    return SentForm.objects.get_or_create(key=key)[1]


def add_errors(form: forms.Form, error: forms.ValidationError) -> None:
    """Put a domain function's errors where they belong: at their field, else above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
