"""Going home: asked, reminded, missed, found; and who may say so."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from imyportal import mail
from imyportal import today as board
from imyportal.models import OutgoingMail
from tests.assessment.observing import standard_set
from tests.factories import (
    GroupFactory,
    GuardianFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
)
from trainees.enums import HomeSaid
from trainees.going_home import doing, laying, saying, times
from trainees.models import HomeReminder, JourneyStep, StepDone, WayHome

pytestmark = pytest.mark.django_db
LEAVES = datetime(2026, 3, 28).date()  # a Saturday; clocks go forward in the night
HOME_BY = datetime(2026, 3, 28, 21, tzinfo=UTC)  # 22:00 in Italy


@pytest.fixture
def group():
    return GroupFactory(
        leaves_on=LEAVES,
        sending_tutor=SendingTutorFactory(user__email="petra@school.example"),
    )


@pytest.fixture
def lena(group):
    """Seventeen, with a mother who has an address."""
    trainee = TraineeFactory(
        group=group, email="lena@home.example", birth_date=LEAVES.replace(year=2009)
    )
    GuardianFactory(trainee=trainee, name="Anna", email="anna@home.example")
    return trainee


@pytest.fixture
def at(time_machine):
    """Moves the clock and does what is due then; the mails it queued, as (address, template)."""

    def go(moment):
        time_machine.move_to(moment, tick=False)
        before = set(OutgoingMail.objects.values_list("pk", flat=True))
        laying.lay_due()
        doing.do_due()
        new = OutgoingMail.objects.exclude(pk__in=before)
        return sorted((row.to, row.template.split("/")[1]) for row in new)

    return go


ASK = ("lena@home.example", "home_ask")
FAMILY = [("anna@home.example", "home_missed"), ("petra@school.example", "home_missed_school")]


def test_ladder_asks_reminds_tells_and_ends_on_the_board(at, lena):
    hours = [-15, -14, -1, 0, 2, 3, 9]

    mails = [at(HOME_BY + timedelta(hours=each)) for each in hours]
    tutor = lena.responsible
    red = board.signals(tutor, timezone.now())[lena.pk][0]

    assert mails == [[], [ASK], [], [ASK], [], FAMILY, []]
    assert red.text == "Not known to be home"
    assert board.signals(tutor, HOME_BY + timedelta(hours=2)).get(lena.pk, [])[:1] != [red]
    assert at(HOME_BY + timedelta(hours=9)) == []


def test_adults_family_is_not_told_and_the_school_gets_one_mail_for_all(at, group):
    TraineeFactory.create_batch(3, group=group)
    GuardianFactory(trainee=group.trainees.first(), email="papa@home.example")
    at(HOME_BY)

    mails = at(HOME_BY + times.TELL_AFTER)

    assert mails == [("petra@school.example", "home_missed_school")]
    text = mail.render(OutgoingMail.objects.get(template="trainees/home_missed_school")).body
    assert all(str(each) in text for each in group.trainees.all())


def test_home_by_the_link_ticks_the_step_and_ends_the_ladder(at, lena, client):
    step = JourneyStep.objects.create(
        group=lena.group, code="home", phase="home", ticked_by="portal", names={"en": "Home"}
    )
    at(HOME_BY - timedelta(hours=14))
    link = links.for_holder(Purpose.HOME, lena.way_home)
    address = reverse("home:open", args=[links.token_of(link)])

    looked = client.get(address, follow=True)
    unsaid = WayHome.objects.get(trainee=lena).home_at
    said = client.post(reverse("home:page"), follow=True)
    client.post(reverse("home:page"))

    assert b"I am home" in looked.content and unsaid is None
    assert b"You are home" in said.content and b'href="/me/"' in said.content
    way = WayHome.objects.get(trainee=lena)
    assert (way.said_how, way.said_link, way.said_by) == (HomeSaid.LINK, link, None)
    assert list(StepDone.objects.values_list("trainee", "step")) == [(lena.pk, step.pk)]
    assert at(HOME_BY) == at(HOME_BY + times.TELL_AFTER) == []


def test_who_was_told_hears_that_all_is_well_and_nobody_else_does(at, lena):
    for hours in (-14, 0, 3):
        at(HOME_BY + timedelta(hours=hours))
    way = lena.way_home

    saying.say(way, HomeSaid.PHONE, by=lena.responsible)
    saying.say(way, HomeSaid.ACCOUNT, by=lena.user)

    safe = OutgoingMail.objects.filter(
        template__in=["trainees/home_safe", "trainees/guardian_news"]
    )
    assert sorted(safe.values_list("to", flat=True)) == [address for address, _name in FAMILY]
    way.refresh_from_db()
    assert (way.said_how, way.said_by) == (HomeSaid.PHONE, lena.responsible)
    unsent = OutgoingMail.objects.filter(template__startswith="trainees/home_missed")
    assert [mail.render(row) for row in unsent] == [None, None]


@pytest.mark.parametrize("wants_news", [True, False])
def test_guardian_is_asked_and_told_in_their_own_language(at, lena, wants_news):
    guardian = lena.guardians.get()
    guardian.own_language, guardian.wants_news = "de", wants_news
    guardian.save()
    at(HOME_BY + times.TELL_AFTER)
    asked = mail.render(OutgoingMail.objects.get(template="trainees/home_missed"))

    saying.say(lena.way_home, HomeSaid.PHONE, by=lena.responsible)
    row = OutgoingMail.objects.get(template="trainees/guardian_news")

    assert asked.subject == "Ist Lena zu Hause?"
    assert "sollte am 28. März 2026 bis 22:00 Uhr" in asked.body
    assert mail.render(row).subject == "Lena ist zu Hause"
    saying.take_back(lena.way_home, by=lena.responsible)
    assert mail.render(row) is None


def test_other_day_begins_the_ladder_anew_and_drops_what_waited(at, lena, group):
    at(HOME_BY - timedelta(hours=14))
    alone = TraineeFactory(group=group, email="ole@home.example")
    at(HOME_BY - timedelta(hours=13))
    later = HOME_BY + timedelta(days=1)
    HomeReminder.objects.create(way=lena.way_home, step=2, home_by=HOME_BY, due_at=HOME_BY)

    saying.plan(lena, saying.Plan(LEAVES + timedelta(days=1), later, "Train"), by=group.lead_tutor)
    saying.plan_group(group, HOME_BY + timedelta(hours=5), by=group.lead_tutor)

    assert at(HOME_BY) == []
    assert at(HOME_BY + timedelta(hours=5)) == [("ole@home.example", "home_ask")]
    assert at(later - timedelta(hours=15)) == [ASK, ("petra@school.example", "home_missed_school")]
    assert at(later) == [ASK]
    assert HomeReminder.objects.get(way=lena.way_home, home_by=HOME_BY, step=2).outcome == "moved"
    assert WayHome.objects.get(trainee=alone).home_by == HOME_BY + timedelta(hours=5)


def test_group_that_leaves_on_another_day_takes_its_people_along(at, lena, group):
    at(HOME_BY - timedelta(days=3))
    group.leaves_on = LEAVES + timedelta(days=7)
    group.save(update_fields=["leaves_on"])

    mails = at(HOME_BY)

    way = WayHome.objects.get(trainee=lena)
    # Summer time has begun: 22:00 in Italy is an hour earlier.
    assert (mails, way.home_by) == ([], HOME_BY + timedelta(days=7, hours=-1))


def test_group_that_left_long_ago_is_left_alone(at, lena):
    mails = at(HOME_BY + timedelta(days=3))

    assert (mails, WayHome.objects.count()) == ([], 0)


@pytest.mark.parametrize("hours", [-23, 24 * 8])
def test_expected_moment_is_within_a_week_of_leaving(lena, hours):
    wrong = saying.Plan(LEAVES, HOME_BY + timedelta(hours=hours))

    with pytest.raises(ValidationError, match="within a week"):
        saying.plan(lena, wrong, by=lena.responsible)


def test_home_is_not_said_before_the_day_and_a_mistake_is_taken_back(at, lena):
    at(HOME_BY - timedelta(days=2))
    way = lena.way_home
    JourneyStep.objects.create(
        group=lena.group, code="home", phase="home", ticked_by="portal", names={"en": "Home"}
    )

    with pytest.raises(ValidationError, match="Say it when you are there"):
        saying.say(way, HomeSaid.ACCOUNT, by=lena.user)
    saying.say(way, HomeSaid.PHONE, by=lena.responsible)
    ticked = StepDone.objects.count()
    way = saying.take_back(way, by=lena.responsible)

    assert (ticked, StepDone.objects.count(), way.home_at) == (1, 0, None)


def test_database_refuses_a_home_that_nobody_said_and_a_step_twice(lena):
    way = saying.of(lena)
    step = {"way": way, "step": 1, "home_by": way.home_by}
    HomeReminder.objects.create(**step)
    now = timezone.now()
    broken = [
        lambda: WayHome.objects.filter(pk=way.pk).update(home_at=now),
        lambda: WayHome.objects.filter(pk=way.pk).update(home_at=now, said_how="link"),
        lambda: WayHome.objects.filter(pk=way.pk).update(said_how="phone"),
        lambda: HomeReminder.objects.create(**step),
        lambda: HomeReminder.objects.filter(way=way).update(done_at=now),
        lambda: WayHome.objects.create(trainee=lena, leaves_on=LEAVES, home_by=now),
    ]

    for action in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            action()


def test_visible_to_own_school_and_tutor_and_by_the_own_link_only(lena, group):
    way, other = saying.of(lena), saying.of(TraineeFactory())

    def seen(viewer):
        return set(WayHome.objects.visible_to(viewer))

    assert seen(links.create(Purpose.HOME, way)) == {way}
    guardian = links.create(Purpose.GUARDIAN, lena.guardians.get())
    assert seen(guardian) == seen(UserFactory()) == seen(UserFactory(tutor=True)) == set()
    assert seen(lena.user) == seen(lena.responsible) == {way}
    assert other.pk != way.pk


@pytest.mark.parametrize("people", [1, 3])
def test_desk_shows_who_is_home_in_a_fixed_number_of_queries(
    people, at, group, client_for, django_assert_max_num_queries
):
    TraineeFactory.create_batch(people, group=group)
    at(HOME_BY - timedelta(hours=14))
    at(HOME_BY + times.TELL_AFTER)
    first, browser = group.trainees.first(), client_for(group.lead_tutor)
    page = reverse("admin:trainees_group_home", args=[group.pk])
    browser.get(page)

    browser.post(reverse("admin:trainees_trainee_is_home", args=[first.pk]))
    with django_assert_max_num_queries(14) as captured:
        text = browser.get(page).content.decode()

    assert f"1 of {people} " in text and "told by phone, Giulia Conti" in text
    assert text.count("not heard of") == people - 1
    assert len(captured) <= 14


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("says_first", [False, True])
def test_home_said_while_the_family_is_told_ends_in_one_truth(at, lena, at_once, says_first):
    standard_set()
    at(HOME_BY)
    laying.lay_due(HOME_BY + times.TELL_AFTER)
    HomeReminder.objects.filter(step=3).update(due_at=HOME_BY)
    way, tutor = lena.way_home, lena.responsible

    def say():
        return saying.say(way, HomeSaid.PHONE, by=tutor)

    if says_first:
        at_once(say, doing.do_due, at="going_home.said")
    else:
        at_once(doing.do_due, say, at="going_home.locked")

    sent = set(OutgoingMail.objects.values_list("template", flat=True)) - {"trainees/home_ask"}
    told = {"home_missed", "home_missed_school", "home_safe", "guardian_news"}
    assert sent == {f"trainees/{each}" for each in (["guardian_news"] if says_first else told)}
    assert HomeReminder.objects.get(step=3).outcome == ("home" if says_first else "mailed")


def test_school_reads_who_is_not_known_to_be_home_until_all_are(at, lena, group, client_for):
    at(HOME_BY - timedelta(hours=14))
    school = client_for(SendingTutorFactory(organisation=group.organisation).user)
    page = reverse("sending:group", args=[group.public_id])
    before = school.get(page).content.decode()
    at(HOME_BY)
    late = school.get(page).content.decode()
    saying.say(lena.way_home, HomeSaid.PHONE, by=lena.responsible)

    assert f"{lena.name}, expected Saturday 28 March, 22:00" in late
    assert "Not known to be home" not in before + school.get(page).content.decode()
