import contextlib
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainees.lists.dates import NoDate, from_serial, parse_date
from trainees.lists.table import Cell
from trainees.lists.values import (
    Fault,
    email_of,
    language_of,
    languages_of,
    nationality_of,
    split_name,
    split_phone,
    text_of,
)

TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    "text",
    ["27.06.2009", "27/06/2009", "27-6-2009", "27. 6. 2009", "27.6.09", "2009-06-27",
     "2009/6/27", "2009. 06. 27.", "20090627", "2009-06-27 00:00:00", "2009-06-27T00:00",
     "27 June 2009", "27th June 2009", "27-Jun-2009", "27. Juni 2009", "27 giugno 2009",
     "27 de junio de 2009", "27 juin 2009", "2009. június 27.", "27 czerwca 2009 r."],
)  # fmt: skip
def test_parse_date_understands_the_usual_forms(text):
    assert parse_date(text, today=TODAY) == dt.date(2009, 6, 27)


@settings(deadline=None)
@given(st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31)))
def test_parse_date_reads_back_every_day(day):
    forms = [f"{day:%d.%m.}{day.year}", f"{day:%d/%m/}{day.year}", day.isoformat()]

    assert {parse_date(form, today=TODAY) for form in forms} == {day}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/2008", "no such date"),
        ("29.02.2007", "no such date"),
        ("05/13/2009", "no month 13"),
        ("soon", "not a date"),
        ("2009", "not a date"),
        ("12 Smarch 2009", "not a date"),
        ("1.2.3.4", "not a date"),
    ],
)
def test_parse_date_of_none_says_why(text, reason):
    with pytest.raises(NoDate, match=reason):
        parse_date(text, today=TODAY)


@pytest.mark.parametrize(("text", "year"), [("1.1.26", 2026), ("1.1.27", 1927), ("1.1.98", 1998)])
def test_parse_date_of_two_digit_year_is_never_in_a_future_year(text, year):
    assert parse_date(text, today=TODAY).year == year


@settings(deadline=None)
@given(st.text(max_size=30))
def test_parse_date_of_any_text_gives_a_date_or_no_date(text):
    with contextlib.suppress(NoDate):
        assert parse_date(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "day"), [("39991", dt.date(2009, 6, 27)), ("99999", None), ("2009", None)]
)
def test_from_serial_is_the_day_excel_means(text, day):
    assert from_serial(text) == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("de C2, en B1, it A1", ["de C2", "en B1", "it A1"]),
        ("Deutsch (C2); Englisch: b1/b2", ["de C2", "en B1"]),
        ("magyar anyanyelv, angol", ["hu C2", "en "]),
        ("inglés B1 y francés A2", ["en B1", "fr A2"]),
        ("niemiecki A2/angielski B2", ["de A2", "en B2"]),
        ("", []),
    ],
)
def test_languages_of_reads_codes_names_and_levels(text, expected):
    known, unknown = languages_of(text)

    assert [f"{one['language']} {one['level']}" for one in known] == expected
    assert unknown == []


def test_languages_of_gives_back_what_it_does_not_know():
    assert languages_of("Klingon B2, de A1") == (
        [{"language": "de", "level": "A1"}],
        ["Klingon B2"],
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [("DE", "DE"), ("de", "DE"), ("DEU", "DE"), ("D", "DE"), ("deutsch", "DE"), ("German", "DE"),
     ("Española", "ES"), ("magyar", "HU"), ("Polska", "PL"), ("française", "FR"), ("UK", "GB"),
     ("XX", None), ("Atlantis", None), ("Iran", None)],
)  # fmt: skip
def test_nationality_of_is_two_letters_or_none(text, code):
    assert nationality_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"), [("it", "it"), ("GB", "en"), ("Polish", "pl"), ("q", None)]
)
def test_language_of_is_two_letters_or_none(text, code):
    assert language_of(text) == code


@pytest.mark.parametrize(
    ("text", "family_first", "expected"),
    [
        ("Groß, Mia", False, ("Mia", "Groß", False)),
        ("Mia Groß", False, ("Mia", "Groß", False)),
        ("Mia von der Heide", False, ("Mia", "von der Heide", False)),
        ("von der Heide Mia", True, ("Mia", "von der Heide", False)),
        ("Nagy Zsófia", True, ("Zsófia", "Nagy", False)),
        ("MARTIN DUPONT Léa", False, ("Léa", "MARTIN DUPONT", False)),
        ("Ana García López", False, ("Ana García", "López", True)),
        ("Kovács Anna Mária", True, ("Anna Mária", "Kovács", True)),
        ("Mia", False, ("", "Mia", False)),
    ],
)
def test_split_name_follows_comma_capitals_then_order(text, family_first, expected):
    assert split_name(text, family_first=family_first) == expected


def test_split_phone_takes_the_number_out():
    assert split_phone("Anna Rossi, +39 333 1234567") == ("Anna Rossi", "+39 333 1234567")


@pytest.mark.parametrize("text", ["=1+1", "+39 333", "-x", "@SUM(A1)", "＝1", "＋1", "－1", "＠x"])
def test_text_of_a_formula_is_a_fault(text):
    with pytest.raises(Fault, match="holds a formula"):
        text_of(Cell(text), limit=100, label="The name")


@pytest.mark.parametrize("text", ["+39 333 1234567", "(0573) 12 34 56", "+49-151/000"])
def test_text_of_a_telephone_number_is_no_formula(text):
    assert text_of(Cell(text), limit=40, label="The phone", phone=True) == text


@pytest.mark.parametrize("text", ["", "-", "—", "n/a", "\u200b", "\xa0"])
def test_text_of_a_placeholder_is_nothing(text):
    assert text_of(Cell(text), limit=40, label="The name") == ""


def test_text_of_is_tidied():
    assert text_of(Cell("Jose\u0301 \xa0 Mari\u0301a\u200b"), limit=40, label="x") == "José María"


@pytest.mark.parametrize(
    ("text", "reason"), [("a\x07b", "cannot be printed"), ("x" * 41, "longer than 40")]
)
def test_text_of_what_cannot_be_kept_is_a_fault(text, reason):
    with pytest.raises(Fault, match=reason):
        text_of(Cell(text), limit=40, label="The name")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("  MIA@X.example ", "mia@x.example"),
        ("mailto:mia@x.example", "mia@x.example"),
        ("Mia Groß <mia@x.example>", "mia@x.example"),
        ("", ""),
    ],
)
def test_email_of_is_normalised(text, address):
    assert email_of(Cell(text), label="e-mail") == address


@pytest.mark.parametrize(
    "text", ["not-an-address", "a@b", "a b@x.example", "a@x.example, b@x.example"]
)
def test_email_of_none_is_a_fault(text):
    with pytest.raises(Fault, match="not an e-mail address"):
        email_of(Cell(text), label="e-mail")
