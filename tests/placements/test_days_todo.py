"""What the home page says of the welcome day, of going home and of a breach to answer."""

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from placements import todo
from tests.factories import GroupFactory, TraineeFactory
from trainees import consents
from trainees.conduct import writing
from trainees.enums import ConsentPurpose, HomeSaid, PresentHow, SupportTopic
from trainees.going_home import laying, saying
from trainees.models import WelcomeDay
from trainees.support import plans
from trainees.welcome import presence

pytestmark = pytest.mark.django_db
ARRIVES, LEAVES = datetime(2026, 3, 14).date(), datetime(2026, 4, 11).date()


@pytest.fixture
def lena():
    return TraineeFactory(group=GroupFactory(arrives_on=ARRIVES, leaves_on=LEAVES))


def said(trainee):
    """(before all else, to do) of the three subjects, each as its words and its address."""
    found = todo.said(trainee, None, timezone.localdate())
    ours = ("/me/welcome/", "/me/going-home/", "/me/house-rules/")
    return [
        [(row.title, row.note) for row in rows if row.url.startswith(ours)]
        for rows in (found.told, found.todos)
    ]


def test_welcome_day_is_told_ahead_and_on_the_day_until_one_is_there(lena, today, client_for):
    today("2026-03-14")
    day = WelcomeDay.objects.create(
        group=lena.group,
        starts_at=timezone.make_aware(datetime(2026, 3, 16, 9)),
        place="Via Puccini 80",
    )
    when = "Monday 16 March, 09:00 · Via Puccini 80"
    ahead = said(lena)
    today("2026-03-16 08:00")
    on_the_day = said(lena)
    page = client_for(lena.user).get(reverse("placements:home")).content.decode()
    presence.tick(day, lena, PresentHow.TUTOR, by=lena.responsible)

    assert ahead == [[], [("Welcome day", when)]]
    assert on_the_day == [[(f"Welcome day: {when}", "Say that you are here")], []]
    assert on_the_day[0][0][0] in page
    assert said(lena) == [[], []]


@pytest.mark.parametrize(
    ("day", "told", "todos"),
    [
        ("2026-04-07", [], []),
        (
            "2026-04-09",
            [],
            [("Going home", "Saturday 11 April: what is to be done before you leave")],
        ),
        (
            "2026-04-11",
            [("Expected home: Saturday 11 April, 22:00", "Say that you are home")],
            [],
        ),
        ("2026-04-19", [], []),
    ],
)
def test_going_home_is_told_from_three_days_before(lena, today, day, told, todos):
    today("2026-04-08")
    laying.lay_due()
    today(day)

    found = said(lena)
    if day >= "2026-04-11":
        saying.say(lena.way_home, HomeSaid.PHONE, by=lena.responsible)
        assert said(lena) == [[], []]

    assert found == [told, todos]


def test_breach_is_to_do_until_the_trainee_has_said_something_or_two_weeks_are_over(lena, today):
    today("2026-03-23")
    happened = writing.Happened("Quiet after 22:00", "Music at one", timezone.now())
    row = [("Something about the house rules", "Read what was written down, and say your part")]
    breach = writing.write(lena, happened, by=lena.responsible)
    at_once = said(lena)
    today("2026-04-07")
    late = said(lena)
    today("2026-03-24")
    writing.reply(breach, "It was not me", by=lena.user)

    assert (at_once, late, said(lena)) == ([[], row], [[], []], [[], []])


def test_photos_and_support_plan_stand_there_until_the_trainee_has_decided(lena, today):
    today("2026-03-16")

    def waiting():
        found = todo.said(lena, None, timezone.localdate()).todos
        return [row.url for row in found if row.url in ("/me/support/", "/me/photos/")]

    assert waiting() == []
    lena.group.authorisations.create(purpose=ConsentPurpose.PHOTOS)
    plan = plans.begin(lena, by=lena.responsible)
    assert waiting() == ["/me/support/", "/me/photos/"]  # the permission
    consents.agree(lena, plans.PURPOSE, by=lena.user, language="en")
    assert waiting() == ["/me/photos/"]
    texts = {SupportTopic.WORK: "Written tasks"}
    plan = plans.write(plan, texts, by=lena.responsible, seen=plan.changed_at)
    assert waiting() == ["/me/support/", "/me/photos/"]  # what it says
    consents.refuse(lena, ConsentPurpose.PHOTOS, by=lena.user, language="en")
    plans.agree(plan, by=lena.user, seen=plan.changed_at)
    assert waiting() == []
