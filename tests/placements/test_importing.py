import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from placements.importing import apply_import, bring_in, hand_in, plan_import
from placements.models import CompanyImport, CompanyTutor, HostCompany
from tests.factories import CompanyTutorFactory, HostCompanyFactory, UserFactory
from tests.lists import as_csv
from trainees.lists import ListError

pytestmark = pytest.mark.django_db

HEADER = [
    "name", "sector", "address", "places", "languages", "step-free", "minors allowed", "tutor",
    "tutor e-mail", "tutor language",
]  # fmt: skip
VILLA = [
    "Hotel Villa Sole", "Hospitality", "Viale Verdi 40, Montecatini", "6", "it, en, de", "yes", "no",
    "Elena Ricci", "e.ricci@villasole.example", "en",
]  # fmt: skip


def villa(**changes):
    row = VILLA.copy()
    for name, value in changes.items():
        row[HEADER.index(name.replace("_", " "))] = value
    return row


def plan(*rows):
    return plan_import(as_csv([HEADER, *rows], separator=","), "list.csv")


def bring(*rows):
    return bring_in(as_csv([HEADER, *rows], separator=","), "list.csv")


def test_bring_in_writes_everything_the_list_says():
    assert bring(VILLA).summary == "1 new, 0 changed, 0 same, 0 faulty"

    company, tutor = HostCompany.objects.get(), CompanyTutor.objects.get()
    assert (company.name, company.sector, company.address) == tuple(VILLA[:3])
    assert (company.places, company.languages) == (6, "it, en, de")
    assert (company.step_free, company.minors_allowed) == (True, False)
    assert (tutor.company, tutor.name, tutor.email) == (company, VILLA[7], VILLA[8])
    assert tutor.language == "en"


def test_same_list_again_changes_nothing():
    bring(VILLA, villa(name="Vivai Bonelle", tutor="", tutor_language=""))

    assert bring(VILLA).summary == "0 new, 0 changed, 1 same, 0 faulty"


def test_columns_in_italian_are_understood():
    header = (
        "Azienda;Settore;Indirizzo;Posti;Lingue;Senza barriere;Minorenni;Referente;E-mail referente"
    )
    bring_in(f"{header}\nVivai;Verde;Via 1;3;it;sì;no;Gino Bardi;g@x.example\n".encode(), "a.csv")

    company = HostCompany.objects.get()
    assert (company.places, company.step_free, company.minors_allowed) == (3, True, False)
    assert company.tutors.get().email == "g@x.example"


def test_changed_company_and_tutor_say_old_and_new():
    bring(VILLA)

    planned = bring(villa(places="8", tutor_language="it"))

    assert [(c.label, c.old, c.new) for c in planned.rows[0].changes] == [
        ("places", "6", "8"),
        ("tutor: language", "en", "it"),
    ]
    assert HostCompany.objects.get().places == 8
    assert CompanyTutor.objects.get().language == "it"


def test_company_is_name_and_address_without_capitals_and_blanks():
    bring(VILLA)

    assert plan(villa(name="HOTEL  villa sole", address="viale verdi 40,  montecatini")).same == 1


def test_company_at_another_address_is_new_and_says_so():
    bring(VILLA)

    planned = bring(villa(address="Via Roma 1"))

    assert planned.new == 1
    assert planned.rows[0].warnings == [
        "Another company of this name is at Viale Verdi 40, Montecatini."
    ]


def test_company_on_file_without_address_gets_it():
    HostCompanyFactory(name=VILLA[0], address="")

    assert bring(VILLA).changed == 1
    assert HostCompany.objects.get().address == VILLA[2]


def test_row_without_address_means_the_only_company_of_that_name():
    bring(VILLA)

    assert bring(villa(address="")).same == 1


def test_second_tutor_of_a_company_is_added():
    planned = bring(VILLA, [*VILLA[:7], "Anna Neri", "anna@villasole.example", "it"])

    assert planned.summary == "1 new, 1 changed, 0 same, 0 faulty"
    assert HostCompany.objects.count() == 1
    assert CompanyTutor.objects.count() == 2


def test_company_with_the_same_tutor_twice_is_faulty():
    planned = bring(VILLA, villa(places="9"))

    assert planned.rows[1].reasons == ["Twice in this file: see line 2."]
    assert HostCompany.objects.get().places == 6


def test_rows_that_disagree_about_a_company_keep_the_first():
    rows = [VILLA, [*villa(places="9")[:7], "Anna Neri", "anna@villasole.example", "it"]]

    planned = bring(*rows)

    assert planned.rows[1].warnings == ["Line 2 says otherwise and counts: places."]
    assert bring(*rows).same == 2
    assert HostCompany.objects.get().places == 6


def test_tutor_on_file_without_address_gets_it():
    tutor = CompanyTutorFactory(
        company__name=VILLA[0], company__address=VILLA[2], first_name="Elena", last_name="Ricci",
        email="",
    )  # fmt: skip

    bring(VILLA)

    tutor.refresh_from_db()
    assert tutor.email == VILLA[8]
    assert CompanyTutor.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (villa(name=""), "The company's name is missing."),
        (villa(name="=1+1"), "The company's name holds a formula"),
        ([*VILLA[:8], "nobody", "it"], "is not an e-mail address"),
        ([*VILLA[:7], "", VILLA[8], "it"], "The name of the tutor"),
        (VILLA[:4], "Too few cells: 4 instead of 10."),
    ],
)
def test_faulty_row_says_why_and_the_good_ones_come_in(row, reason):
    planned = bring(row, villa(name="Vivai Bonelle"))

    assert planned.summary == "1 new, 0 changed, 0 same, 1 faulty"
    assert any(reason in each for each in planned.rows[0].reasons)


def test_values_not_understood_are_left_out_with_a_warning():
    planned = bring(
        ["A", "", "Via 1", "three", "it, Klingon", "perhaps", "no", "Ivo Gori", "i@x.example", "tr"]
    )

    assert planned.new == 1
    assert len(planned.rows[0].warnings) == 4
    assert HostCompany.objects.get().languages == "it"


@pytest.mark.parametrize("count", [1, 3])
def test_bring_in_query_count_does_not_grow(django_assert_max_num_queries, count):
    def rows(places):
        return [
            [*villa(name=f"Company {n}", places=places)[:7], "Ivo Gori", f"i{n}@x.example", "it"]
            for n in range(count)
        ]

    with django_assert_max_num_queries(6):
        bring(*rows("1"))
    with django_assert_max_num_queries(13):  # what was changed is kept
        bring(*rows("2"))

    assert set(HostCompany.objects.values_list("places", flat=True)) == {2}


def test_apply_import_twice_is_once_and_forgets_the_file():
    tutor = UserFactory(tutor=True)
    pending = hand_in(as_csv([HEADER, VILLA]), "list.csv", by=tutor)

    first = apply_import(pending, by=tutor)
    again = apply_import(pending, by=tutor)

    pending.refresh_from_db()
    assert first == again == pending.result
    assert bytes(pending.content) == b""
    assert HostCompany.objects.count() == 1


def test_apply_import_refuses_a_plan_that_is_no_longer_true():
    tutor = UserFactory(tutor=True)
    pending = hand_in(as_csv([HEADER, VILLA]), "list.csv", by=tutor)
    seen = plan(VILLA).digest
    bring(VILLA)

    with pytest.raises(ValidationError, match="Something changed"):
        apply_import(pending, by=tutor, confirmed=seen)


def test_hand_in_of_unreadable_file_keeps_nothing():
    with pytest.raises(ListError):
        hand_in(b"a;b\n1;2", "a.csv", by=UserFactory(tutor=True))

    assert not CompanyImport.objects.exists()


def test_import_companies_tells_a_line_per_row_and_the_counts(tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_bytes(as_csv([HEADER, VILLA, villa(name="")]))

    call_command("import_companies", str(path), "--dry-run")
    assert not HostCompany.objects.exists()
    call_command("import_companies", str(path))

    assert capsys.readouterr().out.splitlines()[-3:] == [
        "line 2: new: Hotel Villa Sole",
        "line 3: faulty: (no name): The company's name is missing",
        "1 new, 0 changed, 0 same, 1 faulty",
    ]


@pytest.mark.parametrize("content", [None, b"", b"a;b\n1;2"])
def test_import_companies_of_unreadable_file_fails(tmp_path, content):
    path = tmp_path / "list.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError):
        call_command("import_companies", str(path))
