"""From bytes to text, when nobody says which encoding it is.

A general detector needs pages of text; a school sends twenty names. So we use what is certain
(marks, zero bytes, valid UTF-8) and, between the two Windows code pages, ask of every byte on
which they differ whether the Western or the Central European letter can stand between its
neighbours: ``ñ`` is followed by a vowel, ``ń`` by a consonant; ``ò`` ends a word, ``ň`` does not.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable

from django.utils.translation import gettext as _

from trainees.lists.table import ListError

MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
]
WESTERN, CENTRAL, LATIN2 = "cp1252", "cp1250", "iso-8859-2"
NAMES = {WESTERN: "Windows-1252", CENTRAL: "Windows-1250", LATIN2: "ISO 8859-2"}
VOWELS = frozenset("aeiouy")


def decode(content: bytes) -> tuple[str, str]:
    """The text, and the encoding's name for people. Raises ListError when it is no text."""
    for mark, codec, name in MARKS:
        if content.startswith(mark):
            return _strictly(content, codec), name
    if codec := _unmarked_utf16(content):
        return _strictly(content, codec), "UTF-16"
    try:
        text, name = content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        codec = code_page(content)
        text, name = content.decode(codec, errors="replace"), NAMES[codec]
    if "\0" in text:
        raise _no_text()
    return text, name


def _strictly(content: bytes, codec: str) -> str:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        raise _no_text() from None
    if "\0" in text:
        raise _no_text()
    return text


def _no_text() -> ListError:
    return ListError(
        _(
            "This file is not readable text. Save the list as .xlsx or as CSV (UTF-8) and try again."
        ),
        code="not_text",
    )


def _unmarked_utf16(content: bytes) -> str:
    """Latin text in UTF-16 has a zero in nearly every second byte: which half tells the order."""
    pairs = len(content) // 2
    if pairs < 2 or len(content) % 2:
        return ""
    high_first, high_second = content[0::2].count(0), content[1::2].count(0)
    if high_second > 0.6 * pairs and high_first == 0:
        return "utf-16-le"
    if high_first > 0.6 * pairs and high_second == 0:
        return "utf-16-be"
    return ""


def code_page(content: bytes) -> str:
    """The likelier of Windows-1252, Windows-1250 and ISO 8859-2, for text that is not UTF-8."""
    if _has_latin2(content):
        return LATIN2
    if not _decodes(content, WESTERN):
        return CENTRAL
    if not _decodes(content, CENTRAL):
        return WESTERN
    return CENTRAL if _central_evidence(content) > 0 else WESTERN


def _decodes(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _has_latin2(content: bytes) -> bool:
    # Polish ą, ś and ź stand at ±, ¶ and ¬ of both Windows pages, whose own ą, ś, ź must be absent.
    if re.search(rb"[\x80-\x9f]", content):
        return False
    text = content.decode("latin-1")
    return bool(re.search(r"[^\W\d_][±¶¬¦]|[±¶¬¦][^\W\d_]", text))


def _central_evidence(content: bytes) -> int:
    """Sum over the bytes the pages read differently: above 0 speaks for Windows-1250."""
    western, central = content.decode(WESTERN), content.decode(CENTRAL)
    plain = _plain(western)
    total = 0
    for at, (west, east) in enumerate(zip(western, central, strict=True)):
        if west == east or not (west.isalpha() or east.isalpha()):
            continue
        before = plain[at - 1] if at else " "
        after = plain[at + 1] if at + 1 < len(plain) else " "
        total += _judge(west, before, after)
    return total


def _plain(text: str) -> str:
    """Every letter without its accent, one for one; all that is no letter becomes a blank."""
    return "".join(
        unicodedata.normalize("NFD", char)[0].lower() if char.isalpha() else " " for char in text
    )


def _ends(after: str) -> bool:
    return after == " "


def _is_vowel(char: str) -> bool:
    return char in VOWELS


def _is_consonant(char: str) -> bool:
    return char != " " and char not in VOWELS


def _e_grave(before: str, after: str) -> int:
    # č before a vowel or k; è before another consonant (Hélène), or last after one (Mosè).
    if _is_vowel(after) or after == "k":
        return 2
    if _is_consonant(after):
        return -2
    return 1 if before in "aei" else -1  # Kovač; Noè, Giosuè, caffè


def _o_grave(before: str, after: str) -> int:
    # Niccolò, but Plzeň and Vaňková.
    if _ends(after) and before in "i ":
        return -2
    return 2 if _is_vowel(before) else -2


def _e_circumflex(before: str, after: str) -> int:
    # Zięba, Kępa, Dębski; but forêt, Crêpe, même.
    if before == "i" or _ends(after) or after in "dbkgszjœ":
        return 2
    if after == "p":
        return -1 if before in "rd" else 2
    if after == "c":
        return -1 if before in "pbr" else 1
    if after == "t":
        return -1 if before in "rhfbpt" else 1
    return -2


def _ae(before: str, after: str) -> int:
    # ć ends a word, stands beside a vowel or begins Ćwik; æ stands between consonants.
    if before == " " and after in "wm":
        return 2
    return 2 if _ends(after) or _is_vowel(before) or _is_vowel(after) else -2


def _o_slash(before: str, after: str) -> int:
    # ř beside a vowel (Jiří), ø between consonants (Søren).
    return 2 if _is_vowel(before) or _is_vowel(after) else -2


def _i_diaeresis(before: str, after: str) -> int:
    # Loïc, Anaïs: after a vowel and before more letters.
    return -2 if _is_vowel(before) and not _ends(after) else 1


def _u_circumflex(before: str, after: str) -> int:
    # août, goût, Brûlé; but Szűcs, Fűrész, keserű.
    if before == "o":
        return -2
    return -1 if before == "r" and not _ends(after) else 2


def _ordinal(before: str, after: str) -> int:
    # Mª and Nº in Spanish.
    return -3 if before in "mn" and _ends(after) else 2


JUDGES: dict[str, Callable[[str, str], int]] = {
    "à": lambda before, after: -2,  # ŕ is all but unknown
    "å": lambda before, after: -1,  # as is ĺ
    "ÿ": lambda before, after: -2,
    "Ÿ": lambda before, after: 2,  # ź; the small ÿ is another byte
    "è": _e_grave,
    "ì": lambda before, after: -2 if _ends(after) else 2,  # Forlì; Zdeněk
    "ò": _o_grave,
    "ù": lambda before, after: -1 if _ends(after) else 2,  # Cantù; Růžička
    "ñ": lambda before, after: -2 if _is_vowel(after) else 2,  # Muñoz; Kamiński
    "ê": _e_circumflex,
    "æ": _ae,
    "ø": _o_slash,
    "ï": _i_diaeresis,
    "õ": lambda before, after: -2 if after == "e" else 2,  # Simões; Szőke
    "û": _u_circumflex,
    "ã": lambda before, after: -2 if after in "oe " else 1,  # João
    "œ": lambda before, after: -2 if after in "udt" else 2,  # sœur; Wiśniewski
    "ª": _ordinal,
    "º": _ordinal,
    "£": lambda before, after: 0 if before == after == " " else 2,  # Łukasz
    "¿": lambda before, after: 1 if after != " " else 2,
}


def _judge(west: str, before: str, after: str) -> int:
    judge = JUDGES.get(west) or JUDGES.get(west.lower())
    if judge:
        return judge(before, after)
    # What is left is a sign in the West and a letter in Central Europe: ³ or ł, ¹ or ą, ¯ or Ż.
    touches_letter = before != " " or after != " "
    return 2 if touches_letter else 0
