"""What a list changes, row by row, and how it is handed in, seen and confirmed."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError

from accounts.models import User
from tests.factories import GroupFactory, GuardianFactory, TraineeFactory
from tests.lists import HEADER, as_csv, as_xlsx
from tests.trainees.listed import FULL, FULL_MIA, MIA, bring, plan
from trainees import phones
from trainees.importing import apply_import, bring_in, hand_in
from trainees.lists import ListError
from trainees.models import Group, GroupImport, Guardian, Trainee

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("corrected_by_tutor", [False, True])
def test_number_the_trainee_entered_stays_until_a_tutor_changes_it(group, corrected_by_tutor):
    bring(group, FULL_MIA, header=FULL)
    mia = Trainee.objects.get()
    phones.change(mia, "+49 1512 3456789", by=mia.user)
    if corrected_by_tutor:
        phones.change(mia, "+49 1512 3456780", by=group.lead_tutor)

    row = plan(group, FULL_MIA, header=FULL).rows[0]
    bring(group, FULL_MIA, header=FULL)

    mia.refresh_from_db()
    if corrected_by_tutor:
        assert (mia.phone, row.warnings) == ("+49 151 1", [])
    else:
        assert mia.phone == "+49 1512 3456789"
        assert row.warnings == [
            "Mia Groß entered another phone number themselves: +49 1512 3456789. It stays."
        ]
        assert row.changes == []


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
    with django_assert_max_num_queries(16):
        bring(group, *rows("+49 151 2"), header=header)

    assert set(Trainee.objects.values_list("phone", flat=True)) == {"+49 151 2"}


def test_group_of_the_plan_is_the_only_one_touched(group):
    other = TraineeFactory(group=GroupFactory(), email=MIA[3])

    bring(group, MIA)

    other.refresh_from_db()
    assert other.first_name == "Lena"
    assert Group.objects.count() == 2
