"""Which row is the header, and what its words mean."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

from trainees.lists.table import Row

HEADER_WITHIN = 40  # filled rows looked at: a title, an address, a contact, then the header
MAX_HEADER_LENGTH = 80
_UNACCENTED = str.maketrans(
    {"ß": "ss", "ł": "l", "ı": "i", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe"}
)


def plain(text: str) -> str:
    """Words in lower case without accents or signs, one blank between: what is compared."""
    lowered = unicodedata.normalize("NFKD", text.casefold().translate(_UNACCENTED))
    letters = "".join(char for char in lowered if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]|_", " ", letters).split())


def _squeeze(text: str) -> str:
    return plain(text).replace(" ", "")


def _words(text: str) -> list[str]:
    return [" ".join(word.split()) for word in text.split(",")]


@dataclass(frozen=True)
class Vocabulary:
    """What the headers of one kind of list may be called.

    `exact` gives the whole headers of a column, separated by commas; `subjects`, `attributes` and
    `short_attributes` the stems a header is composed of; `columns` which column a pair stands for.
    One of `name_columns` must be among the columns for a row to count as the header.
    """

    exact: dict[str, str]
    columns: dict[tuple[str, str], str]
    name_columns: tuple[str, ...]
    subjects: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    short_attributes: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _whole(self) -> dict[str, str]:
        return {_squeeze(word): key for key, words in self.exact.items() for word in _words(words)}

    @cached_property
    def _subject_stems(self) -> dict[str, list[str]]:
        return {key: [_squeeze(w) for w in _words(words)] for key, words in self.subjects.items()}

    @cached_property
    def _attribute_stems(self) -> dict[str, list[str]]:
        return {key: [_squeeze(w) for w in _words(words)] for key, words in self.attributes.items()}

    @cached_property
    def _short_stems(self) -> dict[str, set[str]]:
        return {key: {plain(w) for w in _words(ws)} for key, ws in self.short_attributes.items()}

    def column(self, header: str) -> str | None:
        """The column's key, or None when the header is not one of ours."""
        if not header or len(header) > MAX_HEADER_LENGTH or "@" in header:
            return None
        for form in (header, re.sub(r"[(\[].*?[)\]]", " ", header)):
            if key := self._whole.get(_squeeze(form)):
                return key
        return self._composed(header)

    def _composed(self, header: str) -> str | None:
        squeezed, tokens = _squeeze(header), set(plain(header).split())
        subject = next(
            (
                key
                for key, stems in self._subject_stems.items()
                if any(s in squeezed for s in stems)
            ),
            "",
        )
        attribute = next(
            (
                key
                for key, stems in self._attribute_stems.items()
                if any(s in squeezed for s in stems)
            ),
            "",
        ) or next((key for key, words in self._short_stems.items() if words & tokens), "")
        return self.columns.get((subject, attribute))


@dataclass(frozen=True)
class Header:
    """A row understood as header."""

    row: Row
    columns: dict[str, int]
    unread: list[str]

    @property
    def score(self) -> int:
        return len(self.columns)


def read_header(row: Row, vocabulary: Vocabulary) -> Header:
    """The columns a row would give as header; of two that mean the same the first counts."""
    columns: dict[str, int] = {}
    unread: list[str] = []
    for at, cell in enumerate(row.cells):
        key = None if cell.is_formula or cell.date else vocabulary.column(cell.text)
        if key and key not in columns:
            columns[key] = at
        elif cell:
            unread.append(cell.text)
    return Header(row, columns, unread)


def find_header(rows: list[Row], vocabulary: Vocabulary) -> Header | None:
    """The best header among the first rows: two known columns at least, one of them the name."""
    best: Header | None = None
    for row in rows[:HEADER_WITHIN]:
        header = read_header(row, vocabulary)
        named = any(key in header.columns for key in vocabulary.name_columns)
        if named and header.score >= 2 and (best is None or header.score > best.score):
            best = header
    return best
