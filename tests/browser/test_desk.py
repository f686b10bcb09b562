"""The desk in a real browser: nothing for axe to find, light and dark, on a desk and on a phone."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests.cast import ONE, TODAY, side
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def one(transactional_db, today):
    today(TODAY)
    return side(ONE)


@pytest.fixture
def enter(browse, client_for, live_server):
    """`enter(user, "phone", dark=True)`: a page in which `user` is signed in to the desk."""

    def open_page(user, size="desktop", *, dark=False):
        page = browse(size, dark=dark)
        value = client_for(user).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )
        return page

    return open_page


def pages(one):
    return [
        reverse("admin:index"),
        reverse("admin:find") + "?q=quokka",
        reverse("admin:trainees_trainee_changelist"),
        reverse("admin:trainees_trainee_change", args=[one.trainee.pk]),
        reverse("admin:trainees_trainee_history", args=[one.trainee.pk]),
        reverse("admin:trainees_trainee_delete", args=[one.trainee.pk]),
        reverse("admin:trainees_group_change", args=[one.group.pk]),
        reverse("admin:placements_placement_add"),
        reverse("admin:placements_placement_change", args=[one.placement.pk]),
        reverse("admin:placements_placement_end", args=[one.placement.pk]),
        reverse("admin:placements_hourweek_changelist"),
        reverse("admin:placements_hourweek_change", args=[one.signed.pk]),
        reverse("admin:placements_hourweek_correct", args=[one.signed.pk]),
        reverse("admin:placements_hostcompany_change", args=[one.company.pk]),
        reverse("admin:accounts_user_add"),
        reverse("admin:accounts_accesslink_change", args=[one.link.pk]),
        reverse("admin:imyportal_outgoingmail_changelist"),
    ]


@pytest.mark.parametrize(
    ("size", "dark"), [("desktop", False), ("desktop", True), ("phone", False)]
)
def test_axe_finds_nothing_on_the_desk(one, enter, axe, size, dark):
    page = enter(UserFactory(admin=True), size, dark=dark)

    # Every page in light on a desk; what colours and widths break shows on every third one too.
    every = 1 if (size, dark) == ("desktop", False) else 3

    for url in pages(one)[::every]:
        assert page.goto(url).status == 200
        axe(page)


def test_tutor_puts_a_row_off_and_reminds(one, enter, shoot):
    page = enter(one.tutor)
    page.goto(reverse("admin:index"))
    shoot(page, "05-desk-today")

    page.locator(f"#trainee-{one.trainee.pk}").get_by_role("button", name="Later").click()

    page.get_by_text("comes back tomorrow at 08:00").wait_for()
    assert page.locator(f"#trainee-{one.trainee.pk}").count() == 0
