"""What leaves as a table: nothing that somebody typed is alive in it."""

import csv
import io

import openpyxl
import pytest

from placements import exports
from placements.models import HostCompany
from tests import cast as casting
from trainees.models import Trainee

pytestmark = pytest.mark.django_db

BEGINNINGS = [
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    "＝",
    "＋",
    "－",
    "＠",
    " =",
    "\u200b=",
    "\u202e=",
    "\ufeff=",
]


@pytest.fixture
def cast(today):
    today(casting.TODAY)
    return casting.gather()


def file_of(response):
    content = b"".join(response.streaming_content)
    if form := getattr(response, "file_to_stream", None):
        form.close()
    return content


def test_no_cell_of_an_export_is_a_formula(cast):
    for begins in BEGINNINGS:
        nothing_is_alive(cast, f"{begins}cmd|' /C calc'!A0")


def nothing_is_alive(cast, text):
    Trainee.objects.filter(pk=cast.trainee.pk).update(first_name=text)
    HostCompany.objects.filter(pk=cast.company.pk).update(name=text)

    made = {
        form: exports.answer(cast.group, viewer=cast.tutor, form=form, with_reasons=True)
        for form in ("csv", "xlsx")
    }

    rows = list(csv.reader(io.StringIO(file_of(made["csv"]).decode("utf-8-sig")), delimiter=";"))
    book = openpyxl.load_workbook(io.BytesIO(file_of(made["xlsx"])))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert sum("calc" in cell for row in rows for cell in row) >= 2
    assert [cell for row in rows for cell in row if "calc" in cell and cell[0] != "'"] == []
    assert sum("calc" in str(cell.value) for cell in cells) >= 2
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}


def test_export_holds_no_word_of_others_and_a_name_of_our_own(cast):
    cast.group.name = 'x"; filename="evil.exe\r\nSet-Cookie: a=b'

    for form in ("csv", "xlsx"):
        response = exports.answer(cast.group, viewer=cast.tutor, form=form, with_reasons=True)
        content = file_of(response)
        if form == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(content))
            values = (
                cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
            )
            content = " ".join(map(str, values)).encode()
        assert [word for word in vars(casting.OTHER).values() if word in content.decode()] == []
        header = response.headers["Content-Disposition"]
        assert header.startswith("attachment;")
        assert header.endswith((f".{form}", f'.{form}"'))
        assert "\n" not in header
