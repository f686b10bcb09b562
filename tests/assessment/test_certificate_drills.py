"""Certificates under fire: a worker that dies, a broker that is away, many who ask at once."""

import hashlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assessment import certificates
from assessment.credentials import keys
from assessment.models import Certificate, CertificateCounter
from imyportal import work
from imyportal.models import OutgoingMail
from placements.models import Placement
from tests.services import until

from .ready import ready_group

pytestmark = pytest.mark.drill
ONE_MAIL_EACH = ["assessment/certificate_ready", "assessment/certificates_ready"]


@pytest.fixture(autouse=True)
def _kept(transactional_db, django_db_serialized_rollback, monkeypatch):
    """What is committed stays for the other processes; the bell has not failed yet."""
    monkeypatch.setattr(work.bell, "_bell", work.bell._Bell())


@pytest.fixture
def hook():
    """`hook(name, action)` for this test."""
    names = []

    def put(name, action):
        names.append(name)
        work.set_hook(name, action)

    yield put
    for name in names:
        work.set_hook(name, None)


def ask(group):
    with transaction.atomic():
        return certificates.request(
            Placement.objects.filter(trainee__group=group), by=group.lead_tutor
        )


def sweep():
    call_command("sweep", verbosity=0)


def is_made():
    return not Certificate.objects.filter(rendered_at=None).exists()


def lease_runs_out():
    Certificate.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def queued():
    return sorted(OutgoingMail.objects.values_list("template", flat=True))


def check_files():
    """Each file is whole and the one its row speaks of; no half file lies beside."""
    made = Certificate.objects.all()
    for each in made:
        assert hashlib.sha256(Path(each.pdf.path).read_bytes()).hexdigest() == each.pdf_digest
    there = [path.name for path in Path(made[0].pdf.path).parent.iterdir()]
    assert not [name for name in there if name.startswith(".")]


def in_parallel(count, do):
    """`do(n)` in `count` threads that start together; what each gave back or raised."""
    start = threading.Barrier(count)

    def one(n):
        try:
            start.wait()
            return do(n)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


# --- The worker dies --------------------------------------------------------------------------


@pytest.mark.parametrize("spot", ["certificates.rendered", "certificates.stored"])
def test_render_worker_killed_in_the_middle_is_made_once(celery_worker_process, spot):
    worker = celery_worker_process(hold=spot)
    made = ask(ready_group(1))
    worker.wait_until_held()

    worker.kill()
    assert not is_made()
    lease_runs_out()
    sweep()

    kept = Certificate.objects.get()
    assert (kept.number, kept.code, kept.attempts) == (made[0].number, made[0].code, 2)
    assert kept.rendered_at is not None
    check_files()
    assert queued() == ONE_MAIL_EACH


def test_render_worker_that_was_too_slow_changes_nothing(hook):
    ask(ready_group(1))

    def another_worker_takes_over():
        work.set_hook("certificates.stored", None)
        lease_runs_out()
        assert certificates.render_due() == 1

    hook("certificates.stored", another_worker_takes_over)

    assert certificates.render_due() == 0
    assert is_made()
    check_files()
    assert queued() == ONE_MAIL_EACH


def test_render_with_worker_is_made_at_once(celery_worker_process):
    celery_worker_process()

    ask(ready_group(2))

    until(is_made, what="the certificates")
    check_files()
    until(lambda: len(queued()) == 3, what="the mails")


# --- The broker is away -----------------------------------------------------------------------


@pytest.mark.parametrize("trouble", ["stop", "pause"])
def test_request_broker_away_or_hanging_costs_nothing_and_loses_nothing(redis_server, trouble):
    group = ready_group(1)
    getattr(redis_server, trouble)()

    started = time.monotonic()
    ask(group)
    took = time.monotonic() - started
    sweep()

    assert took < 2
    assert is_made()
    assert queued() == ONE_MAIL_EACH


def test_render_two_workers_that_finish_together_tell_the_school_once(hook):
    group = ready_group(2)
    ask(group)
    both = threading.Barrier(2, timeout=60)
    hook("certificates.stored", both.wait)

    in_parallel(2, lambda n: certificates.render_due())

    assert is_made()
    mails = OutgoingMail.objects.filter(template="assessment/certificates_ready")
    keys = set(Certificate.objects.values_list("pk", flat=True))
    assert [set(row.details["certificates"]) for row in mails] == [keys]


# --- Many at once -----------------------------------------------------------------------------


def test_request_twenty_times_at_once_is_made_once(hook):
    group = ready_group(1)
    hook("certificates.before_numbers", lambda: time.sleep(0.1))

    answers = in_parallel(20, lambda n: [each.pk for each in ask(group)])

    assert answers == [[Certificate.objects.get().pk]] * 20
    assert CertificateCounter.objects.get().last == 1


def test_request_twelve_at_once_leaves_no_gap_in_the_numbers(hook):
    groups = [ready_group(1) for _each in range(12)]
    hook("certificates.counter_read", lambda: time.sleep(0.03))

    answers = in_parallel(12, lambda n: ask(groups[n]))

    assert [error for error in answers if isinstance(error, Exception)] == []
    numbers = Certificate.objects.order_by("number").values_list("number", flat=True)
    assert [int(number[-4:]) for number in numbers] == list(range(1, 13))


def test_request_without_the_lock_on_the_counter_doubles_numbers(hook, monkeypatch):
    """If this fails, the test above proves nothing."""
    groups = [ready_group(1) for _each in range(12)]
    hook("certificates.counter_read", lambda: time.sleep(0.03))
    rows = type(CertificateCounter.objects.all())
    monkeypatch.setattr(rows, "select_for_update", lambda self, **options: self)

    answers = in_parallel(12, lambda n: ask(groups[n]))

    assert [error for error in answers if isinstance(error, IntegrityError)]


# --- A whole group ----------------------------------------------------------------------------


def test_batch_with_a_worker_killed_in_the_middle_loses_and_doubles_nothing(celery_worker_process):
    """Twelve asked for at once, each with credential; the worker dies at the fifth."""
    group = ready_group(12)
    keys.make()
    worker = celery_worker_process(hold="certificates.stored", IMY_HOLD_AFTER="4")
    ask(group)
    worker.wait_until_held()
    worker.kill()
    done = set(Certificate.objects.exclude(rendered_at=None).values_list("pk", "pdf_digest"))

    lease_runs_out()
    sweep()

    made = Certificate.objects.order_by("number")
    assert len(done) == 4
    assert done <= set(made.values_list("pk", "pdf_digest"))
    assert [int(each.number[-4:]) for each in made] == list(range(1, 13))
    assert is_made()
    check_files()
    assert len({each.status_id for each in made}) == 12
    folder = Path(made[0].pdf.path).parent
    assert {path.name for path in folder.iterdir()} >= {Path(each.pdf.path).name for each in made}
    ours = [
        path for each in made for path in folder.glob(f"{each.number}-{each.content_digest[:16]}*")
    ]
    assert len(ours) == 12
    assert sum(name.endswith("certificate_ready") for name in queued()) == 12
    told = OutgoingMail.objects.filter(template="assessment/certificates_ready")
    assert sorted(key for row in told for key in row.details["certificates"]) == sorted(
        each.pk for each in made
    )
