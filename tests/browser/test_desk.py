"""The desk's Today board in a real browser; every page of it is visited in test_every_page.py."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from tests.cast import ONE, TODAY, side

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


def test_tutor_puts_a_row_off_and_reminds(one, enter, shoot):
    page = enter(one.tutor)
    page.goto(reverse("admin:index"))
    shoot(page, "05-desk-today")

    page.locator(f"#trainee-{one.trainee.pk}").get_by_role("button", name="In an hour").click()

    page.get_by_text("comes back at 13:00").wait_for()
    page.wait_for_load_state()
    expect(page.locator(f"#trainee-{one.trainee.pk}")).to_have_count(0)
