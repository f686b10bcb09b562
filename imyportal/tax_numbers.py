"""Italian tax numbers: whether one can be right, as python-stdnum reads them.

The *partita IVA* of a business and the *codice fiscale* of a person are given out by the rules of DM 23 December 1976.
Who has no Italian number may have one of their own country: of those is known that digits are in them, letters, and
at most spaces, dots, dashes and strokes between them.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.it import codicefiscale, iva

FOREIGN = re.compile(r"(?=(?:[^0-9]*[0-9]){4})[A-Z0-9](?:[ .\-/]?[A-Z0-9]){4,24}")
PERSON = re.compile(r"[A-Z]{6}[0-9A-Z]{2}[A-Z][0-9A-Z]{2}[A-Z][0-9A-Z]{3}[A-Z]")


def tidy(text: str) -> str:
    """Without spaces, dots and dashes, in capitals."""
    return re.sub(r"[\s.\-]", "", text).upper()


def written(text: str) -> str:
    """As it is stored: an Italian number tidied, one of another country as it was typed."""
    number = tidy(text)
    is_italian = is_person(number) or is_business(number)
    return number.removeprefix("IT") if is_italian else " ".join(text.split())


def is_business(number: str) -> bool:
    """Of a business; IT may stand before it."""
    return number.isascii() and bool(iva.is_valid(tidy(number)))


def is_person(number: str) -> bool:
    """Of a person, by its last letter and the day in it."""
    number = tidy(number)
    return number.isascii() and len(number) == 16 and bool(codicefiscale.is_valid(number))


def check_business(text: str) -> None:
    """Raises `ValidationError` for what is no *partita IVA*; IT may stand before it."""
    if not is_business(text):
        raise ValidationError(
            _("Check this number: a partita IVA has 11 digits."), code="tax_number"
        )


def check_company(text: str) -> None:
    """Raises `ValidationError` for what is no *codice fiscale* of a company, or of a person who is one."""
    if not (is_business(text) or is_person(text)):
        raise ValidationError(
            _("Check this number: a codice fiscale has 11 digits, or 16 letters and digits."),
            code="tax_number",
        )


def can_be(text: str) -> bool:
    """Whether it can be somebody's: as `check_person`."""
    try:
        check_person(text)
    except ValidationError:
        return False
    return True


def check_person(text: str) -> None:
    """Raises `ValidationError` for a *codice fiscale* that is none, and for what no country writes as a number."""
    if PERSON.fullmatch(tidy(text)):
        if not is_person(text):
            raise ValidationError(
                _("Check this number: its last letter does not fit the others."), code="tax_number"
            )
    elif not FOREIGN.fullmatch(" ".join(text.split()).upper()):
        raise ValidationError(
            _("Write the number as it stands on the paper: digits and letters, at least five."),
            code="tax_number",
        )
