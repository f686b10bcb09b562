"""What a visit weighs on a phone's line.

The live server of the tests does not compress as WhiteNoise and the proxy do, so each body is
compressed here; fonts and pictures travel as they are.
"""

import gzip

import pytest

from accounts import links
from tests.browser.people import sign_in
from tests.cast import ONE, TODAY, side

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KB = 1024
TEXT = ("text/", "image/svg", "application/javascript")
FIRST_VISIT = 50 * KB  # with the font
NEXT_PAGE = 6 * KB
# The page, a style sheet, a script, a font, icons and the logo.
REQUESTS = 6


@pytest.fixture
def one(transactional_db, today, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    today(TODAY)
    return side(ONE)


def visit(page, path, *, cached=()):
    """Compressed bytes by address of what `path` loads; what is `cached` is not asked for again."""
    answers = []

    def note(answer):
        answers.append(answer)

    page.on("response", note)
    page.goto(path, wait_until="networkidle")
    return {
        answer.url: weight(answer)
        for answer in answers
        if answer.url not in cached and not 300 <= answer.status < 400
    }


def weight(answer):
    body = answer.body()
    is_text = answer.headers["content-type"].startswith(TEXT)
    return len(gzip.compress(body)) if is_text else len(body)


def test_trainees_first_visit_and_next_page_are_light(one, browse):
    page = browse("phone")
    sign_in(page, one.trainee.user)

    first = visit(page, "/me/")
    following = [
        visit(page, path, cached=first) for path in ("/me/hours/", "/me/progress/", "/me/help/")
    ]

    assert any(address.endswith(".woff2") for address in first)
    assert (sum(first.values()) <= FIRST_VISIT, len(first) <= REQUESTS) == (True, True), first
    assert [each for each in following if sum(each.values()) > NEXT_PAGE] == []


def test_companys_first_visit_is_light(one, browse):
    page = browse("phone", language="it")

    first = visit(page, f"/c/{links.token_of(one.link)}/")

    assert (sum(first.values()) <= FIRST_VISIT, len(first) <= REQUESTS) == (True, True), first


def test_public_page_is_light(one, browse):
    first = visit(browse("phone"), "/")

    assert (sum(first.values()) <= FIRST_VISIT, len(first) <= REQUESTS) == (True, True), first
