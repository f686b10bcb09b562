"""Rows of a list that cannot be used, and those that come in with a warning."""

import datetime as dt

import pytest

from tests.factories import SendingTutorFactory, UserFactory
from tests.lists import HEADER, as_xlsx
from tests.trainees.listed import FULL, FULL_MIA, MIA, bring, plan, reasons
from trainees.importing import plan_import
from trainees.lists import ListError
from trainees.models import Guardian, Trainee

pytestmark = pytest.mark.django_db


def test_two_of_one_name_and_birth_date_need_their_address(group):
    bring(group, MIA, [*MIA[:3], "other@lindenhof.example"])

    assert reasons(group, [*MIA[:3], ""]) == [
        "Two people here have this name and birth date: add the e-mail address."
    ]


def test_another_address_of_one_name_is_new_and_says_so(group):
    bring(group, MIA)

    planned = plan(group, [*MIA[:3], "mia2@lindenhof.example"])

    assert planned.new == 1
    assert planned.rows[0].warnings == [
        "The group already has Mia Groß with this birth date and another address."
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["Groß", "Mia", "04.05.2007", "not-an-address"], "is not an e-mail address"),
        (["Groß", "Mia", "31/02/2008", "m@x.example"], "There is no such date"),
        (["Groß", "Mia", "05/13/2007", "m@x.example"], "no month 13"),
        (["Groß", "Mia", "01/01/1899", "m@x.example"], "Impossible age: 127 years."),
        (["Groß", "Mia", "01/01/2015", "m@x.example"], "Impossible age: 11 years."),
        (["Groß", "Mia", "01/01/2027", "m@x.example"], "lies in the future"),
        (["Groß", "Mia", "", "m@x.example"], "The birth date is missing."),
        (["Groß", "Mia", "04.05.2007"], "Too few cells: 3 instead of 4."),
        ([*MIA, "x"], "Too many cells: 5 instead of 4."),
        (["=HYPERLINK(1)", "Mia", "04.05.2007", "m@x.example"], "The family name holds a formula"),
        (["Groß", "@SUM(1)", "04.05.2007", "m@x.example"], "The first name holds a formula"),
        (["Groß", "Mia", "=TODAY()", "m@x.example"], "The birth date holds a formula"),
        (["", "Mia", "04.05.2007", "m@x.example"], "The family name is missing."),
        (["Groß", "-", "04.05.2007", "m@x.example"], "The first name is missing."),
        (["G" * 101, "Mia", "04.05.2007", "m@x.example"], "longer than 100 characters"),
        (["Gr\x07oß", "Mia", "04.05.2007", "m@x.example"], "cannot be printed"),
    ],
)
def test_faulty_row_says_why_and_the_good_ones_come_in(group, row, reason):
    good = ["Vogel", "Käthe", "26.07.2007", "kathe@x.example"]

    planned = bring(group, row, good)

    assert planned.summary == "1 new, 0 changed, 0 same, 1 faulty"
    assert any(reason in each for each in planned.rows[0].reasons)
    assert [trainee.name for trainee in Trainee.objects.all()] == ["Käthe Vogel"]


def test_formula_of_a_workbook_is_faulty(group):
    content = as_xlsx([HEADER, ["=A1", "Mia", dt.date(2007, 5, 4), "m@x.example"]])

    assert "holds a formula" in plan_import(group, content, "a.xlsx").rows[0].reasons[0]


def test_faulty_row_tells_all_its_reasons(group):
    assert len(reasons(group, ["", "=1", "soon", "nobody"])) == 3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (MIA, MIA),
        (MIA, [*MIA[:3], "MIA@LINDENHOF.EXAMPLE"]),
        (MIA, [*MIA[:3], ""]),
        ([*MIA[:3], ""], MIA),
        ([*MIA[:3], ""], [*MIA[:3], ""]),
        (MIA, ["Vogel", "Käthe", "26.07.2007", MIA[3]]),
    ],
)
def test_twice_in_the_file_is_faulty_the_second_time(group, first, second):
    planned = bring(group, first, second)

    assert planned.summary == "1 new, 0 changed, 0 same, 1 faulty"
    assert planned.rows[1].reasons == ["Twice in this file: see line 2."]


def test_second_row_counts_when_the_first_is_faulty(group):
    planned = plan(group, [*MIA[:2], "31.02.2007", MIA[3]], MIA)

    assert [row.state for row in planned.rows] == ["faulty", "new"]


def test_namesakes_with_two_addresses_come_in_with_a_warning(group):
    planned = bring(group, MIA, [*MIA[:3], "twin@lindenhof.example"])

    assert planned.new == 2
    assert planned.rows[1].warnings == ["Same name and birth date as line 2, with another address."]


def test_address_of_agency_staff_is_refused(group):
    UserFactory(tutor=True, email=MIA[3])

    assert reasons(group, MIA) == ["This e-mail address belongs to somebody at the agency."]


def test_address_of_a_sending_tutor_is_refused(group):
    SendingTutorFactory(user__email=MIA[3])

    assert reasons(group, MIA) == [
        "This e-mail address belongs to a tutor of a sending organisation."
    ]


@pytest.mark.parametrize(
    ("birth", "warned"), [("01.03.2011", True), ("01.03.2010", False), ("01.03.2000", True)]
)
def test_unusual_age_is_a_warning(group, birth, warned):
    planned = plan(group, ["Groß", "Mia", birth, "m@x.example"])

    assert planned.new == 1
    assert any("Unusual age" in each for each in planned.rows[0].warnings) == warned


def test_wrong_address_of_a_guardian_is_left_out_with_a_warning(group):
    row = FULL_MIA.copy()
    row[9] = "nobody"

    planned = bring(group, row, header=FULL)

    assert planned.new == 1
    assert "guardian's e-mail" in planned.rows[0].warnings[0]
    assert Guardian.objects.get().email == ""


def test_unknown_codes_are_warnings(group):
    row = FULL_MIA.copy()
    row[5], row[7] = "Atlantis", "de C2, Klingon B2"

    planned = bring(group, row, header=FULL)

    assert len(planned.rows[0].warnings) == 2
    assert Trainee.objects.get().nationality == ""
    assert Trainee.objects.get().spoken == [{"language": "de", "level": "C2"}]


def test_missing_columns_name_what_was_found(group):
    with pytest.raises(ListError) as raised:
        plan(group, ["Groß", "+49 151 1"], header=["Surname", "Phone"])

    assert "".join(raised.value.messages) == (
        "A column is missing: first name and family name, birth date. "
        "The header in line 1 has: Surname, Phone."
    )
