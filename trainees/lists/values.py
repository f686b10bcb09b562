"""From the text of a cell to what we store, with the fault or the warning in words."""

import re
import unicodedata
from functools import cache, lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from trainees.lists import codes
from trainees.lists.headers import plain
from trainees.lists.table import Cell

FORMULA_SIGNS = tuple("=+-@＝＋－＠")
PHONE = re.compile(r"[+＋(]?[\d\s()/.\-–]{5,}(?:\s*(?:ext|int|x|w)\.?\s*\d+)?", re.IGNORECASE)
PHONE_INSIDE = re.compile(r"[+(]?\d[\d\s()/.\-–]{5,}\d")
SHORTENED = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
PLACEHOLDER = re.compile(r"[-–—_/.]+|n/?a|#n/a", re.IGNORECASE)
PARTICLES = frozenset(
    "von vom van der den de del della dello di da do dos das du la le les zu zum zur y e".split()
)
LANGUAGES_APART = re.compile(r"[,;|+]|/(?!\s*[ABCabc][12])|\s+(?:und|and|e|y|et|és|i)\s+")
LEVEL = re.compile(r"\b([ABC][12])\b", re.IGNORECASE)


class Fault(ValueError):
    """A value a person must put right; the message says what and how."""


def text_of(cell: Cell, *, limit: int, label: str | Promise, phone: bool = False) -> str:
    """The cell's text, tidied: one blank between words, composed accents, nothing invisible.

    Raises Fault for a formula, control characters, or more than `limit` characters.
    """
    text = unicodedata.normalize("NFC", cell.text.translate(INVISIBLE))
    text = " ".join(text.split())
    if not text or PLACEHOLDER.fullmatch(text):
        return ""
    if not text.isprintable():
        raise Fault(_("%(label)s holds characters that cannot be printed.") % {"label": label})
    looks_like_formula = text.startswith(FORMULA_SIGNS) and not (phone and PHONE.fullmatch(text))
    if cell.is_formula or looks_like_formula:
        raise Fault(
            _("%(label)s holds a formula: “%(text)s”. Write the value itself.")
            % {"label": label, "text": text[:40]}
        )
    if len(text) > limit:
        raise Fault(
            _("%(label)s is longer than %(limit)d characters.") % {"label": label, "limit": limit}
        )
    return text


def email_of(cell: Cell, *, label: str | Promise) -> str:
    """The address in lower case, or "". Raises Fault when it is none."""
    text = text_of(cell, limit=320, label=label)
    if match := re.search(r"<([^<>]+)>$", text):  # Mia Groß <mia@school.example>
        text = match.group(1)
    address = re.sub(r"^mailto:\s*", "", text, flags=re.IGNORECASE).strip().lower()
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        reason = _("“%(text)s” is not an e-mail address (%(label)s).")
        raise Fault(reason % {"text": text[:60], "label": label}) from None
    if len(address) > 254:
        raise Fault(
            _("%(label)s is longer than %(limit)d characters.") % {"label": label, "limit": 254}
        )
    return address


def split_name(text: str, *, family_first: bool) -> tuple[str, str, bool]:
    """Given name, family name, and whether somebody should look at the split.

    A comma decides; then capitals (*Lea MARTIN*), then the order the header tells.
    """
    if text.count(",") == 1:
        family, given = (part.strip() for part in text.split(","))
        return given, family, False
    words = text.replace(",", " ").split()
    if len(words) < 2:
        return "", text, False
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if capitals and len(capitals) < len(words):
        others = [word for word in words if word not in capitals]
        return " ".join(others), " ".join(capitals), False
    if family_first:
        cut = 1
        while cut < len(words) - 1 and words[cut - 1].casefold() in PARTICLES:
            cut += 1
        return " ".join(words[cut:]), " ".join(words[:cut]), len(words) - cut > 1
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].casefold() in PARTICLES:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:]), cut > 1


def split_phone(text: str) -> tuple[str, str]:
    """*Anna Rossi, +39 333 1234567* as name and number; the number is "" when there is none."""
    match = PHONE_INSIDE.search(text)
    if not match:
        return text, ""
    name = f"{text[: match.start()]} {text[match.end() :]}"
    return " ".join(name.split()).strip(" ,;:()/-"), match.group().strip()


@lru_cache(maxsize=1000)
def nationality_of(text: str) -> str | None:
    """The country's two letters, or None when we do not know it."""
    sign = text.strip().upper().rstrip(".")
    if len(sign) <= 3 and sign.isalpha():
        known = sign if sign in codes.ALPHA2 else None
        return known or codes.ALPHA3.get(sign) or codes.HABITS.get(sign)
    return _lookup(text, codes.COUNTRIES)


@lru_cache(maxsize=1000)
def language_of(text: str) -> str | None:
    """The language's two letters, or None when we do not know it."""
    sign = plain(text)
    if len(sign) == 2:
        sign = codes.LANGUAGE_HABITS.get(sign, sign)
        return sign if sign in _entries(codes.LANGUAGES) else None
    return _lookup(text, codes.LANGUAGES)


def languages_of(text: str) -> tuple[list[dict[str, str]], list[str]]:
    """*de C2, en B1* as `[{"language": "de", "level": "C2"}, …]`, and the parts not understood.

    A language without a level has level "". Levels are those of the CEFR.
    """
    known: dict[str, str] = {}
    unknown: list[str] = []
    for piece in LANGUAGES_APART.split(text):
        part = piece.strip(" .")
        if not part:
            continue
        level = LEVEL.search(part)
        name = LEVEL.sub(" ", part).strip(" ():-–=./")
        grade = level.group(1).upper() if level else ("C2" if _is_native(name) else "")
        words = [word for word in name.split() if not _is_native(word)]
        code = next((found for word in words if (found := language_of(word))), None)
        if code:
            known.setdefault(code, grade)
        else:
            unknown.append(part)
    return [{"language": code, "level": level} for code, level in known.items()], unknown


@lru_cache(maxsize=1000)
def _is_native(text: str) -> bool:
    stems = codes.NATIVE.split(", ")
    return any(word.startswith(stem) for word in plain(text).split() for stem in stems)


@cache
def _entries(data: str) -> dict[str, list[str]]:
    pairs = (line.split(": ") for line in data.strip().splitlines())
    entries: dict[str, list[str]] = {}
    for code, stems in pairs:
        entries.setdefault(code, []).extend(stems.split(", "))
    return entries


def _lookup(text: str, data: str) -> str | None:
    """The code whose longest stem begins the text; None when none does."""
    name = plain(text)
    hits = [
        (len(stem), code)
        for code, stems in _entries(data).items()
        for stem in stems
        if name.startswith(stem)
    ]
    return max(hits)[1] if hits else None
