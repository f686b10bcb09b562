"""imyportal/db.py: one trainee is never in two places at once."""

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from placements.enums import PlacementStatus
from placements.models import Placement
from tests.factories import CompanyTutorFactory, PlacementFactory, TraineeFactory

# A placement from 9 to 20 March is there.
OVERLAPS = {
    "the same days": (date(2026, 3, 9), date(2026, 3, 20)),
    "its last day": (date(2026, 3, 20), date(2026, 4, 3)),
    "its first day": (date(2026, 3, 2), date(2026, 3, 9)),
    "within": (date(2026, 3, 11), date(2026, 3, 12)),
    "around": (date(2026, 3, 1), date(2026, 3, 31)),
    "one day": (date(2026, 3, 10), date(2026, 3, 10)),
}
APART = {
    "the day before": (date(2026, 3, 2), date(2026, 3, 8)),
    "the day after": (date(2026, 3, 21), date(2026, 4, 3)),
    "another year": (date(2025, 3, 9), date(2025, 3, 20)),
}
WORDS = "This trainee already has a placement on some of these days."

overlapping = pytest.mark.parametrize("days", OVERLAPS.values(), ids=OVERLAPS.keys())
apart = pytest.mark.parametrize("days", APART.values(), ids=APART.keys())


@pytest.fixture
def there(db):
    return PlacementFactory(starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 20))


def another(days, trainee, **fields):
    return PlacementFactory.build(
        starts_on=days[0],
        ends_on=days[1],
        trainee=trainee,
        company_tutor=CompanyTutorFactory(),
        **fields,
    )


def cancelled():
    return {"status": PlacementStatus.CANCELLED, "cancelled_at": timezone.now()}


@overlapping
def test_validate_overlap_is_said_in_words(there, days):
    with pytest.raises(ValidationError) as caught:
        another(days, there.trainee).full_clean()

    assert caught.value.message_dict == {"__all__": [WORDS]}


@pytest.mark.postgres
@overlapping
def test_save_overlap_is_refused_by_the_database(there, days):
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        another(days, there.trainee).save()


@pytest.mark.postgres
@pytest.mark.parametrize("status", ["proposed", "confirmed", "interrupted"])
def test_save_overlap_with_anything_not_cancelled_is_refused(there, status):
    Placement.objects.update(status=status)

    with pytest.raises(IntegrityError), transaction.atomic():
        another(OVERLAPS["within"], there.trainee, status=PlacementStatus.PROPOSED).save()


@pytest.mark.postgres
def test_save_later_days_moved_onto_another_are_refused(there):
    other = another(APART["the day after"], there.trainee)
    other.save()

    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=other.pk).update(starts_on=there.ends_on)


@apart
def test_days_apart_are_taken(there, days):
    other = another(days, there.trainee)

    other.full_clean()
    other.save()


@overlapping
def test_other_trainee_on_the_same_days_is_taken(there, days):
    other = another(days, TraineeFactory())

    other.full_clean()
    other.save()


def test_cancelled_placement_leaves_its_days_free(there):
    Placement.objects.update(**cancelled())
    other = another(OVERLAPS["the same days"], there.trainee)

    other.full_clean()
    other.save()


def test_cancelled_placement_takes_no_days(there):
    other = another(OVERLAPS["the same days"], there.trainee, **cancelled())

    other.full_clean()
    other.save()


def test_validate_placement_against_itself_is_fine(there):
    there.ends_on = date(2026, 3, 19)

    there.full_clean()


def test_validate_without_dates_says_only_that_they_are_missing(there):
    other = another((None, None), there.trainee)

    with pytest.raises(ValidationError) as caught:
        other.full_clean()

    assert set(caught.value.message_dict) == {"starts_on", "ends_on"}


def test_migrations_know_the_rule_as_it_is(db):
    out = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=out)

    assert out.getvalue() == "No changes detected\n"
