"""Tables in text files: the separator is the one that makes sense of the header."""

import csv
import io
import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from trainees.lists.table import MAX_COLUMNS, MAX_ROWS, Cell, ListError, Row, Sheet

SEPARATORS = {";": ";", ",": ",", "\t": "Tab", "|": "|"}
HEAD = 30_000  # characters by which the separators are compared
# Appended as a last line: when it does not come back as a row of its own, a quote was left open.
END = "\x03end of list\x03"


def read_delimited(text: str, encoding: str, score: Callable[[Sheet], int]) -> Sheet:
    """The sheet read with the separator for which `score`, the headers understood, is highest.

    Raises ListError when a quotation mark is never closed or the list is too long.
    """
    declared = re.match(r"\ufeff?sep=([;,\t|])\r?\n", text, re.IGNORECASE)
    if declared:  # a line Excel writes for itself
        return _parse(text, declared.group(1), encoding, skip=1)
    head = text[:HEAD]
    ranks: dict[str, tuple[int, int]] = {}
    problem: ListError | None = None
    for separator in SEPARATORS:
        try:
            sheet = _parse(head, separator, encoding, whole=len(text) <= HEAD)
        except ListError as error:
            problem = problem or error
        else:
            ranks[separator] = (score(sheet), _usual_width(sheet))
    # No separator makes a header: then what went wrong with one of them tells more than that.
    if problem and max(ranks.values(), default=(0, 0))[0] < 2:
        raise problem
    return _parse(text, max(ranks, key=lambda key: ranks[key], default=";"), encoding)


def _usual_width(sheet: Sheet) -> int:
    widths = [len(row.cells) for row in sheet.rows if not row.is_blank]
    return max(widths, key=widths.count, default=0)


def _parse(text: str, separator: str, encoding: str, *, skip: int = 0, whole: bool = True) -> Sheet:
    if not text.endswith(("\n", "\r")):
        text += "\n"
    reader = csv.reader(io.StringIO(text + END + "\n", newline=""), delimiter=separator)
    rows: list[Row] = []
    started, ended = 1, False
    try:
        for values in reader:
            ended = values == [END]
            if not ended and started > skip and any(value.strip() for value in values):
                rows.append(Row(started, tuple(Cell(value.strip()) for value in values)))
                _check_size(rows)
            if not ended:
                started = reader.line_num + 1
    except csv.Error:
        raise _broken(started) from None
    if whole and not ended:
        raise _unclosed(rows[-1].line if rows else 1)
    source = _("%(encoding)s, separated by %(separator)s") % {
        "encoding": encoding,
        "separator": SEPARATORS[separator],
    }
    return Sheet(rows, source, pads_rows=False)


def _check_size(rows: list[Row]) -> None:
    if len(rows) > MAX_ROWS + 50:  # the titles above a header do not count
        raise too_many_rows()
    if rows[-1].width > MAX_COLUMNS:
        raise too_many_columns(rows[-1].line)


def too_many_rows() -> ListError:
    return ListError(
        _("The list has more than %(limit)d rows. Split it and bring the parts in one by one."),
        code="too_many_rows",
        params={"limit": MAX_ROWS},
    )


def too_many_columns(line: int) -> ListError:
    return ListError(
        _("Line %(line)d has more than %(limit)d columns. Take out what is not part of the list."),
        code="too_many_columns",
        params={"line": line, "limit": MAX_COLUMNS},
    )


def _broken(line: int) -> ListError:
    return ListError(
        _("The file cannot be read from line %(line)d on. Save it as .xlsx and try again."),
        code="broken",
        params={"line": line},
    )


def _unclosed(line: int) -> ListError:
    return ListError(
        _("In line %(line)d a quotation mark is opened and never closed. Close it and try again."),
        code="unclosed",
        params={"line": line},
    )
