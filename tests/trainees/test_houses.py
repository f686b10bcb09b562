"""Houses: one person in a bed and one bed for a person, what must be ticked first, moves, who sees what."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tests.assessment.observing import standard_set
from tests.factories import BedFactory, GroupFactory, RoomFactory, TraineeFactory, UserFactory
from trainees.enums import Sex
from trainees.houses import beds, proposing, rooms, where
from trainees.houses.concerns import Place
from trainees.models import Bed, BedStay, House

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 10)
MINOR = date(2009, 5, 4)


def put(trainee, bed, first=FIRST, last=LAST, **how):
    return beds.put([Place(trainee, bed, first, last)], by=trainee.group.lead_tutor, **how)


def nights(trainee):
    rows = BedStay.objects.filter(trainee=trainee).order_by("first_night")
    return [(row.bed_id, row.first_night.day, row.last_night.day) for row in rows]


def room(beds=2):
    made = RoomFactory()
    rooms.furnish(made, beds)
    return list(made.beds.select_related("room__house"))


@pytest.mark.django_db
@pytest.mark.parametrize("same", ["bed", "trainee"])
def test_bed_and_person_are_taken_once_a_night(same):
    trainee, bed = TraineeFactory(), BedFactory()
    put(trainee, bed)
    row = BedStay(bed=bed, trainee=TraineeFactory(), by=UserFactory())
    if same == "trainee":
        row.bed, row.trainee = BedFactory(), trainee
    row.first_night = row.last_night = LAST

    with pytest.raises(ValidationError):
        row.validate_constraints()
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()
    row.first_night = row.last_night = LAST + timedelta(days=1)  # the night after is free
    row.validate_constraints()


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"first_night": LAST, "last_night": FIRST}, {"trainee": None}])
def test_stay_has_somebody_and_nights_in_order(wrong):
    fine = {"first_night": FIRST, "last_night": LAST, "trainee": TraineeFactory()}

    with pytest.raises(DatabaseError), transaction.atomic():
        BedStay.objects.create(bed=BedFactory(), by=UserFactory(), **fine | wrong)


@pytest.mark.django_db
def test_move_keeps_what_was_slept_and_two_may_change_beds():
    one, other = TraineeFactory(), TraineeFactory()
    first, second = room()
    put(one, first)
    put(other, second, anyway=True)
    middle = date(2026, 3, 5)

    swapped = [Place(one, second, middle, LAST), Place(other, first, middle, LAST)]
    beds.put(swapped, by=one.group.lead_tutor, anyway=True)

    assert nights(one) == [(first.pk, 1, 4), (second.pk, 5, 10)]
    assert nights(other) == [(second.pk, 1, 4), (first.pk, 5, 10)]
    beds.leave(one, date(2026, 3, 3), by=one.group.lead_tutor)
    assert nights(one) == [(first.pk, 1, 2)]
    assert [where(one, date(2026, 3, day)) is None for day in (2, 3, 4)] == [False, False, True]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"sex": Sex.MALE}, "mixed"),
        ({"birth_date": MINOR}, "minor"),
        ({"group__leaves_on": LAST}, "outside"),
    ],
)
def test_what_speaks_against_a_bed_is_ticked_and_stays_written_down(other, key):
    first, second = room()
    put(TraineeFactory(sex=Sex.FEMALE), first)
    trainee = TraineeFactory(**{"sex": Sex.FEMALE} | other)

    with pytest.raises(ValidationError) as refused:
        put(trainee, second)
    put(trainee, second, anyway=True)

    assert [each.code for each in refused.value.error_list] == ["concerns"]
    assert BedStay.objects.get(trainee=trainee).despite == key


@pytest.mark.django_db
def test_classmates_of_one_sex_need_no_tick_whatever_their_age():
    group = GroupFactory()
    first, second = room()
    people = [TraineeFactory(group=group, sex="f", birth_date=day) for day in (MINOR, FIRST)]

    put(people[0], first)
    put(people[1], second)

    assert BedStay.objects.filter(despite="").count() == 2


@pytest.mark.django_db
def test_proposal_finds_a_bed_for_all_and_mixes_no_sexes():
    group = GroupFactory()
    ages = [MINOR, date(2006, 1, 1), date(2006, 1, 2)]
    people = [TraineeFactory(group=group, sex=sex, birth_date=day) for sex in "mf" for day in ages]
    free = [*room(3), *room(2), *room(1)]

    found = proposing.propose(free, people, FIRST, LAST)

    by_room = {}
    for trainee in people:
        by_room.setdefault(found[trainee.pk].room_id, set()).add(trainee.sex)
    assert len(set(found.values())) == 6
    assert sorted(map(len, by_room.values())) == [1, 1, 1]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_bed_given_to_two_at_once_is_given_once(at_once):
    standard_set()
    bed = Bed.objects.select_related("room__house").get(pk=BedFactory().pk)
    one, other = TraineeFactory(), TraineeFactory()

    outcomes = at_once(lambda: put(one, bed), lambda: put(other, bed), at="houses.locked")

    assert outcomes == (1, "taken")
    assert BedStay.objects.get().trainee == one


# --- The desk and the phone -------------------------------------------------------------------


@pytest.mark.django_db
def test_group_gets_its_beds_in_one_form_after_the_warning_was_ticked(client_for):
    group = GroupFactory()
    one, other = TraineeFactory(group=group, sex="f"), TraineeFactory(group=group)
    house = House.objects.get(pk=room()[0].room.house_id)
    browser, url = (
        client_for(group.lead_tutor),
        reverse("admin:trainees_group_beds", args=[group.pk]),
    )
    days = {"house": house.pk, "first_night": "2026-03-01", "leaves_on": "2026-03-11"}

    form = browser.get(url, days).context["page"].form
    proposed = {f"bed_{each.pk}": form[f"bed_{each.pk}"].value() for each in (one, other)}
    proposed |= {f"sex_{one.pk}": "f", f"sex_{other.pk}": "m"}
    warned = browser.post(url, days | proposed)
    done = browser.post(url, days | proposed | {"anyway": "on"})

    assert "women and men would share it" in warned.content.decode()
    assert 'type="checkbox" name="anyway"' in warned.content.decode()
    assert done.status_code == 302
    assert nights(one)[0][1:] == nights(other)[0][1:] == (1, 10)
    other.refresh_from_db()
    assert other.sex == "m"


@pytest.mark.django_db
def test_one_person_moves_and_a_taken_bed_is_refused_at_its_field(client_for):
    one, other = TraineeFactory(), TraineeFactory()
    first, second = room()
    put(other, second)
    browser = client_for(one.group.lead_tutor)
    url = reverse("admin:trainees_trainee_bed", args=[one.pk])
    days = {"first_night": "2026-03-02", "leaves_on": "2026-03-06"}

    taken = browser.post(url, days | {"bed": second.pk})
    long = browser.post(url, days | {"bed": first.pk, "leaves_on": "2028-03-06"})
    done = browser.post(url, days | {"bed": first.pk, "anyway": "on"})
    browser.post(url, {"bed": "none", "first_night": "2026-03-04", "leaves_on": "2026-03-06"})

    odd = browser.post(url, days | {"bed": first.pk, "leaves_on": "0001-01-01"})

    assert "not after the first night" in odd.context["form"].errors["leaves_on"][0]
    assert "This bed is taken" in taken.context["form"].errors["bed"][0]
    assert "more than a year" in long.context["form"].errors["leaves_on"][0]
    assert done.status_code == 302
    assert nights(one) == [(first.pk, 2, 3)]


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 3])
def test_who_sleeps_where_names_own_people_only_in_as_many_queries(
    client_for, django_assert_num_queries, many
):
    mine, stranger = TraineeFactory(), TraineeFactory(last_name="Wombat")
    free = room(many + 1)
    put(stranger, free[0])
    group = mine.group
    for bed in free[1:]:
        put(TraineeFactory(group=group, last_name="Quokka"), bed, anyway=True)
    browser = client_for(group.lead_tutor)

    browser.get("/admin/trainees/house/day/")
    with django_assert_num_queries(8):
        page = browser.get("/admin/trainees/house/day/?day=2026-03-05").content.decode()
    plan = browser.get("/admin/trainees/house/plan/?from=2026-03-05").content.decode()

    assert page.count("Quokka") == many
    assert "Wombat" not in page and page.count("a colleague’s group") == 1
    assert "full" in plan


@pytest.mark.django_db
def test_trainee_reads_house_room_and_first_names_of_who_shares_it(client_for, today):
    today("2026-03-05")
    one, other = TraineeFactory(), TraineeFactory(first_name="Zsófia", last_name="Wombat")
    first, second = room()
    put(one, first)
    put(other, second, anyway=True)
    browser = client_for(one.user)

    page = browser.get("/me/house/").content.decode()

    assert "Via San Marco 18, Pistoia" in page and "geo:0,0?q=Via%20San%20Marco" in page
    assert "Zsófia" in page and "Wombat" not in page
    assert list(House.objects.visible_to(one.user)) == [first.room.house]
    assert not House.objects.visible_to(TraineeFactory().user).exists()


@pytest.mark.django_db
def test_room_loses_no_bed_that_somebody_has(client_for):
    trainee = TraineeFactory()
    first, second = room()
    put(trainee, second)
    browser, url = client_for(trainee.group.lead_tutor), first.room.house.get_absolute_url()
    names = {"name": "Casa", "address": "Via 1", "is_active": "on"}
    rows = {"rooms-TOTAL_FORMS": 1, "rooms-INITIAL_FORMS": 1, "rooms-0-id": first.room_id}
    rows |= {"rooms-0-house": first.room.house_id, "rooms-0-name": "R", "rooms-0-note": ""}

    refused = browser.post(url, names | rows | {"rooms-0-beds": 1}).content.decode()
    added = browser.post(url, names | rows | {"rooms-0-beds": 4})

    assert "leave at least so many" in refused
    assert (added.status_code, first.room.beds.count()) == (302, 4)
