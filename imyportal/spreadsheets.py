"""Tables for other programs, as CSV and as XLSX, in which no cell can become a formula.

Who opens a table trusts it, and its cells hold what people typed (ASVS 5.0, 1.2.10). In CSV a cell that
begins like a formula gets an apostrophe before it; in XLSX texts are stored as texts. Numbers, dates and
times stay what they are.

CSV is what the Excel of an Italian office opens with a double click: UTF-8 with its mark, semicolons,
decimal commas, every cell in quotes. Both are written row by row: memory does not grow with the rows.
"""

import csv
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO, TypeVar

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import is_aware, localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Cell = str | int | float | date | datetime | time | None

BEGINS_A_FORMULA = frozenset("=+-@＝＋－＠")
FORMATS = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm", float: "0.00"}
LONGEST = 32_767  # characters of a cell, says ECMA-376
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POLICY = "sandbox; default-src 'none'"
Answer = TypeVar("Answer", StreamingHttpResponse, FileResponse)


@dataclass(frozen=True)
class Table:
    """A sheet: its name, what stands above the columns, how wide they are, and the rows."""

    name: str
    header: list[str]
    widths: list[int]  # characters
    rows: Iterable[list[Cell]]


def defused(text: str) -> str:
    """`text`, with an apostrophe before it where a program would take it for a formula."""
    seen = text.lstrip()
    while seen and unicodedata.category(seen[0])[0] in "CZ":  # what no eye sees hides no formula
        seen = seen[1:].lstrip()
    if text[:1] in {"\t", "\r", "\n"} or seen[:1] in BEGINS_A_FORMULA:
        return f"'{text}"
    return text


def _printable(text: str) -> str:
    """Without the characters XML has no place for."""
    return "".join(
        sign
        for sign in text
        if sign in "\t\n\r" or (unicodedata.category(sign) != "Cc" and sign not in "\ufffe\uffff")
    )[:LONGEST]


# --- CSV --------------------------------------------------------------------------------------


class _Echo:
    """What the csv module writes to: gives every line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(table: Table) -> Iterator[bytes]:
    """The file, line by line."""
    writer = csv.writer(_Echo(), delimiter=";", quoting=csv.QUOTE_ALL)
    yield (
        "\ufeff" + writer.writerow([defused(_printable(each)) for each in table.header])
    ).encode()
    for row in table.rows:
        yield writer.writerow([_as_text(cell) for cell in row]).encode()


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return defused(_printable(cell))
    if isinstance(cell, datetime):
        return f"{localtime(cell) if is_aware(cell) else cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", ",")
    return str(cell)


def csv_answer(table: Table, filename: str) -> StreamingHttpResponse:
    """The table as a download."""
    response = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, filename)
    return _closed(response)


# --- XLSX -------------------------------------------------------------------------------------


def write_xlsx(tables: Iterable[Table], file: BinaryIO) -> None:
    """Write the tables as sheets of one workbook."""
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        for number, width in enumerate(table.widths):
            sheet.column_dimensions[chr(ord("A") + number)].width = width
        sheet.append([_cell(sheet, text, bold=True) for text in table.header])
        for row in table.rows:
            sheet.append([_cell(sheet, value) for value in row])
    book.save(file)


def _cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value).replace(tzinfo=None, microsecond=0)
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if kind := FORMATS.get(type(value)):
            cell.number_format = kind
        return cell
    cell = WriteOnlyCell(sheet, _printable(value))
    cell.data_type = "s"  # or a text that begins with = becomes a living formula
    if bold:
        cell.font = Font(bold=True)
    return cell


def xlsx_answer(tables: Iterable[Table], filename: str) -> FileResponse:
    """The workbook as a download, from a file that disappears with it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        write_xlsx(tables, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=filename, content_type=XLSX)
    return _closed(response)


def _closed(response: Answer) -> Answer:
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
