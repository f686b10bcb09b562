"""The weekly cycle from the timetable to a real mail server, counted there, whatever is killed meanwhile."""

import shutil
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.db import DatabaseError, connection, transaction

from imyportal import mail, work
from imyportal.models import OutgoingMail
from placements.models import Reminder
from tests import migrated
from tests.assessment.observing import standard_set
from tests.conftest import ROME
from tests.factories import PlacementFactory
from tests.services import Postgres, until

pytestmark = pytest.mark.drill
THURSDAY = "2026-03-05T12:00:10+01:00"
LONG_AGO = datetime(2020, 1, 1, tzinfo=ROME)  # for the clock of a worker, too
MANY = 12


@pytest.fixture(autouse=True)
def _jobs_and_a_bell_that_has_not_failed(monkeypatch):
    current_app.loader.import_default_modules()
    monkeypatch.setattr(work.bell, "_bell", work.bell._Bell())


def ids_sent(sink):
    return Counter(message["Message-ID"] for message in sink.messages)


def once_each():
    """What the sink must have: every mail there is, once."""
    return Counter(OutgoingMail.objects.values_list("message_id", flat=True))


def nothing_waits():
    return not OutgoingMail.objects.waiting().exists()


def lease_runs_out():
    OutgoingMail.objects.waiting().update(lease_until=LONG_AGO)


def all_is_noted(smtp_sink):
    """Nothing is under way any more, and what was sent is written down."""
    sent = ids_sent(smtp_sink)
    time.sleep(0.5)
    open_rows = OutgoingMail.objects.filter(message_id__in=list(sent), done_at=None)
    return ids_sent(smtp_sink) == sent and not open_rows.exists()


def wake(name, times=1):
    for _ in range(times):
        current_app.send_task(f"imyportal.{name}", ignore_result=True)


def queue(to):
    with transaction.atomic():
        return mail.queue("accounts/notice", to=to, language="en", what="password")


def test_reminders_reach_everybody_once_through_two_dead_workers_a_lost_broker_and_two_beats(
    celery_worker_process, redis_server, smtp_sink
):
    standard_set()
    people = {each.trainee.email for each in PlacementFactory.create_batch(MANY)}

    # A worker dies while it decides: no half batch stays.
    deciding = celery_worker_process(hold="work.before_commit", IMY_CLOCK=THURSDAY)
    wake("go_on_with_the_week")
    deciding.wait_until_held()
    deciding.kill()
    assert (OutgoingMail.objects.count(), Reminder.objects.exclude(done_at=None).count()) == (0, 0)

    # The next one dies between two mails, when some of them have gone out.
    sending = celery_worker_process(
        hold="mail.before_send", IMY_HOLD_AFTER="4", IMY_CLOCK=THURSDAY, waits=False
    )
    wake("go_on_with_the_week")
    sending.wait_until_held()
    sending.kill()
    assert 4 <= len(smtp_sink.messages) < MANY
    lease_runs_out()

    # The broker forgets everything; two beats tick for the last worker, and tasks come ten times.
    redis_server.stop()
    redis_server.start()
    last = celery_worker_process(IMY_CLOCK=THURSDAY, waits=False)
    last.start_beat()
    last.start_beat()
    until(lambda: nothing_waits() and OutgoingMail.objects.exists(), what="the reminders")
    for name in ("go_on_with_the_week", "deliver_mail", "sweep"):
        wake(name, times=10)

    # It goes away once more, under a worker that is at work; the bell is deaf by then.
    redis_server.stop()
    OutgoingMail.objects.filter(pk=queue("late@x.example").pk).update(due_at=LONG_AGO)
    redis_server.start()
    until(nothing_waits, what="the mail nobody rang for")

    asked = OutgoingMail.objects.filter(template="placements/check_in")
    assert sorted(asked.values_list("to", flat=True)) == sorted(people)
    assert ids_sent(smtp_sink) == once_each()
    assert set(Reminder.objects.values_list("outcome", flat=True)) == {"mailed"}


@pytest.mark.parametrize(
    "monday", ["2026-03-23", "2026-10-19", "2026-12-28"], ids=["spring", "autumn", "week 53"]
)
def test_weeks_with_the_mail_server_away_for_hours_are_one_mail_each(
    transactional_db, smtp_sink, today, monday
):
    first = datetime.fromisoformat(monday)
    thursday = first + timedelta(days=3)
    placement = PlacementFactory(
        starts_on=(first - timedelta(weeks=1)).date(),
        ends_on=(first + timedelta(weeks=4)).date(),
        full_time=True,
    )
    to, sent = placement.trainee.email, []

    def goes_by(begin, hours):
        """Beat and sweep wake both, every hour."""
        for number in range(hours):
            today((begin + timedelta(hours=number)).strftime("%Y-%m-%d %H:%M"))
            for name in ("go_on_with_the_week", "deliver_mail") * 2:
                work.run(name)
        new = [m["Subject"] for m in smtp_sink.messages if m["To"] == to][sum(sent) :]
        sent.append(len(new))

    today(f"{thursday:%Y-%m-%d} 11:30")
    smtp_sink.stop()
    goes_by(thursday + timedelta(hours=11), 6)  # the check-in is due at noon
    smtp_sink.start()
    goes_by(thursday + timedelta(hours=17), 3)
    goes_by(thursday + timedelta(days=1, hours=15), 5)  # the hours; the check-in is beside it
    goes_by(thursday + timedelta(days=3, hours=1), 22)  # the clocks change; hours again at 18:00
    goes_by(thursday + timedelta(days=14, hours=11), 2)  # a week in which nobody woke up

    assert sent == [0, 1, 1, 1, 1]
    assert ids_sent(smtp_sink) == once_each()


# --- The database -----------------------------------------------------------------------------


@pytest.fixture
def own_database(transactional_db):
    """A cluster that only this drill has, with the tables of the tests; Django looks there meanwhile."""
    parent = Path(tempfile.mkdtemp(prefix="imy-test-"))
    parent.chmod(0o755)
    cluster = Postgres(parent, durable=True)
    place = connection.settings_dict
    before = place["HOST"]
    try:
        cluster.start()
        connection.close()
        place["HOST"] = str(cluster.folder)
        migrated.pour_into(place["NAME"])
        yield cluster
    finally:
        connection.close()
        place["HOST"] = before
        cluster.stop()
        shutil.rmtree(parent)


@contextmanager
def writers(count):
    """Threads that queue mails all the time: keys of those that were stored, and what others met."""
    stop, queued, refused = threading.Event(), [], []

    def write(number):
        while not stop.wait(0.02):
            try:
                queued.append(queue(f"n{number}.{len(queued)}@x.example").pk)
            except DatabaseError as error:
                refused.append(error)
                connection.close()
        connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(count)]
    for each in threads:
        each.start()
    try:
        yield queued, refused
    finally:
        stop.set()
        for each in threads:
            each.join()


def test_database_that_crashes_under_load_loses_and_doubles_no_mail(
    own_database, celery_worker_process, smtp_sink
):
    """It goes at the worst moment: a mail has been taken by the server and is not written down yet."""
    url = own_database.url.rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"
    worker = celery_worker_process(hold="mail.after_send", IMY_HOLD_AFTER="3", DATABASE_URL=url)
    with writers(2) as (queued, refused):
        until(lambda: queued, what="a mail")
        worker.wait_until_held()
        own_database.crash()
        connection.close()
        until(lambda: refused, what="the first refusal")
        worker.release()
        own_database.serve()
        before = len(queued)
        until(lambda: len(queued) > before + 10, what="mails after the crash")
    free = OutgoingMail.objects.waiting().filter(lease_until=None)
    until(lambda: wake("deliver_mail") or not free.exists(), what="the mails")
    until(lambda: "noted when it is back" in worker.text, what="the worker that was held")
    until(lambda: all_is_noted(smtp_sink), what="what was sent to be written down")
    lease_runs_out()
    wake("deliver_mail")
    until(nothing_waits, what="what the crash left")

    assert set(queued) <= set(OutgoingMail.objects.values_list("pk", flat=True))
    assert len(smtp_sink.messages) > 20
    assert ids_sent(smtp_sink) == once_each()
