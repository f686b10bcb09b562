"""Who comes with a group of minors sleeps in a house, too, and is declared to the police."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from tests.factories import (
    AccompanyingPersonFactory,
    BedFactory,
    GroupFactory,
    RoomFactory,
    TraineeFactory,
    UserFactory,
)
from tests.trainees.test_guest_files import GERMANY, WHO, tables  # noqa: F401 - a fixture
from tests.uploaded import pdf, upload
from trainees import attention
from trainees.accompanying import entering
from trainees.accompanying.forms import NAMES
from trainees.houses import beds, guest_files, identities, proposing, rooms, where
from trainees.houses.concerns import Place
from trainees.models import AccompanyingPerson, BedStay, GuestEntry, GuestFile, GuestIdentity
from trainees.privacy import retention

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 7), date(2026, 3, 20)


@pytest.fixture
def person(today):
    today("2026-03-07")
    group = GroupFactory(arrives_on=FIRST, leaves_on=LAST + timedelta(days=1))
    return AccompanyingPersonFactory(group=group, last_name="Brandt", sex="f")


@pytest.fixture
def minor(person):
    return TraineeFactory(
        group=person.group, last_name="Vogel", sex="f", birth_date=date(2009, 5, 4)
    )


def put(who, bed, first=FIRST, last=LAST, **how):
    return beds.put([Place(who, bed, first, last)], by=who.group.lead_tutor, **how)


def stays(person):
    rows = BedStay.objects.of(person).order_by("first_night")
    return [(row.bed_id, row.first_night, row.last_night) for row in rows]


@pytest.mark.parametrize("kind", [BedStay, GuestEntry, GuestIdentity])
@pytest.mark.parametrize("both", [True, False])
def test_row_of_a_house_is_of_one_person(person, minor, kind, both):
    put(person, bed := BedFactory())
    entry = GuestEntry.objects.get()
    people = {"trainee": minor, "accompanying": person} if both else {}
    values = {
        BedStay: {
            "bed": bed,
            "first_night": LAST + timedelta(9),
            "last_night": LAST + timedelta(9),
        },
        GuestEntry: {"file": entry.file, "nights": 1},
        GuestIdentity: {"sealed": "x"},
    }[kind]
    by = {} if kind is GuestEntry else {"by": person.group.lead_tutor}
    GuestEntry.objects.all().delete()

    with pytest.raises(IntegrityError, match="of_one_person"), transaction.atomic():
        kind.objects.create(**values, **people, **by)


@pytest.mark.postgres
def test_database_gives_nobody_who_accompanies_two_beds_and_no_bed_to_two(person, minor):
    put(person, bed := BedFactory())
    row = {"first_night": LAST, "last_night": LAST, "by": person.group.lead_tutor}

    for wrong in ({"bed": BedFactory(), "accompanying": person}, {"bed": bed, "trainee": minor}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BedStay.objects.create(**row, **wrong)


def test_bed_is_had_changed_and_seen_like_a_trainees(client, person, minor):
    one, other = BedFactory(), BedFactory()
    middle = FIRST + timedelta(days=5)
    put(person, one)
    with pytest.raises(ValidationError) as refused:
        put(minor, one)
    assert refused.value.error_list[0].code in ("taken", "concerns")

    put(person, other, first=middle)

    assert stays(person) == [
        (one.pk, FIRST, middle - timedelta(days=1)),
        (other.pk, middle, LAST),
    ]
    assert where(person, FIRST) == one.room
    client.force_login(person.group.lead_tutor)
    for name, args in (
        ("admin:trainees_house_day", []),
        ("admin:trainees_group_beds", [person.group_id]),
        ("admin:trainees_accompanying_bed", [person.pk]),
    ):
        page = client.get(reverse(name, args=args)).content.decode()
        assert str(person) in page, name
    client.force_login(UserFactory(tutor=True))
    day = client.get(reverse("admin:trainees_house_day")).content.decode()
    assert str(person) not in day and "a colleague’s group" in day


def test_minor_beside_who_accompanies_is_asked_about_and_never_proposed(client, person, minor):
    rooms.furnish(room := RoomFactory(), 2)
    one, other = room.beds.select_related("room__house")
    put(person, one)

    assert proposing.propose([other], [minor], FIRST, LAST) == {}
    with pytest.raises(ValidationError, match="who accompanies the group"):
        put(minor, other)
    put(minor, other, anyway=True)
    client.force_login(minor.user)
    assert "Jutta" in client.get(reverse("trainees:house")).content.decode()


def test_days_that_change_free_the_bed_and_who_slept_here_is_not_taken_away(person, today):
    put(person, bed := BedFactory())
    said = entering.Said(**{name: getattr(person, name) for name in NAMES})
    tutor, leaves_on = person.group.lead_tutor, FIRST + timedelta(days=3)

    entering.change(person, replace(said, leaves_on=leaves_on), by=tutor)

    assert stays(person) == [(bed.pk, FIRST, leaves_on - timedelta(days=1))]
    today("2026-03-09")
    with pytest.raises(ValidationError, match="has slept here"):
        entering.remove(person, by=tutor)
    today("2026-03-07")
    entering.remove(person, by=tutor)
    assert not (AccompanyingPerson.objects.exists() or GuestFile.objects.exists())


def test_who_accompanies_leads_the_guest_file_and_their_data_go_with_the_receipt(
    tables,  # noqa: F811
    client,
    person,
    minor,
    settings,
    tmp_path,
):
    settings.MEDIA_ROOT = str(tmp_path)
    rooms.furnish(room := RoomFactory(), 2)
    one, other = room.beds.select_related("room__house")
    beds.put(
        [Place(person, one, FIRST, LAST), Place(minor, other, FIRST, LAST)],
        by=(tutor := person.group.lead_tutor),
        anyway=True,
    )
    client.force_login(tutor)
    page = reverse("admin:trainees_accompanying_guest", args=[person.pk])
    typed = {
        "sex": "f",
        "citizenship": GERMANY,
        "birth_state": GERMANY,
        "document": "IDENT",
        "number": "L01X00T47",
        "issued_state": GERMANY,
    }
    assert "Birth date" in client.get(page).content.decode()
    client.post(page, typed)
    assert not GuestIdentity.objects.exists()
    signals = attention.signals(tutor, timezone.now() + timedelta(hours=4))
    assert [each.trainee_id for each in signals if each.key.startswith("guest")] == [minor.pk]

    client.post(page, typed | {"born_on": "1979-04-02"})
    identities.enter(minor, WHO, "f", by=tutor)
    file = GuestFile.objects.get()
    lines = guest_files.make(file, by=tutor).split("\r\n")

    assert [line[:2] for line in lines] == ["18", "20"]
    assert "02/04/1979" in lines[0]
    kept = GuestIdentity.objects.get(accompanying=person)
    assert identities.read(kept).born_on == "1979-04-02"
    assert "1979" not in json.dumps([kept.sealed, *map(str, vars(person).values())])
    guest_files.receive(file, upload(pdf(), "x.pdf"), by=tutor)
    assert not GuestIdentity.objects.exists()
    assert GuestEntry.objects.get(accompanying=person).erased_at is not None


def test_purge_empties_contact_first_and_takes_the_row_with_the_beds(person, minor, today):
    put(person, BedFactory())
    GuestEntry.objects.all().delete()

    for day, left in (("2027-03-20", (1, 0)), ("2027-04-01", (0, 1)), ("2028-04-01", None)):
        retention.purge(date.fromisoformat(day))
        found = AccompanyingPerson.objects.all()
        emptied = found.filter(email="", phone="", sex="").count()
        assert (found.count() - emptied, emptied) == (left or (0, 0))
    assert not BedStay.objects.of(person).exists()


def test_who_accompanies_enters_their_own_data_by_their_link(
    tables,  # noqa: F811
    client,
    person,
):
    put(person, BedFactory())
    link = links.create(Purpose.ACCOMPANYING, person)
    client.get(reverse("accompanying:open", args=[links.token_of(link)]))
    typed = {"sex": "f", "citizenship": GERMANY, "birth_state": GERMANY, "document": "IDENT"}
    typed |= {"number": "L01X00T47", "issued_state": GERMANY, "born_on": "1979-04-02"}

    assert "/a/guest/" in client.get("/a/").content.decode()
    wrong = [{"number": ""}, {"born_on": "2090-01-01"}]
    refused = [client.post("/a/guest/", typed | each).status_code for each in wrong]
    done = client.post("/a/guest/", typed)

    kept = GuestIdentity.objects.get(accompanying=person)
    assert (refused, done.status_code, kept.by) == ([200, 200], 302, None)
    assert identities.read(kept).number == "L01X00T47" and "L01X" not in kept.sealed
    assert "It is stored" in client.get("/a/guest/").content.decode()


def test_who_gets_a_bed_last_leads_the_file_when_they_accompany_the_group(person, minor):
    put(minor, BedFactory())
    room = BedFactory(room=RoomFactory(house=GuestFile.objects.get().house))

    put(person, room)

    assert GuestEntry.objects.get(leads=True).accompanying == person
    guest_files.lead(GuestEntry.objects.get(trainee=minor))
    put(person, room, last=LAST - timedelta(days=1))
    assert GuestEntry.objects.get(leads=True).trainee == minor
