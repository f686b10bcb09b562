"""Doors tried by more people than `roles.ROLES`: near to the trainee of the cast, or near no longer."""

import pytest
from django.urls import reverse

from accounts import links
from accounts.enums import Purpose
from placements.enums import WeekStatus
from placements.models import HourWeek, Placement
from tests import cast as casting
from tests.cast import ONE
from tests.conftest import Browser
from tests.doors import DOORS
from tests.factories import TraineeFactory
from trainees.models import Trainee

pytestmark = [pytest.mark.django_db, pytest.mark.long]
OPENS = {
    Purpose.COMPANY: "company:open",
    Purpose.GUARDIAN: "guardian:open",
    Purpose.HOME: "home:open",
}
# An address with a token in it is its holder's, whoever the browser is.
CLOSED = {
    name: door for name, door in DOORS.items() if ":open" not in name and "_open_" not in name
}
OF_COMPANIES = {
    name: door for name, door in CLOSED.items() if door.answer("company") != door.answer("nobody")
}
OF_GUARDIANS = {name: door for name, door in CLOSED.items() if name.startswith("guardian")}
BY_LINK = OF_COMPANIES | OF_GUARDIANS | {"home:page": CLOSED["home:page"]}
REFUSED = {404, 405, 410}


@pytest.fixture
def cast(today):
    today(casting.TODAY)
    found = casting.gather()
    Trainee.objects.update(birth_date="2009-05-04")  # minors, who have guardians
    return found


def by_link(link):
    browser = Browser()
    opened = browser.get(reverse(OPENS[link.purpose], args=[links.token_of(link)]))
    assert opened.status_code == 302
    return browser


def tried(browser, doors, cast):
    """What is not refused, by its status; and words of the first trainee's family that came back."""
    found, words = {}, set()
    for name, door in doors.items():
        response = browser.get(reverse(name, kwargs=door.fill(cast)))
        if response.status_code not in REFUSED:
            found[name] = response.status_code
        if not response.streaming:
            text = response.content.decode(errors="replace")
            words |= {word for word in (ONE.trainee, ONE.guardian) if word in text}
    return found, words


def test_who_came_in_by_another_link_is_refused_everywhere(cast):
    empty = {"company:not_me": 200, "company:weeks": 302, "company_again": 302}
    guardians = {"guardian:page": 200, "guardian:contact": 200}

    others = {
        "company": tried(by_link(cast.other.link), BY_LINK, cast),
        "guardian": tried(by_link(cast.other.guardian_link), BY_LINK, cast),
        "home": tried(by_link(cast.other.home_link), BY_LINK, cast),
    }
    own = tried(by_link(cast.guardian_link), BY_LINK, cast)

    assert others == {
        "company": (empty, set()),
        "guardian": (guardians, set()),
        "home": ({"home:page": 200}, set()),
    }
    assert own == (guardians, {ONE.guardian})


def test_guardian_of_who_is_of_age_reads_only_that_it_is_over(cast):
    browser = by_link(cast.guardian_link)
    Trainee.objects.update(birth_date="2008-03-18")

    assert tried(browser, BY_LINK, cast)[0] == {"guardian:page": 200}
    assert "is of age now" in browser.get(reverse("guardian:page")).content.decode()


def test_company_long_after_the_placement_is_refused_everywhere(cast, today):
    HourWeek.objects.filter(status=WeekStatus.DECLARED).update(
        status=WeekStatus.OPEN, declared_at=None
    )
    today("2026-09-01")
    browser = by_link(links.for_holder(Purpose.COMPANY, cast.company_tutor))

    found, words = tried(browser, BY_LINK, cast)
    posts = {
        name: browser.post(reverse(name, kwargs=door.fill(cast)), {"version": 1}).status_code
        for name, door in OF_COMPANIES.items()
        if door.fill(cast)
    }

    assert (found, words) == (
        {"company:not_me": 200, "company:weeks": 200, "company_again": 302},
        set(),
    )
    assert set(posts.values()) <= REFUSED
    # A week that still waits for its signature keeps the placement open to them.
    HourWeek.objects.filter(placement=cast.placement, monday=cast.declared.monday).update(
        status=WeekStatus.DECLARED, declared_at=casting.NOW
    )
    link = links.for_holder(Purpose.COMPANY, cast.company_tutor)
    assert list(Placement.objects.visible_to(link)) == [cast.placement]


def test_another_trainee_of_the_group_is_refused_what_is_not_the_groups(cast):
    classmate = TraineeFactory(group=cast.group, tutor=cast.tutor, last_name="Numbat")
    browser = Browser()
    browser.force_login(classmate.user)
    ones = {
        name: door
        for name, door in CLOSED.items()
        if door.fill(cast)
        and {door.answer("trainee"), door.answer("tutor")} & {"200", "302"}
        and door.answer("other_trainee") not in ("200", "302")
    }

    found, words = tried(browser, ones, cast)

    assert (found, words) == ({"trainees:paper": 200}, set())  # what the school asks of the group
