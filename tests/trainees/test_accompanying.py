"""Who comes with a group of minors: entered, told of the whole group once, a page by link that ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from imyportal import history, mail
from imyportal.models import OutgoingMail
from placements.models import FirstDay
from tests.factories import (
    AccompanyingPersonFactory,
    GroupFactory,
    PlacementFactory,
    SendingTutorFactory,
    TraineeFactory,
)
from trainees import attention, journey
from trainees.accompanying import days, entering
from trainees.accompanying.entering import Said
from trainees.enums import HomeSaid
from trainees.going_home import doing, laying, saying, times
from trainees.models import AccompanyingPerson, JourneyStep

pytestmark = pytest.mark.django_db
ARRIVES, LEAVES = date(2026, 3, 7), date(2026, 3, 28)


@pytest.fixture
def group(today):
    today("2026-03-10")
    tutor = SendingTutorFactory()
    return GroupFactory(
        arrives_on=ARRIVES,
        leaves_on=LEAVES,
        organisation=tutor.organisation,
        sending_tutor=tutor,
    )


@pytest.fixture
def said():
    return Said(
        "Jutta", "Brandt", "Jutta@School.example", "+49231555019", "de", "f", ARRIVES, LEAVES
    )


@pytest.fixture
def people(group):
    """Two trainees of sixteen and seventeen."""
    return [
        TraineeFactory(group=group, last_name=name, birth_date=date(2009, 5, 4))
        for name in ("Adler", "Zander")
    ]


def mails(kind):
    return OutgoingMail.objects.filter(template=f"trainees/accompanying_{kind}").order_by("pk")


def test_school_enters_who_comes_and_they_get_a_link_that_another_address_ends(
    client, group, said, today
):
    today("2026-03-01")
    client.force_login(group.sending_tutor.user)
    page = reverse("sending:accompanying", args=[group.public_id])
    typed = vars(said) | {"phone": "+49 231 555019"}

    assert client.post(page, typed | {"phone": "231"}).status_code == 200  # says what is wrong
    client.post(page, typed)

    person = AccompanyingPerson.objects.get()
    assert (person.email, person.phone) == ("jutta@school.example", "+49231555019")
    link = links.for_holder(Purpose.ACCOMPANYING, person)
    assert f"/a/{links.token_of(link)}/" in mail.render(mails("link").get()).body
    again = reverse("sending:accompanying_person", args=[group.public_id, person.public_id])
    client.post(again, typed | {"email": "j@school.example"})
    link.refresh_from_db()
    assert not link.is_live
    assert [row.to for row in mails("link")] == ["j@school.example"]
    told = OutgoingMail.objects.get(template="trainees/accompanying_told")
    assert told.to == group.lead_tutor.email
    assert "Jutta Brandt" in mail.render(told).body
    client.post(again, {"remove": "yes"})
    assert not AccompanyingPerson.objects.exists()
    assert mail.render(mails("link").get()) is None


def test_days_are_near_those_of_the_group_and_schools_are_done_when_it_has_left(group, said, today):
    tutor, school = group.lead_tutor, group.sending_tutor.user
    early = replace(said, arrives_on=ARRIVES - timedelta(days=15))
    for wrong in (early, replace(said, leaves_on=ARRIVES - timedelta(days=1))):
        with pytest.raises(ValidationError):
            entering.enter(group, wrong, by=tutor)
    entering.enter(group, said, by=tutor)
    with pytest.raises(ValidationError, match="there already"):
        entering.enter(group, said, by=school)

    today("2026-03-29")
    with pytest.raises(ValidationError, match="has left"):
        entering.enter(group, replace(said, email="b@school.example"), by=school)


def test_school_says_all_that_is_wrong_at_once_and_tells_the_agency_once_they_are_here(
    client, group, said
):
    client.force_login(group.sending_tutor.user)
    page = reverse("sending:accompanying", args=[group.public_id])
    wrong = {"phone": "231", "arrives_on": LEAVES, "leaves_on": ARRIVES}

    refused = client.post(page, vars(said) | wrong)
    client.post(page, vars(said))
    person = AccompanyingPerson.objects.get()
    own = reverse("sending:accompanying_person", args=[group.public_id, person.public_id])
    here = client.get(own).content.decode()
    client.post(own, {"remove": "yes"})

    assert set(refused.context["form"].errors) == {"phone", "leaves_on"}
    assert "is here already" in here and group.lead_tutor.email in here
    assert 'name="remove"' not in here and AccompanyingPerson.objects.exists()


def test_days_follow_those_of_the_group_unless_they_were_set_by_hand(group):
    follows = AccompanyingPersonFactory(group=group, arrives_on=ARRIVES, leaves_on=LEAVES)
    later = ARRIVES + timedelta(days=2)
    own = AccompanyingPersonFactory(group=group, arrives_on=later, leaves_on=LEAVES)
    group.arrives_on, group.leaves_on = ARRIVES - timedelta(days=1), LEAVES + timedelta(days=3)
    group.save()

    days.follow(group, (ARRIVES, LEAVES), by=group.lead_tutor)

    for person, first in ((follows, group.arrives_on), (own, later)):
        person.refresh_from_db()
        assert person.stay == (first, group.leaves_on)
    parts = {line.part: line.after for line in history.lines(follows)}
    assert parts == {"Arrives on": "6 March 2026", "Leaves on": "31 March 2026"}


def test_address_that_mail_does_not_reach_stands_on_the_board(group, people):
    person = AccompanyingPersonFactory(group=group)
    OutgoingMail.objects.create(
        key="x", template="trainees/accompanying_link", to=person.email, stopped_at=timezone.now()
    )

    found = attention.signals(group.lead_tutor, timezone.now())

    assert [each.url for each in found if each.key == f"mail:accompanying:{person.pk}"] == [
        person.get_absolute_url()
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"leaves_on": ARRIVES - timedelta(days=1)},
        {"first_name": ""},
        {"email": "J@school.example"},
        {"phone": "0231 1"},
    ],
)
def test_database_refuses_who_cannot_be(group, wrong):
    AccompanyingPersonFactory(group=group)

    with pytest.raises(IntegrityError), transaction.atomic():
        AccompanyingPersonFactory(group=group, **wrong)


def test_group_is_told_of_once_as_a_whole_with_the_names_of_who_is_missing(group, people):
    AccompanyingPersonFactory(group=group)
    AccompanyingPersonFactory(group=group, wants_news=False)
    step = JourneyStep.objects.create(
        group=group, code="arrived", phase="arrival", names={"en": "Arrived"}
    )
    one, other = people

    journey.tick(one, step, by=group.lead_tutor)
    row = mails("news").get()
    assert row.due_at - timezone.now() > timedelta(hours=2)
    assert "1 of 2 have. We do not know it yet of one: Lena Zander" in mail.render(row).body
    journey.tick(other, step, by=group.lead_tutor)
    assert "We do not know" not in mail.render(mails("news").get()).body
    journey.untick(one, step, by=group.lead_tutor)
    assert mails("news").exists()  # it is true of the other
    journey.untick(other, step, by=group.lead_tutor)
    assert not mails("news").exists()


def test_who_is_missed_comes_in_one_mail_and_the_last_word_says_that_all_are_home(
    group, people, time_machine
):
    AccompanyingPersonFactory(group=group)
    wants_none = AccompanyingPersonFactory(group=group, wants_news=False)
    time_machine.move_to(times.of_group(group) + timedelta(hours=3), tick=False)

    laying.lay_due()
    doing.do_due()

    assert mails("missed").filter(to=wants_none.email).count() == 1
    wants_none.delete()
    body = mail.render(mails("missed").earliest("pk")).body
    assert "Lena Adler, Lena Zander" in body
    for number, trainee in enumerate(people):
        assert mails("news").count() == 0
        saying.say(saying.of(trainee), HomeSaid.PHONE, by=group.lead_tutor)
        assert mails("news").count() == number
    assert mail.render(mails("missed").earliest("pk")) is None
    assert "everybody of the group" in mail.render(mails("news").get()).body
    saying.take_back(saying.of(people[0]), by=group.lead_tutor)
    assert not mails("news").exists()


def open_page(client, person):
    link = links.create(Purpose.ACCOMPANYING, person)
    client.get(reverse("accompanying:open", args=[links.token_of(link)]))
    return client.get("/a/")


@pytest.mark.parametrize("more", [1, 3])
def test_own_page_names_the_group_and_nobody_else(
    client, group, people, more, django_assert_num_queries
):
    TraineeFactory.create_batch(more, group=group, birth_date=date(2009, 5, 4))
    TraineeFactory(last_name="Fremd")
    person = AccompanyingPersonFactory(group=group)
    assert open_page(client, person).status_code == 200

    with django_assert_num_queries(11):
        page = client.get("/a/").content.decode()

    assert all(each.name in page for each in people)
    hidden = [people[0].email, "Fremd", f"{people[0].birth_date:%Y}"]
    assert [word for word in hidden if word in page] == []
    assert client.get("/a/data/").json()["email"] == person.email
    client.post("/a/", {"news": "off"})
    person.refresh_from_db()
    assert not person.wants_news


def test_page_says_who_is_home_and_ends_a_week_after_their_last_day(client, group, people, today):
    person = AccompanyingPersonFactory(group=group)
    meets_at = timezone.now()
    placement = PlacementFactory(trainee=people[0])
    FirstDay.objects.create(placement=placement, meets_at=meets_at, place="Gate 3")
    today("2026-03-29")
    saying.say(saying.of(people[1]), HomeSaid.PHONE, by=group.lead_tutor)

    page = open_page(client, person).content.decode()

    assert "First day at the company: Lena Adler" in page and "Gate 3" in page
    assert "1 of 2 are home" in page
    assert page.index("Adler") < page.index("Zander")
    today("2026-04-05")
    assert open_page(client, person).status_code == 410


def test_minors_with_whom_nobody_comes_are_on_the_board_and_on_the_page_of_their_group(
    client, group, people, today
):
    today("2026-03-01")
    tutor = group.lead_tutor

    def keys():
        found = attention.signals(tutor, timezone.now())
        return [(each.trainee_id, each.key) for each in found if each.key.startswith("alone")]

    client.force_login(tutor)
    address = reverse("admin:trainees_group_change", args=[group.pk])
    assert keys() == [(people[0].pk, f"alone:{group.pk}")]
    assert "nobody yet" in client.get(address).content.decode()
    AccompanyingPersonFactory(group=group)
    assert keys() == []
    assert "nobody yet" not in client.get(address).content.decode()


def test_trainees_read_whom_to_call_and_only_of_their_own_group(client, group, people):
    AccompanyingPersonFactory(group=group)
    AccompanyingPersonFactory(phone="+49231999999")

    client.force_login(people[0].user)
    page = client.get(reverse("helpdesk:help")).content.decode()

    assert "+49231555019" in page
    assert "+49231999999" not in page
