"""From a file to a table: kind, encoding, separator, sheet and header row are found here."""

from django.utils.translation import gettext as _

from trainees.lists.delimited import read_delimited, too_many_rows
from trainees.lists.encodings import decode
from trainees.lists.headers import Header, Vocabulary, find_header, read_header
from trainees.lists.table import MAX_BYTES, MAX_ROWS, ListError, Row, Sheet, Table
from trainees.lists.workbook import read_workbook

ZIP, OLD_OFFICE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"


def read_list(content: bytes, file_name: str, vocabulary: Vocabulary) -> Table:
    """The list in `content`; `file_name` only serves to name the file's kind in messages.

    Raises ListError, and nothing else, when the file as a whole cannot be read.
    """
    if not content.strip():
        raise ListError(_("The file is empty."), code="empty")
    if len(content) > MAX_BYTES:
        raise ListError(
            _("The file is larger than %(limit)d MB. A list of people is not: save only the list."),
            code="too_large",
            params={"limit": MAX_BYTES // 2**20},
        )
    sheets = _sheets(content, file_name, vocabulary)
    for sheet in sheets:
        if header := find_header(sheet.rows, vocabulary):
            return _table(sheet, header)
    raise _no_header(sheets, vocabulary)


def _sheets(content: bytes, file_name: str, vocabulary: Vocabulary) -> list[Sheet]:
    if content.startswith(OLD_OFFICE) or file_name.lower().endswith(".xls"):
        raise ListError(
            _(
                "This is an old Excel file (.xls) or one with a password. "
                "Save it as .xlsx without a password and try again."
            ),
            code="xls",
        )
    if content.startswith(ZIP):
        return read_workbook(content)
    if content.startswith(PDF):
        raise ListError(
            _("A PDF cannot be read as a list. Ask for the list as .xlsx or CSV."), code="pdf"
        )
    text, encoding = decode(content)
    return [read_delimited(text, encoding, lambda sheet: _score(sheet, vocabulary))]


def _score(sheet: Sheet, vocabulary: Vocabulary) -> int:
    header = find_header(sheet.rows, vocabulary)
    return header.score if header else 0


def _table(sheet: Sheet, header: Header) -> Table:
    below = sheet.rows[sheet.rows.index(header.row) + 1 :]
    rows = [row for row in below if not _repeats(row, header)]
    if len(rows) > MAX_ROWS:
        raise too_many_rows()
    return Table(
        rows=rows,
        columns=header.columns,
        headers=[cell.text for cell in header.row.cells[: header.row.width]],
        header_line=header.row.line,
        source=sheet.source,
        pads_rows=sheet.pads_rows,
        unread=header.unread,
    )


def _repeats(row: Row, header: Header) -> bool:
    """Long lists print their header on every page."""
    return row.cells[: header.row.width] == header.row.cells[: header.row.width]


def _no_header(sheets: list[Sheet], vocabulary: Vocabulary) -> ListError:
    rows = [row for sheet in sheets for row in sheet.rows[:10]]
    if not rows:
        return ListError(_("The file is empty."), code="empty")
    nearest = max(rows, key=lambda row: (read_header(row, vocabulary).score, row.width))
    found = ", ".join(cell.text[:30] for cell in nearest.cells[:12] if cell)
    return ListError(
        _(
            "No row names the columns: write a header such as “Surname, First name, Date of birth, "
            "E-mail”. Found in line %(line)d: %(found)s."
        ),
        code="no_header",
        params={"line": nearest.line, "found": found},
    )
