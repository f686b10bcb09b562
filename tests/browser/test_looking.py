"""Pages in a row are looked at sparingly, but nothing wrong goes unseen."""

import pytest

from tests.looking import Looking

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FRAME = "<div id=header><p style='color: #999'>Faint</p></div>"
PAGE = f"<!doctype html><html lang=en><title>T</title>{FRAME}<main><h1>H</h1>%s</main>"


def test_what_is_wrong_on_a_later_page_is_found_and_the_same_not_told_again(browse):
    page, looking, told = browse(), Looking(), []

    for body in ("", "", "<button></button>", "<p style='color: #999; background: #eee'>Words"):
        page.set_content(PAGE % body)
        looking.begin(page)
        rules = [line.split(":")[0] for line in looking.broken_rules(page)]
        told.append((rules, len(looking.faint(page))))

    assert [faint for _rules, faint in told] == [1, 0, 0, 1]
    assert "region" in told[0][0]
    assert [rules for rules, _faint in told[1:]] == [[], ["button-name"], []]
