"""What every form says about a value it cannot take, where the form has no words of its own."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[Any, Any] = {
    validators.MaxLengthValidator: ngettext_lazy(
        "Write at most %(limit_value)d character; these are %(show_value)d.",
        "Write at most %(limit_value)d characters; these are %(show_value)d.",
        "limit_value",
    ),
    validators.MaxValueValidator: _("Enter %(limit_value)s or less."),
    validators.MinValueValidator: _("Enter %(limit_value)s or more."),
    validators.ProhibitNullCharactersValidator: _(
        "This holds a character that cannot be stored. Type the text again."
    ),
    validators.EmailValidator: _("Enter an e-mail address, like name@example.com."),
}
FIELD_MESSAGES: list[tuple[type[forms.Field], str, Any]] = [
    (forms.Field, "required", _("Fill this in.")),
    (forms.ChoiceField, "invalid_choice", _("Choose one from the list.")),
    (forms.ModelChoiceField, "invalid_choice", _("Choose one from the list.")),
    (forms.DateField, "invalid", _("Enter a day that exists, like 2026-03-12.")),
    (forms.TimeField, "invalid", _("Enter a time, like 08:30.")),
]


def name_limits(fields: Iterable[forms.Field]) -> None:
    """Begin what these fields say about their limits with their label: on top of a page it stands alone."""
    for field in fields:
        label = str(field.label).replace("%", "%%")
        limits = (v for v in field.validators if isinstance(v, validators.BaseValidator))
        for validator in limits:
            if text := MESSAGES.get(type(validator)):
                words = _counted(validator.limit_value) if validator.code == "max_length" else text
                # Translators: the label of a field, and what is wrong with it
                named = gettext("“%(label)s”: %(text)s")
                field.error_messages[validator.code] = named % {"label": label, "text": words}


def _counted(limit: int) -> str:
    return ngettext(
        "Write at most %(limit_value)d character; these are %(show_value)d.",
        "Write at most %(limit_value)d characters; these are %(show_value)d.",
        limit,
    )


def say_in_own_words() -> None:
    """Put the words of this module in the place of Django's. Called once, when the portal starts."""
    for validator, message in MESSAGES.items():
        validator.message = message
    for field, code, text in FIELD_MESSAGES:
        field.default_error_messages[code] = text
