"""Italian tax numbers: whether one can be right, by its check digit.

The *partita IVA* of a business and the *codice fiscale* of a person are given out by the rules of DM 23 December 1976
(business: eleven digits; person: sixteen letters and digits). Who has no Italian number may have one of their own
country: nothing is known of those here.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BUSINESS = re.compile(r"\d{11}", re.ASCII)
# Digits may be letters where two people would have the same number («omocodia»).
DIGIT = "[0-9LMNPQRSTUV]"
PERSON = re.compile(rf"[A-Z]{{6}}{DIGIT}{{2}}[ABCDEHLMPRST]{DIGIT}{{2}}[A-Z]{DIGIT}{{3}}[A-Z]")
# What a character is worth in an odd place, by its place in the alphabet or its value as a digit.
ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def tidy(text: str) -> str:
    """Without spaces and dots, in capitals."""
    return re.sub(r"[\s.\-]", "", text).upper()


def written(text: str) -> str:
    """As it is stored: an Italian number tidied, one of another country as it was typed."""
    number = tidy(text)
    is_italian = is_person(number) or is_business(number.removeprefix("IT"))
    return number.removeprefix("IT") if is_italian else " ".join(text.split())


def is_business(number: str) -> bool:
    """Of a business; tidied."""
    if not BUSINESS.fullmatch(number):
        return False
    digits = [int(each) for each in number]
    doubled = [sum(divmod(2 * each, 10)) for each in digits[1::2]]
    return (sum(digits[0::2]) + sum(doubled)) % 10 == 0


def is_person(number: str) -> bool:
    """Of a person; tidied."""
    if not PERSON.fullmatch(number):
        return False
    values = [int(each) if each.isdigit() else LETTERS.index(each) for each in number[:15]]
    total = sum(ODD[value] for value in values[0::2]) + sum(values[1::2])
    return LETTERS[total % 26] == number[15]


def check_business(text: str) -> None:
    """Raises `ValidationError` for what is no *partita IVA*; IT may stand before it."""
    if not is_business(tidy(text).removeprefix("IT")):
        raise ValidationError(
            _("Check this number: a partita IVA has 11 digits."), code="tax_number"
        )


def check_company(text: str) -> None:
    """Raises `ValidationError` for what is no *codice fiscale* of a company, or of a person who is one."""
    number = tidy(text)
    if not (is_business(number) or is_person(number)):
        raise ValidationError(
            _("Check this number: a codice fiscale has 11 digits, or 16 letters and digits."),
            code="tax_number",
        )


def check_person(text: str) -> None:
    """Raises `ValidationError` for what looks like a *codice fiscale* and is none; numbers of other countries pass."""
    number = tidy(text)
    if PERSON.fullmatch(number) and not is_person(number):
        raise ValidationError(
            _("Check this number: its last letter does not fit the others."), code="tax_number"
        )
