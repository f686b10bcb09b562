"""Finding what is written in another way: names without their accents, codes with dashes or in small letters.

Two lookups of text columns. `alike` looks for a word as people type it on a keyboard that lacks its letters; both
databases know regular expressions, so no second copy of a name must be kept right, hidden and erased.
"""

import re
import unicodedata
from collections import defaultdict
from typing import Any

from django.db import models
from django.db.models.lookups import BuiltinLookup, Contains

LONGEST = 100  # letters of a word that is looked for
LATIN = [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]
# Those that Unicode does not take apart.
ALONE = {"d": "đĐðÐ", "h": "ħĦ", "i": "ıİ", "l": "łŁ", "o": "øØ", "t": "ŧŦ"}
PAIRS = {"ss": "ßẞ", "ae": "æÆ", "oe": "œŒ", "th": "þÞ"}
WRITTEN = {ord(sign): pair for pair, signs in PAIRS.items() for sign in signs}
WRITTEN |= {ord(sign): plain for plain, signs in ALONE.items() for sign in signs}


def _letters() -> dict[str, str]:
    """Of each plain letter all that are written with it."""
    found = defaultdict(str, ALONE)
    for sign in map(chr, LATIN):
        plain = unicodedata.normalize("NFD", sign)[0]
        if plain.isascii() and plain != sign:
            found[plain.lower()] += sign
    return {plain: f"[{plain}{plain.upper()}{signs}]" for plain, signs in found.items()}


LETTERS = _letters()
PARTS = re.compile("|".join([*PAIRS, "."]), re.DOTALL)


def plain(text: str) -> str:
    """Small letters without accents: `Íñigo Groß` is `inigo gross`."""
    apart = unicodedata.normalize("NFD", text.translate(WRITTEN))
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).lower()


def pattern(word: str) -> str:
    """A regular expression for both databases that finds `word`, however its letters are written."""
    return "".join(_part(match[0]) for match in PARTS.finditer(plain(word[:LONGEST])))


def _part(signs: str) -> str:
    single = "".join(LETTERS.get(sign) or re.escape(sign) for sign in signs)
    return f"({single}|[{PAIRS[signs]}])" if signs in PAIRS else single


@models.CharField.register_lookup
class Alike(BuiltinLookup[str]):
    """`first_name__alike="ines"` finds Inés."""

    lookup_name = "alike"

    def get_prep_lookup(self) -> str:
        return pattern(str(self.rhs))

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        operator: str = connection.operators["iregex"]
        return operator % rhs


@models.CharField.register_lookup
class Typed(Contains):
    """`code__typed="csnd-k4c7"` finds the code CSNDK4C7…"""

    lookup_name = "typed"

    def get_prep_lookup(self) -> str:
        typed = str(self.rhs)
        return "".join(sign for sign in typed.upper() if sign.isalnum()) or typed

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        operator: str = connection.operators["contains"]
        return operator % rhs
