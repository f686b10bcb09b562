"""CSV and XLSX in which no cell becomes a formula."""

import csv
import re
from datetime import UTC, date, datetime, time
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from imyportal import spreadsheets
from imyportal.spreadsheets import Table

FORMULAS = [
    "=1+1", '=HYPERLINK("http://x.example","Firma")', "+39 0573 000", "-2+3", "@SUM(A1)",
    "\t=1+1", "\r=1+1", "\n=1+1", "  =1+1", "\u00a0=1", "\u200b=1", "\ufeff=cmd|'/c calc'!A0",
    "＝1+1", "＋1", "－1", "＠SUM(1)", "\tTab", "\rReturn", "\nLine",
]  # fmt: skip
HARMLESS = ['Łukasz; "Müller"', "O'Brien", "1=1", "a@b.example", "", "3.3", "_x0041_"]


def table(*rows):
    width = max(map(len, rows))
    return Table("Days", ["=A"] * width, [10] * width, [list(row) for row in rows])


def as_csv(*rows):
    text = b"".join(spreadsheets.csv_lines(table(*rows))).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def as_xlsx(*rows):
    file = BytesIO()
    spreadsheets.write_xlsx([table(*rows)], file)
    file.seek(0)
    return list(load_workbook(file)["Days"].iter_rows())


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_puts_an_apostrophe_before_what_begins_a_formula(text):
    assert as_csv([text]) == [["'=A"], [f"'{text}"]]


@pytest.mark.parametrize("text", FORMULAS)
def test_xlsx_keeps_a_formula_as_text(text):
    header, cell = (row[0] for row in as_xlsx([text]))

    assert (header.data_type, header.value) == ("s", "=A")
    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_stays_as_it_is(text):
    assert as_csv([text])[1] == [text]
    assert as_xlsx([text])[1][0].value == (text or None)


@settings(max_examples=40)
@given(
    st.text(
        st.sampled_from("=+-@＝＋ \t\r\n\x00\x0b\u200b\ufeffa1'\"") | st.characters(codec="utf-8")
    )
)
def test_any_text_comes_back_as_text_and_begins_no_formula(text):
    read = as_csv([text])[1][0]
    cell = as_xlsx([text])[1][0]

    assert read.startswith("'") or not re.match(r"[\W_]*?[=+\-@＝＋－＠]", read[:1])
    assert cell.data_type != "f"


def test_numbers_dates_and_times_stay_real():
    moment = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30, the night the clocks go forward
    row = [450, 7.5, -1, date(2026, 3, 2), time(8, 30), moment, None]

    assert as_csv(row)[1] == ["450", "7,50", "-1", "2026-03-02", "08:30", "2026-03-29 03:30", ""]
    assert [cell.value for cell in as_xlsx(row)[1]] == [
        450, 7.5, -1, datetime(2026, 3, 2), time(8, 30), datetime(2026, 3, 29, 3, 30), None,
    ]  # fmt: skip


def test_csv_is_what_an_italian_office_opens():
    text = b"".join(spreadsheets.csv_lines(table(["Perché", 7.5])))

    assert text == '\ufeff"\'=A";"\'=A"\r\n"Perché";"7,50"\r\n'.encode()
