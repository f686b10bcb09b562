"""imyportal/ratelimit.py: how often something may happen, and who the visitor is."""

import threading

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory

from imyportal import ratelimit


def hits(count, key="try:me", *, limit=3, seconds=3600):
    return [ratelimit.hit(key, limit=limit, seconds=seconds) for _ in range(count)]


@pytest.fixture
def clock(db, today):
    """`clock("12:30")`"""

    def move(time):
        today(f"2026-03-19 {time}")

    move("12:00")
    return move


def test_hit_up_to_the_limit_and_no_further(clock):
    assert hits(5) == [True, True, True, False, False]


def test_hit_other_keys_count_for_themselves(clock):
    hits(3)

    assert hits(1, "try:you") == [True]


def test_hit_within_the_hour_stays_refused_whatever_happened_meanwhile(clock):
    hits(4)

    for time in ("12:06", "12:30", "12:59"):
        clock(time)
        assert hits(1) == [False]


def test_hit_after_the_window_is_free_again(clock):
    hits(3, seconds=60)

    clock("12:02")

    assert hits(4, seconds=60) == [True, True, True, False]


def test_hit_one_now_and_then_is_counted_in_every_window(clock):
    first = hits(1)
    clock("12:50")
    more = hits(2)
    clock("13:01")

    assert (first, more, hits(2)) == ([True], [True, True], [True, False])


def test_hit_with_limit_one_is_once(clock):
    assert hits(2, limit=1) == [True, False]


def test_hit_many_other_keys_push_nothing_out(clock):
    hits(3)

    for number in range(400):
        cache.add(f"zebra:{number}", 1, timeout=3600)

    assert hits(1) == [False]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_hit_by_many_at_once_lets_no_more_through():
    outcomes, meet = [], threading.Barrier(8, timeout=10)

    def run():
        try:
            meet.wait()
            outcomes.extend(hits(3))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert (len(outcomes), sum(outcomes)) == (24, 3)


# --- Whose address ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "10.0.0.9"),
        (0, "6.6.6.6", "10.0.0.9"),  # the visitor's own claim
        (1, None, "10.0.0.9"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (2, "6.6.6.6, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.9"),  # did not come by both
        (2, "2001:db8::7, 10.0.0.2", "2001:db8::7"),
        (1, "", "10.0.0.9"),
        (1, "6.6.6.6, ", "10.0.0.9"),
        (1, "6.6.6.6, unknown", "10.0.0.9"),
        (1, "' or 1=1", "10.0.0.9"),
    ],
)
def test_client_ip_believes_our_own_proxies_only(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}

    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.9")

    assert ratelimit.client_ip(request) == address
