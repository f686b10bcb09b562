"""What triggers keep: it goes when its time is over, and nobody deletes it before."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from imyportal.migrating import KeepUntilDue
from imyportal.models import Change, OutgoingMail
from tests import cast as casting
from tests.trainees.evidence import age, more
from tests.trainees.test_privacy import counted
from trainees.models import LegalHold
from trainees.privacy import retention

MIGRATIONS = {
    "imyportal": "0015_trail_until_due",
    "trainees": "0038_evidence_until_due",
    "placements": "0035_evidence_until_due",
    "assessment": "0028_evidence_until_due",
}
KEPT = [
    rule
    for app, name in MIGRATIONS.items()
    for operation in import_module(f"{app}.migrations.{name}").Migration.operations
    if isinstance(operation, KeepUntilDue)
    for rule in operation.rules
]


def refused():
    """Tables of which nobody may delete all rows that are left, and those of which everybody may."""
    found = {True: set(), False: set()}
    for rule in KEPT:
        rows = f"FROM {rule.table} WHERE {rule.when.replace('OLD.', '')}"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 {rows}")
            if not cursor.fetchone():
                continue
            try:
                with transaction.atomic():
                    cursor.execute(f"DELETE {rows}")
                    transaction.set_rollback(True)
                found[False].add(rule.table)
            except IntegrityError:
                found[True].add(rule.table)
    return found[True], found[False]


@pytest.fixture
def one(db, today):
    today(casting.TODAY)
    side = casting.side(casting.ONE)
    more(side)
    Change.objects.create(actor_kind="portal", about_kind="x", before={"a": 1})
    return side


def test_evidence_that_is_not_due_is_deleted_by_nobody(one):
    keeps, lets_go = refused()

    assert lets_go == set()
    assert {rule.table for rule in KEPT} - keeps == {"imyportal_auditseal"}  # nothing is sealed yet
    assert retention.dry_run(timezone.localdate()) and counted(one.trainee)


@pytest.mark.postgres
def test_table_of_ones_own_in_the_place_of_the_rules_lets_nothing_go(one):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE trainees_retentionrule (kind text, months int)")
        cursor.execute("INSERT INTO trainees_retentionrule VALUES ('proof', 0), ('claims', 0)")

    assert refused()[1] == set()


def purged(day):
    """What the dry run says of each class, and what the purge does."""
    said = sum(each.count for each in retention.dry_run(day))
    assert retention.purge(day).total == said
    return said


def left(trainee):
    return set(counted(trainee)) - {"accounts.User", "trainees.Trainee", "imyportal.AuditEvent"}


def test_purge_takes_evidence_that_is_due_as_the_dry_run_says_unless_it_is_held(one):
    other, day = casting.side(casting.OTHER), timezone.localdate()
    more(other)
    LegalHold.objects.create(trainee=other.trainee, by=other.tutor, reason="A claim")
    OutgoingMail.objects.all().delete()  # goes by its own age
    held = counted(other.trainee)

    age(7)
    assert purged(day) > 60
    # Certificates and badges are checked for ten years, and name their owner.
    assert left(one.trainee) == {
        "assessment.BadgeAward",
        "assessment.BadgeIssue",
        "assessment.Certificate",
        "placements.Placement",
    }
    age(5)
    assert retention.purge(day + timedelta(days=1)).total > 4
    last = retention.purge(day + timedelta(days=2))
    assert last.counts == {"placements.Placement": 1}  # which the certificate stood on

    one.trainee.refresh_from_db()
    assert (left(one.trainee), one.trainee.last_name) == (set(), str(one.trainee.pk))
    assert counted(other.trainee) == held
    assert refused()[1] <= {"imyportal_auditevent"}
