"""The guide in a phone that loses its network: read on, and nothing else is kept."""

import pytest
from playwright.sync_api import Error, expect

from tests.browser.people import sign_in
from tests.factories import TraineeFactory
from tests.trainees.guides import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = """async (path) => {
  await navigator.serviceWorker.ready;
  while (!(await caches.match(path))) { await new Promise((wake) => setTimeout(wake, 50)); }
  const store = await caches.open("guide-1");
  return (await store.keys()).map((request) => new URL(request.url).pathname);
}"""


def test_guide_that_was_opened_is_read_without_a_network(browse):
    trainee, edition = TraineeFactory(), published("guidebook")
    page = browse("phone")
    sign_in(page, trainee.user)
    page.goto("/me/guide/guidebook/")
    kept = page.evaluate(KEPT, "/me/guide/guidebook/kept/")

    page.context.set_offline(True)
    page.goto("/me/guide/guidebook/2/")

    assert page.url.endswith("/me/guide/guidebook/kept/#s2")
    expect(page.locator("#s2")).to_be_visible()
    expect(page.locator("#s2 h2")).to_contain_text(edition.parts[1].title)
    assert [path for path in kept if not path.startswith("/static/")] == [
        "/me/guide/guidebook/kept/"
    ]
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/me/")
