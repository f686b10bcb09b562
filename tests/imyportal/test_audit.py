"""The audit trail: what a note holds, that nobody changes it, and that its chain tells on them."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from imyportal import audit, sealing
from imyportal.enums import Action, ActorKind
from imyportal.models import AuditEvent, AuditSeal
from tests.conftest import untriggered
from tests.factories import CompanyTutorFactory, UserFactory

ANY = Action.SIGNED_OUT


def noted(count=1):
    return [audit.note(ANY, by=None, number=n) for n in range(count)]


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


# --- A note -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ActorKind)
def test_note_names_the_person_in_words_that_stay(db, kind):
    tutor = UserFactory(first_name="Giulia", last_name="Conti", tutor=True)
    link = links.create(Purpose.COMPANY, CompanyTutorFactory(last_name="Rossi"))
    by, actor = {
        ActorKind.TUTOR: (tutor, "Giulia Conti"),
        ActorKind.PERSON: (UserFactory(first_name="Lena", last_name="H"), "Lena H"),
        ActorKind.LINK: (link, "Marco Rossi"),
        ActorKind.NOBODY: (AnonymousUser(), ""),
        ActorKind.PORTAL: (None, ""),
    }[kind]

    with audit.asked_from("203.0.113.7"):
        event = audit.note(ANY, by=by, about=tutor, count=3)

    tutor.last_name = "Bianchi"
    tutor.save()
    event.refresh_from_db()
    assert (event.actor_kind, event.actor) == (kind, actor)
    assert event.link_id == (link.pk if kind == ActorKind.LINK else None)
    assert (event.about_kind, event.about_id) == ("accounts.user", str(tutor.pk))
    assert (event.about, event.ip, event.details) == ("Giulia Conti", "203.0.113.7", {"count": 3})


def test_note_of_an_unknown_deed_or_with_a_long_text_is_refused(db):
    with pytest.raises(ValueError, match="tea.drunk"):
        audit.note("tea.drunk", by=None)
    with pytest.raises(ValueError, match="too long"):
        audit.note(ANY, by=None, text="x" * audit.LARGEST)

    assert not AuditEvent.objects.exists()


def test_audit_trail_is_seen_by_coordinators_only(db):
    noted()
    sealing.seal()
    tutor, coordinator = UserFactory.create_batch(2, tutor=True)
    coordinator.groups.add(Group.objects.get(name="Coordinators"))

    for rows in (AuditEvent.objects, AuditSeal.objects):
        assert not rows.all().visible_to(tutor).exists()
        assert rows.all().visible_to(coordinator).count() == 1


# --- Written once -----------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["imyportal_auditseal", "imyportal_auditevent"])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {} SET {}",
        "DELETE FROM {}",
        pytest.param("TRUNCATE {} CASCADE", marks=pytest.mark.postgres),
    ],
)
def test_audit_trail_cannot_be_changed(db, table, change):
    noted()
    sealing.seal()
    connection.check_constraints()
    column = "digest = 'x'" if "seal" in table else "actor = 'x'"

    with pytest.raises(IntegrityError, match="kept as it was written"), transaction.atomic():
        run(change.format(table, column))

    assert sealing.check().fault == ""


# --- The chain --------------------------------------------------------------------------------


def test_seal_numbers_every_event_once_without_a_gap(db, monkeypatch):
    monkeypatch.setattr(sealing, "AT_ONCE", 2)
    noted(5)

    counts = sealing.seal(), sealing.seal()
    noted(1)

    assert (*counts, sealing.seal()) == (5, 0, 1)
    assert list(AuditSeal.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert sealing.check() == sealing.Verdict(6, AuditSeal.objects.get(number=6).digest)


@pytest.mark.parametrize(
    ("attack", "fault"),
    [
        ("UPDATE imyportal_auditevent SET actor = 'Nobody' WHERE id = {second}", "number 2 .* is not"),
        ("UPDATE imyportal_auditevent SET details = '{{\"n\": 9}}' WHERE id = {second}", "number 2 .* is not"),
        ("DELETE FROM imyportal_auditseal WHERE number = 2", "number 2 is missing"),
        ("UPDATE imyportal_auditseal SET number = 9 WHERE number = 2", "number 2 is missing"),
        ("UPDATE imyportal_auditseal SET digest = previous WHERE number = 2", "number 2 .* is not"),
        ("DELETE FROM imyportal_auditseal WHERE number > 3", "cut off"),
    ],
)  # fmt: skip
def test_check_finds_what_was_done_behind_the_triggers(db, attack, fault):
    second = noted(4)[1].pk
    sealing.seal()
    head = sealing.check().head

    with untriggered():
        run(attack.format(second=second))

    with pytest.raises(CommandError, match=fault):
        call_command("check_audit", expect=head, stdout=StringIO())


def test_check_finds_an_event_that_was_slipped_in(db):
    noted(2)
    sealing.seal()
    AuditEvent.objects.create(
        action=ANY, actor_kind=ActorKind.PORTAL, at=timezone.now() - timedelta(days=3)
    )

    sealing.seal()

    assert "1 events are not sealed" in sealing.check().fault


# --- Its old end ------------------------------------------------------------------------------


def old_and_new():
    """Two events of twelve years ago and one of today, sealed; what must be younger to stay."""
    for years in (12, 12, 0):
        at = timezone.now() - timedelta(days=366 * years)
        AuditEvent.objects.create(action=ANY, actor_kind=ActorKind.PORTAL, at=at)
        sealing.seal()
    return timezone.now() - timedelta(days=3653)


def test_trail_lets_its_old_end_go_and_the_chain_says_where_it_begins(db):
    before, head = old_and_new(), sealing.check().head

    counts = sealing.let_go(before), sealing.let_go(before)
    unsealed = sealing.check().fault
    sealing.seal()

    assert counts == ({"imyportal.AuditEvent": 2}, {})
    assert "number 1 is missing" in unsealed
    assert (sealing.check(head).fault, sealing.check().count) == ("", 4)
    assert AuditEvent.objects.first().details["number"] == 2


def test_end_of_the_trail_that_nobody_let_go_is_missed_and_a_young_one_is_kept(db):
    before = old_and_new()

    with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
        sealing.let_go(timezone.now() + timedelta(days=1))
    run(
        "DELETE FROM imyportal_auditseal WHERE event_id IN (SELECT id FROM imyportal_auditevent WHERE at < %s)",
        before,
    )

    assert "number 1 is missing" in sealing.check().fault


def test_check_audit_prints_count_and_head(db):
    noted(3)
    sealing.seal()
    out = StringIO()

    call_command("check_audit", stdout=out)

    head = AuditSeal.objects.get(number=3).digest
    assert out.getvalue() == f"events: 3\nhead: {head}\n"


@pytest.mark.postgres
def test_event_committed_late_is_sealed_after_those_that_were_faster(transactional_db):
    begun, go_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            noted()
            begun.set()
            go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(10)
    noted(2)
    first = sealing.seal()
    go_on.set()
    thread.join()

    assert (first, sealing.seal()) == (2, 1)
    events = list(AuditSeal.objects.order_by("number").values_list("event_id", flat=True))
    assert events[2] < events[0] < events[1]
    assert sealing.check().fault == ""


@pytest.mark.postgres
def test_two_workers_that_seal_at_once_make_one_chain(transactional_db, monkeypatch):
    monkeypatch.setattr(sealing, "AT_ONCE", 3)
    noted(30)
    done = []

    def work():
        done.append(sealing.seal())
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(done) == 30
    assert (sealing.check().count, sealing.check().fault) == (30, "")
