"""Mail with real servers: a worker that dies, a broker that is away or hangs, a server that refuses."""

import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from imyportal import mail, work
from imyportal.models import OutgoingMail
from placements.enums import WeekStatus
from tests.factories import filled_week
from tests.services import until

pytestmark = pytest.mark.drill


@pytest.fixture(autouse=True)
def _bell_that_has_not_failed(monkeypatch):
    monkeypatch.setattr(work.bell, "_bell", work.bell._Bell())


def queue_one() -> OutgoingMail:
    week = filled_week(WeekStatus.DECLARED)
    tutor = week.placement.company_tutor
    with transaction.atomic():
        return mail.queue("placements/week_sent", to=tutor.email, language="it", about=week)


def sweep() -> None:
    call_command("sweep", verbosity=0)


def sent(row: OutgoingMail) -> bool:
    row.refresh_from_db()
    return row.sent_at is not None


def lease_runs_out() -> None:
    OutgoingMail.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def due_again() -> None:
    OutgoingMail.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def test_queue_with_worker_is_sent_at_once(celery_worker_process, smtp_sink):
    celery_worker_process()

    row = queue_one()

    until(lambda: sent(row), what="the mail")
    assert [(m["To"], m["Message-ID"]) for m in smtp_sink.messages] == [(row.to, row.message_id)]


def test_deliver_worker_killed_before_sending_is_sent_once(celery_worker_process, smtp_sink):
    worker = celery_worker_process(hold="mail.before_send")
    row = queue_one()
    worker.wait_until_held()

    worker.kill()
    lease_runs_out()
    sweep()

    assert sent(row)
    assert [m["Message-ID"] for m in smtp_sink.messages] == [row.message_id]


def test_deliver_worker_killed_after_sending_repeats_the_same_mail(
    celery_worker_process, smtp_sink
):
    worker = celery_worker_process(hold="mail.after_send")
    row = queue_one()
    worker.wait_until_held()

    worker.kill()
    lease_runs_out()
    sweep()

    assert sent(row)
    first, second = smtp_sink.messages
    assert first["Message-ID"] == second["Message-ID"] == row.message_id
    assert first.get_body(("plain",)).get_content() == second.get_body(("plain",)).get_content()


@pytest.mark.parametrize("trouble", ["stop", "pause"])
def test_queue_broker_away_or_hanging_costs_nothing_and_loses_nothing(
    transactional_db, redis_server, smtp_sink, trouble
):
    getattr(redis_server, trouble)()

    started = time.monotonic()
    row = queue_one()
    took = time.monotonic() - started
    sweep()

    assert took < 1
    assert sent(row)
    assert len(smtp_sink.messages) == 1


def test_deliver_server_says_later_is_tried_again(transactional_db, smtp_sink):
    smtp_sink.reply = "451 4.3.0 later"
    row = queue_one()
    sweep()
    row.refresh_from_db()

    assert (row.sent_at, row.attempts) == (None, 1)
    assert "451" in row.last_error
    assert row.due_at > timezone.now() + timedelta(seconds=20)

    smtp_sink.reply = smtp_sink.OK
    due_again()
    sweep()

    assert sent(row)
    assert len(smtp_sink.messages) == 1


def test_deliver_no_server_is_tried_again(transactional_db, smtp_sink):
    smtp_sink.stop()
    row = queue_one()
    sweep()

    assert not sent(row)

    smtp_sink.start()
    due_again()
    sweep()

    assert sent(row)
