import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError

from accounts.models import User
from tests.factories import (
    GroupFactory,
    GuardianFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
)
from tests.lists import HEADER, as_csv, as_xlsx
from trainees.importing import apply_import, bring_in, hand_in, plan_import
from trainees.lists import ListError
from trainees.models import Group, GroupImport, Guardian, Trainee

pytestmark = pytest.mark.django_db

MIA = ["Groß", "Mia", "04.05.2007", "mia@lindenhof.example"]
FULL = [
    *HEADER, "Phone", "Nationality", "Field", "Languages", "Guardian", "Guardian e-mail",
    "Guardian phone", "Emergency contact", "Emergency phone",
]  # fmt: skip
FULL_MIA = [
    *MIA, "+49 151 1", "DE", "Nursery care", "de C2, en B1", "Familie Groß", "eltern@mail.example",
    "+49 151 2", "Oma Groß", "+49 151 3",
]  # fmt: skip


@pytest.fixture
def group(time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC))
    return GroupFactory(organisation__language="de")


def plan(group, *rows, header=HEADER):
    return plan_import(group, as_csv([header, *rows]), "list.csv")


def bring(group, *rows, header=HEADER):
    return bring_in(group, as_csv([header, *rows]), "list.csv")


def reasons(group, *rows, header=HEADER):
    """The reasons of the last row."""
    return plan(group, *rows, header=header).rows[-1].reasons


def test_bring_in_writes_everything_the_list_says(group):
    assert bring(group, FULL_MIA, header=FULL).summary == "1 new, 0 changed, 0 same, 0 faulty"

    mia = Trainee.objects.get()
    assert (mia.group, mia.name, mia.birth_date) == (group, "Mia Groß", dt.date(2007, 5, 4))
    assert (mia.email, mia.phone, mia.nationality) == (MIA[3], "+49 151 1", "DE")
    assert (mia.field, mia.language) == ("Nursery care", "de")
    assert mia.spoken == [{"language": "de", "level": "C2"}, {"language": "en", "level": "B1"}]
    assert (mia.emergency_name, mia.emergency_phone) == ("Oma Groß", "+49 151 3")
    guardian = mia.guardians.get()
    assert (guardian.name, guardian.email, guardian.phone) == (
        "Familie Groß", "eltern@mail.example", "+49 151 2",
    )  # fmt: skip
    assert (mia.user.email, mia.user.get_full_name(), mia.user.language) == (
        MIA[3], "Mia Groß", "de",
    )  # fmt: skip
    assert not mia.user.has_usable_password()
    assert not mia.user.is_staff


def test_bring_in_sends_no_mail(group, mailoutbox):
    bring(group, FULL_MIA, header=FULL)

    assert mailoutbox == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_same_file_again_changes_nothing(group, kind):
    make = {"csv": as_csv, "xlsx": as_xlsx}[kind]
    content = make([FULL, FULL_MIA, ["Vogel", "Käthe", "26.07.2004"] + [""] * 10])
    bring_in(group, content, f"list.{kind}")
    before = [list(model.objects.order_by("pk").values()) for model in (User, Trainee, Guardian)]

    again = bring_in(group, content, f"list.{kind}")

    assert again.summary == "0 new, 0 changed, 2 same, 0 faulty"
    after = [list(model.objects.order_by("pk").values()) for model in (User, Trainee, Guardian)]
    assert after == before


def test_plan_writes_nothing(group):
    plan(group, FULL_MIA, header=FULL)

    assert not Trainee.objects.exists()


def test_changed_row_says_old_and_new(group):
    bring(group, FULL_MIA, header=FULL)
    row = FULL_MIA.copy()
    row[2], row[4], row[9] = "05.05.2007", "+49 151 9", "neu@mail.example"

    planned = bring(group, row, header=FULL)

    assert planned.summary == "0 new, 1 changed, 0 same, 0 faulty"
    assert [(c.label, c.old, c.new) for c in planned.rows[0].changes] == [
        ("birth date", "4 May 2007", "5 May 2007"),
        ("phone", "+49 151 1", "+49 151 9"),
        ("guardian's e-mail address", "eltern@mail.example", "neu@mail.example"),
    ]
    assert Trainee.objects.get().birth_date == dt.date(2007, 5, 5)
    assert Guardian.objects.get().email == "neu@mail.example"


def test_empty_cells_erase_nothing(group):
    bring(group, FULL_MIA, header=FULL)

    planned = bring(group, [*MIA] + [""] * 9, header=FULL)

    assert planned.same == 1
    assert Trainee.objects.get().phone == "+49 151 1"
    assert Guardian.objects.exists()


def test_address_in_capitals_is_the_same_person(group):
    bring(group, MIA)

    assert plan(group, [*MIA[:3], "MIA@Lindenhof.Example "]).same == 1


def test_person_without_address_is_name_and_birth_date(group):
    bring(group, [*MIA[:3], ""])

    assert Trainee.objects.get().user is None
    assert plan(group, ["GROSS", "mia", "2007-05-04", ""]).rows[0].target.trainee
    assert plan(group, [*MIA[:2], "05.05.2007", ""]).new == 1


def test_person_without_address_gets_the_one_a_later_list_brings(group):
    bring(group, [*MIA[:3], ""])

    planned = bring(group, MIA)

    assert planned.summary == "0 new, 1 changed, 0 same, 0 faulty"
    assert Trainee.objects.get().user.email == MIA[3]


def test_person_on_file_with_address_is_found_by_name_when_the_list_has_none(group):
    bring(group, MIA)

    assert plan(group, [*MIA[:3], ""]).same == 1


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


def test_same_person_in_another_group_is_new_with_the_same_account(group):
    account = TraineeFactory(email=MIA[3]).user

    bring(group, MIA)

    assert Trainee.objects.get(group=group).user == account
    assert User.objects.filter(email=MIA[3]).count() == 1


def test_trainee_on_file_without_account_gets_one(group):
    TraineeFactory(
        group=group, last_name="Groß", first_name="Mia", email=MIA[3],
        birth_date=dt.date(2007, 5, 4), user=None,
    )  # fmt: skip

    planned = bring(group, MIA)

    assert [(c.label, c.new) for c in planned.rows[0].changes] == [("account", MIA[3])]
    assert Trainee.objects.get().user.email == MIA[3]
    assert plan(group, MIA).same == 1


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


def test_minor_without_guardian_comes_in_and_is_to_be_solved(group):
    planned = bring(group, ["Groß", "Mia", "04.05.2009", MIA[3]])

    assert planned.new == 1
    assert [row.to_solve for row in planned.to_solve] == [
        ["Minor without a guardian: ask the school who it is."]
    ]
    assert Trainee.objects.minors_without_guardian(dt.date(2026, 3, 1)).exists()


def test_minor_whose_guardian_is_on_file_is_fine(group):
    minor = ["Groß", "Mia", "04.05.2009", MIA[3]]
    bring(group, minor)
    GuardianFactory(trainee=Trainee.objects.get())

    assert plan(group, minor).to_solve == []


def test_wrong_address_of_a_guardian_is_left_out_with_a_warning(group):
    row = FULL_MIA.copy()
    row[9] = "nobody"

    planned = bring(group, row, header=FULL)

    assert planned.new == 1
    assert "guardian's e-mail" in planned.rows[0].warnings[0]
    assert Guardian.objects.get().email == ""


def test_guardian_known_by_address_only_gets_the_name_later(group):
    row = FULL_MIA.copy()
    row[8] = ""
    bring(group, row, header=FULL)
    assert Guardian.objects.get().name == "eltern@mail.example"

    bring(group, FULL_MIA, header=FULL)

    assert Guardian.objects.get().name == "Familie Groß"


def test_another_guardian_is_added_beside_the_first(group):
    bring(group, FULL_MIA, header=FULL)
    row = FULL_MIA.copy()
    row[8:11] = "Papa Groß", "papa@mail.example", ""

    bring(group, row, header=FULL)

    assert [each.name for each in Guardian.objects.all()] == ["Familie Groß", "Papa Groß"]


def test_unknown_codes_are_warnings(group):
    row = FULL_MIA.copy()
    row[5], row[7] = "Atlantis", "de C2, Klingon B2"

    planned = bring(group, row, header=FULL)

    assert len(planned.rows[0].warnings) == 2
    assert Trainee.objects.get().nationality == ""
    assert Trainee.objects.get().spoken == [{"language": "de", "level": "C2"}]


def test_phone_inside_the_emergency_contact_is_taken_out(group):
    header = [*HEADER, "Emergency contact"]
    bring(group, [*MIA, "Oma Groß, +49 151 123456"], header=header)

    mia = Trainee.objects.get()
    assert (mia.emergency_name, mia.emergency_phone) == ("Oma Groß", "+49 151 123456")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (["Name", "Geburtsdatum"], "Mia Groß"),
        (["Nachname, Vorname", "Geburtsdatum"], "Groß Mia"),
        (["Név", "Születési dátum"], "Groß Mia"),
        (["Name", "Geburtsdatum"], "Groß, Mia"),
    ],
)
def test_name_in_one_cell_is_split(group, header, name):
    bring(group, [name, "04.05.2007"], header=header)

    mia = Trainee.objects.get()
    assert (mia.first_name, mia.last_name) == ("Mia", "Groß")


def test_missing_columns_name_what_was_found(group):
    with pytest.raises(ListError) as raised:
        plan(group, ["Groß", "+49 151 1"], header=["Surname", "Phone"])

    assert "".join(raised.value.messages) == (
        "A column is missing: first name and family name, birth date. "
        "The header in line 1 has: Surname, Phone."
    )


# --- handed in, seen, confirmed -----------------------------------------------------------------


def handed_in(group, *rows):
    return hand_in(group, as_csv([HEADER, *rows]), "list.csv", by=group.lead_tutor)


def test_hand_in_of_unreadable_file_keeps_nothing(group):
    with pytest.raises(ListError):
        hand_in(group, b"%PDF", "a.pdf", by=group.lead_tutor)

    assert not GroupImport.objects.exists()


def test_apply_import_brings_in_and_forgets_the_file(group):
    pending = handed_in(group, MIA)

    result = apply_import(pending, by=group.lead_tutor)

    pending.refresh_from_db()
    assert result == pending.result
    counts = {"new": 1, "changed": 0, "same": 0, "faulty": 0, "to_solve": 0}
    assert result == counts | {"refused": []}
    assert bytes(pending.content) == b""
    assert pending.applied_at
    entry = LogEntry.objects.get()
    assert (entry.user, entry.get_edited_object()) == (group.lead_tutor, group)


def test_apply_import_twice_is_once(group):
    pending = handed_in(group, MIA)
    first = apply_import(pending, by=group.lead_tutor)
    Trainee.objects.update(phone="+49 151 7")

    again = apply_import(pending, by=group.lead_tutor)

    assert again == first
    assert Trainee.objects.count() == LogEntry.objects.count() == 1


def test_apply_import_refuses_a_plan_that_is_no_longer_true(group):
    pending = handed_in(group, MIA)
    seen = plan(group, MIA).digest
    bring(group, MIA)

    with pytest.raises(ValidationError) as raised:
        apply_import(pending, by=group.lead_tutor, confirmed=seen)

    assert raised.value.code == "changed"
    pending.refresh_from_db()
    assert pending.applied_at is None


def test_apply_import_of_the_plan_seen_goes_through(group):
    pending = handed_in(group, MIA)

    result = apply_import(pending, by=group.lead_tutor, confirmed=plan(group, MIA).digest)

    assert result["new"] == 1


@pytest.mark.parametrize("count", [1, 3])
def test_bring_in_query_count_does_not_grow(group, django_assert_max_num_queries, count):
    def rows(phone):
        return [
            [f"Groß{n}", "Mia", "04.05.2007", f"mia{n}@x.example", phone, f"Eltern {n}"]
            for n in range(count)
        ]

    header = [*HEADER, "Phone", "Guardian"]
    with django_assert_max_num_queries(12):
        bring(group, *rows("+49 151 1"), header=header)
    with django_assert_max_num_queries(9):
        bring(group, *rows("+49 151 2"), header=header)

    assert set(Trainee.objects.values_list("phone", flat=True)) == {"+49 151 2"}


def test_group_of_the_plan_is_the_only_one_touched(group):
    other = TraineeFactory(group=GroupFactory(), email=MIA[3])

    bring(group, MIA)

    other.refresh_from_db()
    assert other.first_name == "Lena"
    assert Group.objects.count() == 2
