"""Tables in Excel workbooks (.xlsx), read without running or believing anything in them.

Rows hidden by a filter are read like the others: what a preview shows, nobody loses unseen.
"""

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from trainees.lists.delimited import too_many_columns, too_many_rows
from trainees.lists.table import (
    BLANK,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
    Cell,
    ListError,
    Row,
    Sheet,
)

EXCEL_LAST_LINE = 1_048_576
MAX_PARTS = 2_000
MAX_SHEETS = 20


def read_workbook(content: bytes) -> list[Sheet]:
    """Every sheet with something in it, the visible ones first.

    Raises ListError when it is no workbook, a broken one, or one that unpacks to too much.
    """
    _check_package(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and charts, no concern here
            return _read_sheets(content)
    except ListError:
        raise
    except Exception as error:  # openpyxl lets through whatever a broken part makes Python raise
        raise _broken() from error


def _check_package(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_size(package.infolist())
            for part in package.infolist():
                _check_part(package.read(part))
            names = package.namelist()
    except ListError:
        raise
    except Exception as error:  # zipfile has more ways to fail than it documents
        raise _broken() from error
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise ListError(
            _("This is not an Excel workbook. Save the list as .xlsx or as CSV and try again."),
            code="not_a_workbook",
        )


def _check_size(parts: list[zipfile.ZipInfo]) -> None:
    # zipfile never unpacks more of a part than the size declared for it.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise ListError(
            _("This workbook unpacks to far more than a list needs. Copy the list to a new file."),
            code="bomb",
        )


def _check_part(data: bytes) -> None:
    # No program writes a document type into a workbook; entities that explode need one.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"<\0!\0D\0O" in data:
        raise _broken()


def _broken() -> ListError:
    return ListError(
        _("This workbook is damaged or protected. Save it again as .xlsx, without a password."),
        code="broken",
    )


def _read_sheets(content: bytes) -> list[Sheet]:
    workbook = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=False, keep_links=False
    )
    try:
        sheets = sorted(
            workbook.worksheets[:MAX_SHEETS], key=lambda sheet: sheet.sheet_state != "visible"
        )
        read = (
            Sheet(
                _rows(sheet),
                _("sheet %(name)s") % {"name": sheet.title},
                pads_rows=True,
            )
            for sheet in sheets
        )
        return [sheet for sheet in read if sheet.rows]
    finally:
        workbook.close()


def _rows(worksheet: Any) -> list[Row]:
    worksheet.reset_dimensions()  # some programs write a wrong size into the file
    rows: list[Row] = []
    for line, cells in _lines(worksheet):
        row = Row(line, cells)
        if row.is_blank:
            continue
        rows.append(Row(line, cells[: row.width]))
        if len(rows) > MAX_ROWS + 50:  # the titles above a header do not count
            raise too_many_rows()
        if row.width > MAX_COLUMNS:
            raise too_many_columns(line)
    return rows


def _lines(worksheet: Any) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The lines that stand in the file, with their numbers."""
    last: Any = None
    for line, values in enumerate(worksheet.iter_rows(max_col=MAX_COLUMNS + 1), 1):
        if line > EXCEL_LAST_LINE:  # only a file made to harm has such a line
            raise _broken()
        # A gap before a far line comes as one and the same row of nothing, a million times.
        if values is not last:
            yield line, tuple(_cell(value) for value in values)
        last = values


def _cell(cell: Any) -> Cell:
    value, kind = cell.value, cell.data_type
    if value is None:
        return BLANK
    if kind == "f":
        text = getattr(value, "text", None) or (value if isinstance(value, str) else "=")
        return Cell(str(text).strip(), is_formula=True)
    if isinstance(value, dt.datetime):
        return Cell(value.date().isoformat(), date=value.date())
    if isinstance(value, dt.date):
        return Cell(value.isoformat(), date=value)
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, int | float):
        return Cell(_number(value), is_number=True)
    return Cell(str(value).strip())


def _number(value: float) -> str:
    """A telephone number typed as a number comes back without ``.0`` and without an exponent."""
    if isinstance(value, int):
        # The digits of a gigantic number are no one's telephone, and cost Python dear.
        return str(value) if abs(value) < 10**30 else "?"
    if value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return repr(value)
