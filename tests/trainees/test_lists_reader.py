import contextlib
import datetime as dt
import io
import zipfile

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.lists import HEADER, as_csv, as_xlsx
from trainees.lists import ListError, read_list
from trainees.lists.people import has_names
from trainees.lists.table import MAX_BYTES, MAX_ROWS
from trainees.lists.words import TRAINEES

ROW = ["Groß", "Mia", "04.05.2009", "mia@lindenhof.example"]


def read(content, name="list.csv"):
    return read_list(content, name, TRAINEES)


def texts(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_read_list_finds_separator_encoding_and_line_ends(separator, encoding, end):
    row = ["Groß, von", "Mia; Käthe", "04.05.2009", 'mia|"x"']

    table = read(as_csv([HEADER, row], separator=separator, encoding=encoding, end=end))

    assert texts(table) == [row]
    assert table.columns == {"family_name": 0, "given_name": 1, "birth_date": 2, "email": 3}


HEADERS = {
    "en": "Surname;First name;Date of birth;E-mail;Nationality;Field;Languages;Phone;Guardian;"
    "Guardian e-mail;Guardian phone;Emergency contact;Emergency phone",
    "it": "Cognome;Nome;Data di nascita;E-mail;Nazionalità;Settore;Lingue;Cellulare;Genitore;"
    "E-mail del genitore;Telefono genitore;Contatto di emergenza;Telefono emergenza",
    "de": "Nachname;Vorname;Geburtsdatum;E-Mail-Adresse;Staatsangehörigkeit;Berufsfeld;Sprachen;"
    "Handy;Erziehungsberechtigte/r;E-Mail Erziehungsberechtigte/r;Telefon der Eltern;"
    "Notfallkontakt;Notfalltelefon",
    "es": "Apellidos;Nombre;Fecha de nacimiento;Correo electrónico;Nacionalidad;"
    "Familia profesional;Idiomas;Teléfono móvil;Tutor legal;Correo del tutor legal;"
    "Teléfono del tutor legal;Contacto de emergencia;Teléfono de emergencia",
    "fr": "Nom;Prénom;Date de naissance;Courriel;Nationalité;Filière;Langues;Portable;"
    "Responsable légal;Courriel du responsable légal;Téléphone du responsable légal;"
    "Personne à contacter en cas d'urgence;Téléphone d'urgence",
    "hu": "Vezetéknév;Keresztnév;Születési dátum;E-mail cím;Állampolgárság;Szakma;Nyelvtudás;"
    "Telefonszám;Gondviselő neve;Gondviselő e-mail címe;Gondviselő telefonszáma;"
    "Vészhelyzeti kapcsolattartó;Vészhelyzeti telefon",
    "pl": "Nazwisko;Imię;Data urodzenia;Adres e-mail;Obywatelstwo;Zawód;Języki;Numer telefonu;"
    "Opiekun prawny;E-mail opiekuna;Telefon opiekuna;Kontakt w nagłych wypadkach;"
    "Telefon w nagłych wypadkach",
}
ALL_COLUMNS = [
    "family_name", "given_name", "birth_date", "email", "nationality", "field", "languages",
    "phone", "guardian_name", "guardian_email", "guardian_phone", "emergency_name",
    "emergency_phone",
]  # fmt: skip


@pytest.mark.parametrize("language", HEADERS)
def test_headers_are_understood_in_seven_languages(language):
    table = read(f"{HEADERS[language]}\n{';' * 11}x\n".encode())

    keys = ["family_name" if key == "name" and language == "fr" else key for key in table.columns]
    keys = ["given_name" if key == "name" else key for key in keys]
    assert keys == ALL_COLUMNS
    assert table.unread == []


@pytest.mark.parametrize(
    "header",
    ["Name;Vorname", "Nachname, Vorname", "Név", "Nome e cognome", "Imię i nazwisko",
     "NOM et Prénom", "Apellidos y nombre", "Full name", "COGNOME;NOME", "Teljes név"],
)  # fmt: skip
def test_names_in_one_column_or_two_are_found(header):
    assert has_names(
        read(f'"{header}";E-mail\nx;y\n'.encode().replace(b";V", b'";"V').replace(b";N", b'";"N'))
    )


@pytest.mark.parametrize(
    "header", ["School e-mail", "Geburtsort", "Anyja neve", "Hotel", "Place of birth", "Größe"]
)
def test_headers_of_something_else_are_not_taken(header):
    table = read(f"Surname;First name;E-mail;{header}\na;b;c;d\n".encode())

    assert table.unread == [header]


def test_header_below_titles_is_found_and_blank_rows_are_passed_over():
    content = (
        "Colegio IES Sol;;;\n\nParticipants of spring;;;\n"
        "Surname;First name;Date of birth;E-mail\n;;;\nGroß;Mia;04.05.2009;mia@x.example\n"
    ).encode()

    table = read(content)

    assert table.header_line == 4
    assert [row.line for row in table.rows] == [6]


def test_header_printed_again_is_passed_over():
    table = read(as_csv([HEADER, ROW, HEADER, ROW]))

    assert [row.line for row in table.rows] == [2, 4]


def test_second_column_of_one_kind_is_reported():
    table = read(b"Surname;First name;E-mail;E-Mail;Shoe size\na;b;c;d;41\n")

    assert table.columns["email"] == 2
    assert table.unread == ["E-Mail", "Shoe size"]


def test_line_numbers_count_lines_inside_quotes():
    table = read(b'Surname;First name;E-mail\n"a\nb";c;d\ne;f;g\n')

    assert [row.line for row in table.rows] == [2, 4]


def test_declared_separator_of_excel_is_obeyed():
    table = read(b"sep=|\r\nSurname|First name|E-mail\r\na|b|c\r\n")

    assert texts(table) == [["a", "b", "c"]]


def test_workbook_with_dates_numbers_and_formulas_is_read():
    header = [*HEADER, "Phone"]
    rows = [
        ["Groß", "Mia", dt.date(2009, 5, 4), "mia@x.example", 4915100000001],
        ["=1+1", "Käthe", dt.datetime(2009, 5, 4), None, 491510.0],
    ]

    table = read(as_xlsx([["School"], [], header, [], *rows], before=["Read me"]), "list.xlsx")

    first, second = table.rows
    assert [row.line for row in table.rows] == [5, 6]
    assert first.cells[2].date == second.cells[2].date == dt.date(2009, 5, 4)
    assert first.cells[4].text == "4915100000001"
    assert second.cells[4].text == "491510"
    assert second.cells[0].is_formula
    assert not first.cells[0].is_formula
    assert table.source == "sheet Participants"


def test_workbook_rows_hidden_by_a_filter_are_read():
    table = read(as_xlsx([HEADER, ROW, ROW], hidden=[3]))

    assert [row.line for row in table.rows] == [2, 3]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "empty"),
        (b"  \n ", "a.csv", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a.xls", "xls"),
        (b"<html><table>", "old.xls", "xls"),
        (b"%PDF-1.7", "a.pdf", "pdf"),
        (b"PK\x03\x04 broken", "a.xlsx", "broken"),
        (b"x" * (MAX_BYTES + 1), "a.csv", "too_large"),
        (b"a\0b", "a.csv", "not_text"),
        (b"one;two\n1;2\n", "a.csv", "no_header"),
        (b'Surname;First name;E-mail\n"Gro\xc3\x9f;Mia;x\nB;C;y\n', "a.csv", "unclosed"),
        (b"Surname;First name;E-mail\n" + b"a;b;c\n" * (MAX_ROWS + 1), "a.csv", "too_many_rows"),
        (b"Surname;First name" + b";x" * 100 + b"\n", "a.csv", "too_many_columns"),
    ],
)
def test_unreadable_file_says_why(content, name, code):
    with pytest.raises(ListError) as raised:
        read(content, name)

    assert raised.value.code == code
    assert raised.value.messages


def test_missing_header_names_what_was_found():
    with pytest.raises(ListError, match=r"Found in line 2: shoe, size\."):
        read(b"x\nshoe;size\n1;2\n")


def repacked(change):
    """A good workbook with one part changed, or with more parts."""
    source, target = zipfile.ZipFile(io.BytesIO(as_xlsx([HEADER, ROW]))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for part in source.namelist():
            package.writestr(part, change(part, source.read(part)))
    return target.getvalue()


def test_workbook_that_unpacks_to_too_much_is_refused():
    bomb = repacked(lambda part, data: data + b" " * 53_000_000 if "sheet1" in part else data)
    assert len(bomb) < 200_000

    with pytest.raises(ListError) as raised:
        read(bomb, "a.xlsx")

    assert raised.value.code == "bomb"


def test_workbook_with_an_impossible_line_is_refused():
    far = repacked(lambda part, data: data.replace(b'r="2"', b'r="99999999999"'))

    with pytest.raises(ListError):
        read(far, "a.xlsx")


def test_workbook_with_entities_is_refused():
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    def change(part, data):
        return laughs + data if "sheet1" in part else data

    with pytest.raises(ListError):
        read(repacked(change), "a.xlsx")


def test_other_zip_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    with pytest.raises(ListError, match="not an Excel workbook"):
        read(content.getvalue(), "a.ods")


cell = st.text(
    st.characters(codec="cp1252", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cf"])
    | st.sampled_from(' ;,|"\t\n'),
    max_size=12,
).map(str.strip)
western_row = st.lists(cell, min_size=4, max_size=4).filter(any)


@settings(deadline=None)
@given(
    rows=st.lists(western_row, max_size=8),
    separator=st.sampled_from([";", ",", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    end=st.sampled_from(["\r\n", "\n"]),
)
def test_any_table_comes_back_from_any_encoding_and_separator(rows, separator, encoding, end):
    assume(not any(len(set(row) & set(HEADER)) > 1 for row in rows))

    table = read(as_csv([HEADER, *rows], separator=separator, encoding=encoding, end=end))

    assert texts(table) == rows


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(western_row, max_size=6))
def test_any_table_comes_back_from_a_workbook(rows):
    assume(not any(value.startswith("=") for row in rows for value in row))

    table = read(as_xlsx([HEADER, *rows]))

    assert [row[:4] + [""] * (4 - len(row)) for row in texts(table)] == rows


@settings(deadline=None)
@given(content=st.binary(max_size=400), name=st.sampled_from(["a.csv", "a.xlsx", "a"]))
def test_any_bytes_give_a_table_or_a_list_error(content, name):
    with contextlib.suppress(ListError):
        assert read(content, name).columns


GOOD = as_xlsx([HEADER, ROW])


@settings(max_examples=50, deadline=None)
@given(at=st.integers(0, len(GOOD) - 1), byte=st.integers(0, 255), cut=st.booleans())
def test_any_damaged_workbook_gives_a_table_or_a_list_error(at, byte, cut):
    damaged = GOOD[:at] if cut else GOOD[:at] + bytes([byte]) + GOOD[at + 1 :]

    with contextlib.suppress(ListError):
        assert read(damaged, "a.xlsx").columns
