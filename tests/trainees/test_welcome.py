"""The welcome day: the agenda, the code on the screen, who was there and what they confirmed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from imyportal import today as board
from tests.factories import GroupFactory, TraineeFactory, UserFactory
from trainees import models as rows
from trainees.enums import PresentHow
from trainees.models import (
    JourneyStep,
    StepDone,
    TopicConfirmed,
    WelcomeDay,
    WelcomePresence,
    WelcomeTopic,
)
from trainees.welcome import agenda, presence, screen

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def group(time_machine):
    time_machine.move_to(BEGINS + timedelta(minutes=5), tick=False)
    return GroupFactory()


@pytest.fixture
def day(group):
    agenda.write(models=rows)
    return agenda.plan(group, BEGINS, "Via Roma 1", by=group.lead_tutor)


@pytest.fixture
def trainee(group):
    return TraineeFactory(group=group)


def step(group, code, **fields):
    fields = {"phase": "welcome", "names": {"en": code}} | fields
    return JourneyStep.objects.create(group=group, code=code, **fields)


@pytest.mark.parametrize("days", [-10, 60, -730_000])
def test_welcome_day_is_during_the_stay(group, days):
    with pytest.raises(ValidationError, match="Enter a day of the stay"):
        agenda.plan(group, BEGINS + timedelta(days=days), "Via Roma 1", by=group.lead_tutor)


def test_group_gets_the_agencys_topics_once_and_keeps_its_own(group):
    agenda.write(models=rows)
    tutor = group.lead_tutor

    agenda.plan(group, BEGINS, "Via Roma 1", by=tutor)
    topic = WelcomeTopic.objects.filter(group=group).first()
    topic.delete()
    agenda.plan(group, BEGINS, "Via Milano 2", by=tutor)
    left = WelcomeTopic.objects.filter(group=group).count()

    assert (left, agenda.begin(group)) == (len(agenda.read()) - 1, 1)
    assert WelcomeDay.objects.get().place == "Via Milano 2"


def test_scan_by_a_stranger_survives_signing_in_and_one_button_says_i_am_here(
    client, day, trainee, time_machine
):
    came = step(day.group, presence.STEP, ticked_by="portal")
    scanned = screen.code(day, timezone.now())

    client.get(reverse("trainees:welcome_scan", args=[scanned]))
    time_machine.move_to(BEGINS + timedelta(minutes=13), tick=False)
    client.force_login(trainee.user)
    looked = client.get(reverse("trainees:welcome"))
    before = WelcomePresence.objects.count()
    client.post(reverse("trainees:welcome"), {"code": scanned})

    found = WelcomePresence.objects.get()
    assert scanned in looked.content.decode() and before == 0
    assert (found.trainee, found.how, found.at) == (
        trainee,
        PresentHow.CODE,
        BEGINS + timedelta(minutes=5),
    )
    assert list(StepDone.objects.values_list("trainee", "step")) == [(trainee.pk, came.pk)]


@pytest.mark.parametrize(
    ("later", "holds"),
    [({}, True), ({"seconds": 60}, True), ({"seconds": 121}, False), ({"days": 1}, False)],
)
def test_code_holds_for_a_minute_or_two_on_the_day(day, trainee, later, holds):
    now = timezone.now()
    typed = screen.code(day, now).lower()
    other = agenda.plan(GroupFactory(), BEGINS, "Elsewhere", by=day.group.lead_tutor)

    assert screen.holds(day, typed, now + timedelta(**later)) is holds
    assert not screen.holds(other, typed, now)


def test_wrong_code_is_refused_and_typed_too_often_stops(client, day, trainee):
    client.force_login(trainee.user)
    page = reverse("trainees:welcome")

    for _ in range(10):
        wrong = client.post(page, {"code": "ABCDEF"}, follow=True)
    right = client.post(page, {"code": screen.code(day, timezone.now())}, follow=True)

    assert b"has run out" in wrong.content
    assert b"tried too often" in right.content
    assert not WelcomePresence.objects.exists()


def test_confirmed_topics_tick_their_steps_once_and_only_for_who_was_there(client, day, trainee):
    insurance = step(day.group, "insurance", ticked_by="tutor")
    topics = list(WelcomeTopic.objects.filter(group=day.group))
    client.force_login(trainee.user)
    foreign = WelcomeTopic.objects.create(group=GroupFactory(), code="x", names={"en": "X"})

    with pytest.raises(ValidationError, match="scan the code"):
        presence.confirm(trainee, topics, by=trainee.user)
    presence.tick(day, trainee, PresentHow.LATER, by=day.group.lead_tutor)
    for _ in range(2):
        keys = [topic.pk for topic in [*topics[:4], foreign]]
        client.post(reverse("trainees:welcome"), {"topic": [*keys, "x"]})

    assert TopicConfirmed.objects.count() == 4
    assert list(StepDone.objects.values_list("step", flat=True)) == [insurance.pk]


def test_who_was_not_there_comes_to_the_board_until_they_caught_up(day, trainee, time_machine):
    tutor = day.group.lead_tutor
    soon, later = BEGINS + timedelta(hours=2), BEGINS + timedelta(hours=4)

    def reasons(now):
        time_machine.move_to(now, tick=False)
        return [each.text for each in board.signals(tutor, now).get(trainee.pk, [])]

    told = "Was not at the welcome day"
    before, after = reasons(soon), reasons(later)
    presence.tick(day, trainee, PresentHow.LATER, by=tutor)

    assert (told in before, told in after, told in reasons(later)) == (False, True, False)


def test_presence_is_once_taken_back_by_the_tutor_and_not_before_the_day(day, trainee):
    came = step(day.group, presence.STEP, ticked_by="portal")
    tutor = day.group.lead_tutor
    for how in (PresentHow.TUTOR, PresentHow.LATER):
        presence.tick(day, trainee, how, by=tutor)
    found = WelcomePresence.objects.get()
    ticked = StepDone.objects.filter(step=came).count()

    presence.take_back(trainee, by=tutor)
    WelcomeDay.objects.update(starts_at=BEGINS + timedelta(days=2))

    assert (found.how, found.minutes_late, ticked, StepDone.objects.count()) == ("tutor", 0, 1, 0)
    day.refresh_from_db()
    with pytest.raises(ValidationError, match="still to come"):
        presence.tick(day, trainee, PresentHow.TUTOR, by=tutor)
    with pytest.raises(ValidationError, match="another group"):
        presence.tick(day, TraineeFactory(), PresentHow.TUTOR, by=tutor)


def test_database_refuses_twice_nowhere_and_no_time(day, trainee):
    topic = WelcomeTopic.objects.filter(group=day.group).first()
    presence.tick(day, trainee, PresentHow.TUTOR, by=trainee.responsible)
    confirmed = {"trainee": trainee, "topic": topic}
    TopicConfirmed.objects.create(**confirmed)
    broken = [
        lambda: TopicConfirmed.objects.create(**confirmed),
        lambda: WelcomePresence.objects.create(
            trainee=trainee, day=day, how="tutor", by=trainee.user
        ),
        lambda: WelcomePresence.objects.update(how="x"),
        lambda: WelcomeDay.objects.update(place=""),
        lambda: WelcomeDay.objects.create(group=day.group, starts_at=BEGINS, place="x"),
        lambda: WelcomeTopic.objects.filter(pk=topic.pk).update(minutes=0),
        lambda: WelcomeTopic.objects.create(group=day.group, code=topic.code, names={}),
        lambda: WelcomeTopic.objects.create(code=topic.code, names={}),
    ]

    for action in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            action()


def test_visible_to_the_group_its_school_and_its_tutor(day, trainee):
    topic = WelcomeTopic.objects.filter(group=day.group).first()
    template = WelcomeTopic.objects.template().first()

    def seen(viewer):
        topics = WelcomeTopic.objects.visible_to(viewer)
        return WelcomeDay.objects.visible_to(viewer).exists(), topic in topics, template in topics

    assert seen(trainee.user) == (True, True, False)
    assert seen(day.group.lead_tutor) == (True, True, True)
    assert seen(UserFactory(tutor=True)) == (False, False, True)
    assert seen(UserFactory()) == (False, False, False)


@pytest.mark.parametrize("people", [1, 3])
def test_desk_writes_down_who_is_there_in_a_fixed_number_of_queries(
    people, day, client_for, django_assert_max_num_queries
):
    first = TraineeFactory.create_batch(people, group=day.group)[0]
    browser = client_for(day.group.lead_tutor)
    page = reverse("admin:trainees_group_welcome", args=[day.group.pk])
    browser.get(page)

    browser.post(f"{page}present/", {"tutor": first.pk})
    with django_assert_max_num_queries(16):
        text = browser.get(page).content.decode()
    wall = browser.get(f"{page}code/").content.decode()
    picture = browser.get(f"{page}code.png")

    assert f"1 of {people} were there" in text
    assert screen.code(day, timezone.now()) in wall
    assert picture["Content-Type"] == "image/png"


def test_board_names_the_welcome_day_of_today_with_the_way_to_its_code(day, trainee, client_for):
    TraineeFactory(group=day.group)
    desk = client_for(day.group.lead_tutor)

    page = desk.get(reverse("admin:index"))

    items = [item for item in page.context["board"].agenda if item.label == "Welcome day"]
    assert [(item.text, item.sub) for item in items] == [("09:00", "2 trainees")]
    assert desk.get(items[0].url).status_code == 200
