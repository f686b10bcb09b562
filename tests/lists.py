"""Lists as files, made for a test."""

import csv
import io

import openpyxl

HEADER = ["Surname", "First name", "Date of birth", "E-mail"]


def as_csv(rows, *, separator=";", encoding="utf-8", end="\r\n"):
    """The rows as a text file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows, *, title="Participants", before=(), hidden=()):
    """The rows as a workbook; `before` are sheets in front, `hidden` lines not shown."""
    workbook = openpyxl.Workbook()
    for number, name in enumerate([*before, title]):
        sheet = workbook.active if number == 0 else workbook.create_sheet()
        sheet.title = name
    for row in rows:
        sheet.append(row)
    for line in hidden:
        sheet.row_dimensions[line].hidden = True
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()
