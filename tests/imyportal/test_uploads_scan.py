"""imyportal/uploads/scanning.py: nobody opens a file that clamd has not called clean."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from imyportal import mail as outbox
from imyportal import tasks, uploads
from imyportal.enums import FileState
from imyportal.models import OutgoingMail, StoredFile
from imyportal.uploads import scanning
from tests.clamd import Scanner
from tests.factories import TraineeFactory, UserFactory
from tests.imyportal.test_uploads import store
from tests.uploaded import pdf, upload


@pytest.fixture
def scanner(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    with Scanner(tmp_path / "clamd.sock") as listening:
        settings.CLAMD_SOCKET = listening.address
        yield listening


def waiting(person=None, content=b"a clean page"):
    return store(person or UserFactory(), content=content, state=FileState.QUARANTINE)


def test_scan_clean_file_may_be_opened_from_then_on(db, scanner):
    stored = uploads.take_in(upload(pdf()), by=UserFactory())
    before = uploads.answer(stored).status_code

    done = uploads.scan_due()

    stored.refresh_from_db()
    assert (before, done, stored.state) == (409, 1, FileState.CLEAN)
    assert uploads.answer(stored).status_code == 200
    assert scanner.scanned == [stored.path.read_bytes()]


def test_scan_large_file_arrives_whole(db, scanner):
    content = bytes(range(256)) * 1024

    assert scanning.ask_clamd(scanner.address, content) == ""
    assert scanner.scanned == [content]


def test_scan_virus_closes_the_file_and_tells_uploader_and_tutor(
    db, scanner, django_capture_on_commit_callbacks
):
    trainee = TraineeFactory(tutor=UserFactory(tutor=True, language="it"))
    stored = waiting(trainee.user, b"EVIL")

    with django_capture_on_commit_callbacks(execute=True):
        assert uploads.scan_due() == 1

    stored.refresh_from_db()
    outbox.deliver_due()
    assert (stored.state, stored.refused_because) == (FileState.REFUSED, "Test-Virus")
    assert not stored.path.exists()
    assert uploads.answer(stored).status_code == 410
    assert uploads.scan_due() == 0
    told = {message.to[0]: message for message in mail.outbox}
    assert set(told) == {trainee.user.email, trainee.tutor.email}
    own, tutors = told[trainee.user.email].body, told[trainee.tutor.email].body
    assert "that you added" in own
    assert str(trainee.user) in tutors
    assert "Bericht" not in own + tutors  # names of files may tell of illness


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: OK", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OKAY\0", b"\xff" * 9000],
    ids=["silence", "cut_off", "error", "unclear", "flood"],
)  # fmt: skip
def test_scan_without_a_clear_answer_keeps_the_file_closed(db, scanner, answer):
    scanner.answer = answer
    stored = waiting()

    assert uploads.scan_due() == 0

    stored.refresh_from_db()
    assert (stored.state, stored.attempts) == (FileState.QUARANTINE, 1)
    assert stored.last_error.startswith("ScanFailed")


def test_scan_while_clamd_is_down_waits_longer_each_time_and_heals(db, settings, scanner):
    stored = waiting()
    settings.CLAMD_SOCKET = scanner.address + ".gone"
    waits = []
    for _ in range(3):
        StoredFile.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        assert uploads.scan_due() == 0
        stored.refresh_from_db()
        waits.append(round((stored.due_at - timezone.now()).total_seconds()))
    closed = uploads.answer(stored).status_code

    settings.CLAMD_SOCKET = scanner.address
    StoredFile.objects.update(due_at=timezone.now() - timedelta(seconds=1))

    assert (waits, closed) == ([30, 60, 120], 409)
    assert uploads.scan_due() == 1


def test_scan_with_the_setting_taken_away_leaves_the_file_closed(db, settings, scanner):
    stored = waiting()
    settings.CLAMD_SOCKET = ""

    assert uploads.scan_due() == 0

    stored.refresh_from_db()
    assert stored.state == FileState.QUARANTINE


def test_scan_of_bytes_that_changed_meanwhile_is_no_scan(db, scanner):
    stored = waiting()
    stored.path.write_bytes(b"other bytes")

    assert uploads.scan_due() == 0
    assert scanner.scanned == []


def test_scan_that_dies_before_the_file_is_gone_leaves_it_to_the_reaper(db, scanner):
    stored = waiting(content=b"EVIL")

    assert uploads.scan_due() == 1  # what follows the commit is never run here

    assert stored.path.exists()
    assert not StoredFile.objects.kept().filter(pk=stored.pk).exists()


def test_scan_is_told_once_however_often_it_runs(db, scanner):
    waiting(content=b"EVIL")

    tasks.scan_uploads()
    StoredFile.objects.update(done_at=None, lease_until=None)
    tasks.scan_uploads()

    assert OutgoingMail.objects.count() == 1


def test_clamd_by_host_and_port_is_asked_there():
    with pytest.raises(OSError, match="refused|111"):
        scanning.ask_clamd("127.0.0.1:1", b"x")
