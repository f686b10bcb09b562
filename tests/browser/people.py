"""Getting into the portal as somebody, and the mail they get."""

import re

from django.conf import settings
from django.core import mail as outbox

from imyportal import mail
from tests.conftest import Browser


def sign_in(page, user):
    """Put a signed-in session (second factor shown) into the page's browser."""
    client = Browser()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": settings.SITE_URL}]
    )


def post_comes(to):
    """Deliver what is queued; the newest message to this address."""
    mail.deliver_due()
    return [message for message in outbox.outbox if message.to == [to]][-1]


def link_in(message):
    """The path of the first address of ours in a mail."""
    found = re.search(rf"{re.escape(settings.SITE_URL)}(/\S+)", message.body)
    assert found, message.body
    return found[1]


def code_in(message):
    """The six digits of a sign-in mail."""
    found = re.search(r"\b(\d{3}) ?(\d{3})\b", message.subject + message.body)
    assert found, message.body
    return found[1] + found[2]


def shown(page, where="main, #content"):
    """What the page says in its first `where`, once all of it has come.

    After a click Playwright goes on with the first bytes of the answer: what reads at once, reads
    half a page.
    """
    page.wait_for_load_state()
    return page.locator(where).first.inner_text()


def every(page, selector):
    """All that the selector finds, once all of the page has come."""
    page.wait_for_load_state()
    return page.locator(selector).all()
