"""Codes on paper of ours: twelve random characters, and one that tells a slip of the finger."""

import re
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

# 31 characters that nobody confuses on paper: no 0 O, no 1 I L. A prime number of them, so that the
# weighted sum notices every wrong character and every two that changed places.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RANDOM_LENGTH = 12
LENGTH = RANDOM_LENGTH + 1
GROUP = 4
NUMBER = re.compile(r"IMY\d{5,}")  # what else stands on the paper, without dashes


def new() -> str:
    """A fresh code without dashes: 59 bits that cannot be guessed."""
    random = "".join(secrets.choice(ALPHABET) for _each in range(RANDOM_LENGTH))
    return random + check_character(random)


def check_character(random: str) -> str:
    """What follows the twelve: their places times their values, modulo 31."""
    return ALPHABET[sum(n * ALPHABET.index(sign) for n, sign in enumerate(random, 1)) % 31]


def address(code: str) -> str:
    """Where anyone may check the paper with this code; its QR code leads there."""
    return settings.SITE_URL + reverse("assessment:verify_code", args=[code])


def grouped(code: str) -> str:
    """Long codes are read aloud and typed: dashes after every fourth character, the last stays put."""
    cuts = [code[at : at + GROUP] for at in range(0, len(code), GROUP)]
    if len(cuts) > 1 and len(cuts[-1]) == 1:
        cuts[-2:] = [cuts[-2] + cuts[-1]]
    return "-".join(cuts)


def read(typed: str) -> str:
    """What somebody typed, as we store it: any case, with or without dashes and blanks.

    Raises `ValidationError` that says what is wrong: a character that no code has, too few or too
    many, a slip of the finger, or the certificate's number.
    """
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    if NUMBER.fullmatch(code):
        raise ValidationError(
            _(
                "This is the number of the certificate. Enter the code that stands beside the QR code."
            ),
            code="number",
        )
    strange = sorted({sign for sign in code if sign not in ALPHABET})
    if strange:
        raise ValidationError(_strange(strange), code="strange")
    if len(code) != LENGTH:
        raise ValidationError(
            _("A code has 13 characters, this one has %(count)d. Look at the paper again."),
            params={"count": len(code)},
            code="length",
        )
    if check_character(code[:RANDOM_LENGTH]) != code[RANDOM_LENGTH]:
        raise ValidationError(
            _("There is a typing error in this code. Compare each character with the paper."),
            code="typing",
        )
    return code


def _strange(signs: list[str]) -> str:
    if set(signs) <= set("01OIL"):
        return _(
            "Codes have no 0 and O, and no 1, I and L. It may be another character, like 8, D, Q or "
            "7, J, T. Look at the paper again."
        )
    return _("A code has only letters from A to Z and digits, not %(signs)s.") % {
        "signs": " ".join(signs)
    }
