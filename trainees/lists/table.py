"""What a list is once it is read, and the one error reading it may raise."""

import datetime as dt
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 100


class ListError(ValidationError):
    """The file as a whole cannot be read; its message says what to do."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text with outer blanks removed, and what the spreadsheet knew about it."""

    text: str = ""
    date: dt.date | None = None
    is_number: bool = False
    is_formula: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the line number a person sees in an editor or a spreadsheet, from 1."""

    line: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)

    @property
    def width(self) -> int:
        """Cells up to the last one that holds something."""
        return max((at for at, cell in enumerate(self.cells, 1) if cell), default=0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid before anybody knows which row is the header."""

    rows: list[Row]
    source: str  # for people: "UTF-8, separated by ;" or "sheet Participants"
    pads_rows: bool  # a spreadsheet leaves empty cells away, a text file may not


@dataclass(frozen=True, slots=True)
class Table:
    """A list whose header is understood: `columns` maps a column's key to its position."""

    rows: list[Row]
    columns: dict[str, int]
    headers: list[str]
    header_line: int
    source: str
    pads_rows: bool
    unread: list[str] = field(default_factory=list)  # headers nobody understood, or a second time

    def cell(self, row: Row, key: str) -> Cell:
        """The cell of a known column; blank when the list or the row has none."""
        at = self.columns.get(key)
        return row.cells[at] if at is not None and at < len(row.cells) else BLANK
