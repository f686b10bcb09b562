"""imyportal/logs.py: no token in a log line, and one line an entry."""

import logging
from io import StringIO
from logging.config import dictConfig

import pytest
from django.conf import settings as portal
from django.urls import reverse

from accounts import links
from accounts.enums import Purpose
from tests.factories import CompanyTutorFactory

TOKEN = "Ab3-_" * 8 + "xyz"


@pytest.fixture
def log():
    """A logger as in production, and what it has written."""
    out = StringIO()
    config = portal.LOGGING["handlers"]["console"] | {"stream": out}
    dictConfig(
        {
            "version": 1,
            "incremental": False,
            "disable_existing_loggers": False,
            "filters": portal.LOGGING["filters"],
            "formatters": portal.LOGGING["formatters"],
            "handlers": {"kept": config},
            "loggers": {"tests.kept": {"handlers": ["kept"], "level": "INFO", "propagate": False}},
        }
    )
    logger = logging.getLogger("tests.kept")
    logger.read = out.getvalue
    yield logger
    logger.handlers.clear()


@pytest.mark.parametrize("door", ["/c/{}/", "/in/{}/", "/c/{}/week/", "/in/new-password/1-a/{}/"])
def test_log_token_in_the_text_is_masked(log, door):
    log.info("GET " + door.format(TOKEN) + " 200")  # noqa: G003

    assert TOKEN not in log.read()
    assert "…" in log.read()


def test_log_token_among_the_arguments_is_masked(log):
    log.warning("%s: %s %d", "Gone", f"/c/{TOKEN}/", 410)

    assert log.read().endswith("tests.kept Gone: /c/…/ 410\n")


def test_log_token_in_a_quoted_address_is_masked(log):
    log.info("GET /sign-in/?next=%%2Fc%%2F%s%%2F", TOKEN)

    assert TOKEN not in log.read()


def test_log_other_addresses_stay_readable(log):
    log.info("GET /static/c/portal.css /me/hours/2026-W11/ /verify/ABCD-EFGH-JKLM/")

    assert "/static/c/portal.css /me/hours/2026-W11/ /verify/ABCD-EFGH-JKLM/" in log.read()


def test_log_forged_line_break_stays_in_its_line(log):
    log.info("sign-in of %s", "a@example.org\r\n2026-03-19 INFO root all is well")

    assert log.read().count("\n") == 1
    assert "a@example.org\\r\\n2026" in log.read()


def test_log_traceback_stays_readable(log):
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        log.exception("failed")

    assert "\nZeroDivisionError: division by zero\n" in log.read()


def test_log_token_in_the_words_of_an_error_is_masked(log):
    try:
        raise ValueError(f"no page at /c/{TOKEN}/")
    except ValueError:
        log.exception("failed")

    assert TOKEN not in log.read()


def test_log_real_doors_are_masked(db, log):
    link = links.create(Purpose.COMPANY, CompanyTutorFactory())
    token = links.token_of(link)

    rooms = ("company", "guardian", "home", "accompanying")
    for name in ("link_sign_in", *(f"{room}:open" for room in rooms)):
        log.info(reverse(name, args=[token]))

    assert token not in log.read()
