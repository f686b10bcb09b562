"""Telephone numbers, written so that they can be called from anywhere."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    format_number,
    is_valid_number,
    parse,
)

HERE = "IT"
LONGEST = 40  # characters typed


def read(text: str, country: str) -> str:
    """`text` as +49 1512 3456789; one without a country is of `country` (two letters) or Italy's.

    Raises `ValidationError` for what is no number, and for what is one of either: nobody calls a stranger.
    """
    found = _numbers(text, country)
    if not found:
        text = _("Enter a phone number with its country, like +49 1512 3456789.")
        raise ValidationError(text, code="phone")
    if len(found) > 1:
        text = _("Enter it with its country: %(first)s or %(second)s?")
        names = {"first": found[0], "second": found[1]}
        raise ValidationError(text % names, code="country")
    return found[0]


def shown(text: str, country: str) -> str:
    """`text` as `read` writes it; what is no number, or one of two countries, as it stands."""
    found = _numbers(text, country)
    return found[0] if len(found) == 1 else text


def masked(text: str) -> str:
    """That it is another number, and not which: +49 … 89, for what is kept for good."""
    first, _space, rest = text.partition(" ")
    return f"{first} … {rest[-2:]}" if rest else text and "…"


def _numbers(text: str, country: str) -> list[str]:
    """What it can be, each once."""
    found: list[str] = []
    for region in (country.upper(), HERE):
        try:
            number = parse(text[:LONGEST], region)
        except NumberParseException:
            continue
        if is_valid_number(number):
            found.append(format_number(number, PhoneNumberFormat.INTERNATIONAL))
    return list(dict.fromkeys(found))
