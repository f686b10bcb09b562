"""imyportal/work/: rows that are work, the lease on them, and the bell."""

import threading
import time
from datetime import timedelta

import pytest
import redis
from django.conf import settings as portal
from django.db import connection, transaction
from django.utils import timezone

from imyportal import work
from imyportal.models import OutgoingMail
from tests.services import until

NOW = "2026-03-19 12:00"


def mail_row(**fields):
    """A row of work; nothing here sends it."""
    row = OutgoingMail(template="placements/week_sent", to="a@example.org", language="en")
    row.key = str(row.message_id)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def take():
    return work.claim_one(OutgoingMail.objects.due())


def finish(claim):
    with claim.finish() as row:
        row.sent_at = timezone.now()
        row.save(update_fields=["sent_at"])


@pytest.fixture
def noon(db, today):
    today(NOW)
    return timezone.now()


# --- Due, claimed, done -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"due_at": timedelta(seconds=1)},
        {"done_at": timedelta()},
        {"stopped_at": timedelta()},
        {"lease_until": timedelta(seconds=1)},
    ],
    ids=["not yet", "done", "given up", "held"],
)
def test_claim_row_that_is_not_due_is_left_alone(noon, fields):
    mail_row(**{name: noon + delta for name, delta in fields.items()})

    assert take() is None


def test_claim_the_longest_due_row_first_with_a_lease_and_one_attempt(noon):
    mail_row(due_at=noon - timedelta(minutes=1))
    first = mail_row(due_at=noon - timedelta(minutes=2))

    claim = take()

    first.refresh_from_db()
    assert claim.row == first
    assert (first.attempts, first.lease_token) == (1, claim.token)
    assert first.lease_until == noon + portal.WORK_LEASE


def test_claim_row_whose_lease_ran_out_is_taken_over(noon, today):
    mail_row()
    first = take()
    today("2026-03-19 12:06")

    second = take()

    assert second.row == first.row
    assert (second.token != first.token, second.row.attempts) == (True, 2)


def test_finish_keeps_what_the_caller_wrote_and_lets_go(noon):
    row = mail_row(last_error="OSError: away")

    finish(take())

    row.refresh_from_db()
    assert (row.done_at, row.sent_at, row.last_error) == (noon, noon, "")
    assert (row.lease_until, row.lease_token) == (None, None)


def test_finish_after_the_lease_has_passed_on_writes_nothing(noon, today):
    row = mail_row()
    slow = take()
    today("2026-03-19 12:06")
    take()

    with pytest.raises(work.LeaseLost):
        finish(slow)

    row.refresh_from_db()
    assert (row.done_at, row.sent_at) == (None, None)


def test_finish_twice_is_done_once(noon):
    mail_row()
    claim = take()
    finish(claim)

    with pytest.raises(work.LeaseLost):
        finish(claim)


def test_finish_error_inside_rolls_back_what_was_written(noon):
    row = mail_row()

    with pytest.raises(ZeroDivisionError), take().finish() as mine:
        mine.sent_at = noon
        mine.save(update_fields=["sent_at"])
        _ = 1 / 0

    row.refresh_from_db()
    assert (row.done_at, row.sent_at) == (None, None)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (5000, 3600)]
)
def test_fail_waits_twice_as_long_each_time_up_to_an_hour(noon, attempts, seconds):
    row = mail_row(attempts=attempts - 1)

    take().fail(OSError("away\nwith you"))

    row.refresh_from_db()
    assert row.due_at == noon + timedelta(seconds=seconds)
    assert (row.lease_until, row.lease_token, row.done_at) == (None, None, None)
    assert row.last_error == "OSError: away\nwith you"


def test_fail_with_a_very_long_reason_keeps_its_beginning(noon):
    row = mail_row()

    take().fail(OSError("x" * 5000))

    row.refresh_from_db()
    assert row.last_error == ("OSError: " + "x" * 5000)[:2000]


def test_fail_after_the_lease_has_passed_on_takes_nothing_from_the_new_holder(noon, today):
    row = mail_row()
    slow = take()
    today("2026-03-19 12:06")
    holder = take()

    slow.fail(OSError("away"))

    row.refresh_from_db()
    assert (row.lease_token, row.last_error) == (holder.token, "")


# --- Many rows, many workers ------------------------------------------------------------------


def test_do_all_one_row_that_fails_does_not_stop_the_others(noon):
    good, bad, last = mail_row(), mail_row(), mail_row()

    def do(claim):
        if claim.row == bad:
            raise ValueError("no such thing")
        finish(claim)

    assert work.do_all(OutgoingMail.objects.due, do) == 2
    bad.refresh_from_db()
    assert bad.last_error == "ValueError: no such thing"
    assert set(OutgoingMail.objects.exclude(done_at=None)) == {good, last}


def test_do_all_row_lost_to_another_is_not_counted_and_not_blamed(noon, today):
    row = mail_row()

    def do(claim):
        OutgoingMail.objects.update(lease_token=None, done_at=timezone.now())
        finish(claim)

    assert work.do_all(OutgoingMail.objects.due, do) == 0
    row.refresh_from_db()
    assert row.last_error == ""


def elsewhere(act):
    """What `act()` returns over a connection of its own."""
    outcome = []

    def run():
        try:
            outcome.append(act())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    assert not thread.is_alive(), "it waits for a lock"
    return outcome[0]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_claim_row_locked_by_another_is_passed_over_without_waiting():
    first, second = mail_row(), mail_row()

    with transaction.atomic():
        OutgoingMail.objects.select_for_update().get(pk=first.pk)
        claimed = elsewhere(lambda: (take(), take()))

    assert [claim and claim.row for claim in claimed] == [second, None]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_do_all_by_two_workers_does_every_row_once():
    rows = [mail_row() for _ in range(20)]
    done, meet = [], threading.Barrier(2, timeout=10)

    def do(claim):
        if not done:
            meet.wait()  # both hold a row before either goes on
        finish(claim)
        done.append(claim.row.pk)

    def worker():
        try:
            work.do_all(OutgoingMail.objects.due, do)
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(done) == sorted(row.pk for row in rows)
    assert set(OutgoingMail.objects.values_list("attempts", flat=True)) == {1}


# --- Kinds of work ----------------------------------------------------------------------------


@pytest.fixture
def kinds():
    """Kinds of work of this test only."""
    before = dict(work.runs._jobs)
    work.runs._jobs.clear()
    yield work.runs._jobs
    work.runs._jobs.clear()
    work.runs._jobs.update(before)


def test_run_all_kind_that_fails_does_not_stop_the_others(db, kinds):
    kinds |= {"first": lambda: 2, "broken": lambda: 1 // 0, "last": lambda: 3}

    assert work.run_all() == 5


def test_run_all_knows_every_kind_of_the_portal():
    from celery import current_app

    current_app.loader.import_default_modules()

    assert {"deliver_mail", "render_certificates"} <= set(work.runs._jobs)
    assert {f"imyportal.{name}" for name in work.runs._jobs} <= set(current_app.tasks)


# --- The bell ---------------------------------------------------------------------------------


@pytest.fixture
def bell(monkeypatch):
    """A bell that has neither rung nor failed."""
    bell = work.bell._Bell()
    monkeypatch.setattr(work.bell, "_bell", bell)
    return bell


def test_ring_without_a_broker_starts_nothing(
    db, bell, settings, django_capture_on_commit_callbacks
):
    settings.REDIS_URL = ""

    with django_capture_on_commit_callbacks(execute=True):
        work.ring("deliver_mail")

    assert bell._thread is None


def wakings():
    """Names of the messages that wait in Redis."""
    with redis.Redis.from_url(portal.REDIS_URL) as client:
        return sorted(
            name
            for name in ("deliver_mail", "render_certificates")
            for message in client.lrange("celery", 0, -1)
            if f'"imyportal.{name}"'.encode() in message
        )


def some_wakings(count):
    until(lambda: len(wakings()) >= count, seconds=10, what="the bell")
    return wakings()


@pytest.mark.postgres
def test_ring_wakes_after_the_commit_only(transactional_db, redis_server, bell):
    with transaction.atomic():
        work.ring("deliver_mail")
        time.sleep(0.3)
        before = wakings()

    assert (before, some_wakings(1)) == ([], ["deliver_mail"])


@pytest.mark.postgres
def test_ring_in_a_transaction_that_is_rolled_back_wakes_nobody(
    transactional_db, redis_server, bell
):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        work.ring("deliver_mail")
        _ = 1 / 0
    work.ring("render_certificates")

    assert some_wakings(1) == ["render_certificates"]


@pytest.mark.drill
def test_ring_with_a_dead_broker_returns_at_once_and_falls_silent(
    transactional_db, redis_server, bell
):
    redis_server.stop()

    started = time.perf_counter()
    for _ in range(50):
        work.ring("deliver_mail")
    took = time.perf_counter() - started
    until(lambda: bell._silent_until > time.monotonic() + 20, what="the bell to give up")

    assert took < 0.5
    redis_server.start()
    work.ring("deliver_mail")
    time.sleep(0.3)
    assert wakings() == []
