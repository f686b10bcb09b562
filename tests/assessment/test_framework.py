"""What a placement observes, and that it keeps it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment import framework, progress, record
from assessment.enums import SetKind
from assessment.models import Indicator, Objective, ObjectiveSet, PlacementSet
from imyportal import weeks
from tests.assessment.observing import another_standard, give_company, give_self, standard_set
from tests.assessment.sets import agreed, drafted, proposed
from tests.factories import PlacementFactory, TraineeFactory

pytestmark = pytest.mark.django_db


def sets_of(*placements):
    found = framework.of(placements)
    return [found[each.pk].sets for each in placements]


def underway(**changes):
    """A placement in its second week today."""
    first = weeks.monday_of(timezone.localdate()) - timedelta(weeks=1)
    return PlacementFactory(starts_on=first, ends_on=first + timedelta(weeks=6), **changes)


def test_of_lists_standard_then_technical_objectives():
    placement = PlacementFactory()
    technical = agreed(placement.trainee.group)

    found = framework.of([placement])[placement.pk]

    assert [each.set.kind for each in found.objectives] == ["standard"] * 5 + ["technical"]
    assert found.sets == [*standard_set().sets, technical]
    assert len(found.indicators) == 11


@pytest.mark.parametrize("rows", [1, 3])
def test_of_many_asks_three_queries(django_assert_num_queries, rows):
    placements = PlacementFactory.create_batch(rows)
    for each in placements:
        agreed(each.trainee.group)

    with django_assert_num_queries(3):
        found = framework.of(placements)
        count = sum(len(found[each.pk].indicators) for each in placements)

    assert count == 11 * rows


def test_of_takes_the_closest_technical_set():
    placement = PlacementFactory(trainee__field="Cookery")
    group = placement.trainee.group
    other = PlacementFactory(trainee__group__organisation=group.organisation)
    for_field = agreed(group, "COOKERY")
    stranger = PlacementFactory(trainee__field="Cookery")
    same_field = PlacementFactory(
        trainee__group__organisation=group.organisation, trainee__group__field="cookery"
    )
    for_group = agreed(group, by=for_field.written_by)

    found = sets_of(placement, other, stranger, same_field)

    standard = standard_set().sets[0]
    assert found == [[standard, for_group], [standard], [standard], [standard, for_field]]


def test_of_a_draft_or_a_proposal_is_observed_by_nobody():
    placement = PlacementFactory()
    proposed(placement.trainee.group)

    assert sets_of(placement) == [standard_set().sets]


def test_begun_placement_keeps_both_versions():
    placement, later = PlacementFactory(), PlacementFactory()
    group = placement.trainee.group
    before = [standard_set().sets[0], agreed(group)]
    give_self(placement, 0)

    second = another_standard().set
    renewed = agreed(group, by=before[1].written_by)

    assert sets_of(placement, later) == [before, [second]]
    assert (renewed.version, renewed.is_current) == (2, True)
    before[1].refresh_from_db()
    assert (before[1].state, before[1].is_current) == ("replaced", False)
    fresh = TraineeFactory(group=group)
    assert sets_of(PlacementFactory(trainee=fresh)) == [[second, renewed]]


def test_begin_due_begins_each_placement_on_its_first_day_once():
    today = timezone.localdate()
    running = underway()
    long_over = PlacementFactory(starts_on=today - timedelta(300), ends_on=today - timedelta(200))
    coming = PlacementFactory(starts_on=today + timedelta(1), ends_on=today + timedelta(30))

    assert (framework.begin_due(), framework.begin_due()) == (1, 0)

    begun = PlacementSet.objects.filter(placement__in=[running, long_over, coming])
    assert [each.placement for each in begun] == [running]


def test_accepting_begins_at_once_where_no_technical_set_is_observed():
    mine = underway()
    group = mine.trainee.group
    framework.begin_due()
    over = PlacementFactory(trainee=TraineeFactory(group=group))

    technical = agreed(group)

    begun = PlacementSet.objects.filter(kind=SetKind.TECHNICAL)
    assert [(each.placement, each.set) for each in begun] == [(mine, technical)]
    assert over.ends_on < timezone.localdate()


def test_technical_objectives_count_in_record_progress_and_proposal(today):
    today("2026-03-06 18:00")
    placement = PlacementFactory()
    agreed(placement.trainee.group)
    objective = framework.of([placement])[placement.pk].objectives[-1]
    give_self(placement, 1, scores={objective.indicators.all()[0]: 80})
    give_company(placement, 1, scores={objective: 60})

    found = record.of([placement])[placement.pk]

    lines = progress.Progress(found, timezone.localdate()).objectives
    assert [(lines[-1].name, lines[-1].own, lines[-1].company)] == [("Cold kitchen en", 80, 60)]


# --- What the database refuses ----------------------------------------------------------------


def _insert_objective(found):
    Objective.objects.create(set=found, code="late", names={})


def _change_objective(found):
    found.objectives.update(names={"en": "Other"})


def _change_indicator(found):
    Indicator.objects.filter(objective__set=found).update(behaviours={})


def _delete_indicator(found):
    Indicator.objects.filter(objective__set=found).delete()


def _add_indicator(found):
    Indicator.objects.create(objective=found.objectives.first(), code="late", names={})


def _back_to_draft(found):
    ObjectiveSet.objects.filter(pk=found.pk).update(state="draft", is_current=False)


def _other_title(found):
    ObjectiveSet.objects.filter(pk=found.pk).update(title="Other")


@pytest.mark.parametrize(
    "change",
    [
        _insert_objective, _change_objective, _change_indicator, _delete_indicator, _add_indicator,
        _back_to_draft, _other_title,
    ],
)  # fmt: skip
def test_set_in_use_or_replaced_cannot_be_changed(change):
    found = agreed(PlacementFactory().trainee.group)

    for state in ("in_use", "replaced"):
        current = state == "in_use"
        ObjectiveSet.objects.filter(pk=found.pk).update(state=state, is_current=current)
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            change(found)


def test_placement_set_is_written_once_and_of_a_set_in_use():
    placement = PlacementFactory()
    standard = standard_set().sets[0]
    draft = drafted(placement.trainee.group)
    row = {"placement": placement, "kind": "standard"}
    kept = PlacementSet.objects.create(**row, set=standard)

    for broken in (
        lambda: PlacementSet.objects.create(**row, set=standard),
        lambda: PlacementSet.objects.create(placement=placement, kind="technical", set=draft),
        lambda: PlacementSet.objects.create(placement=placement, kind="technical", set=standard),
        lambda: PlacementSet.objects.filter(pk=kept.pk).update(kind="technical"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


def test_sets_what_must_hold_of_them():
    group = PlacementFactory().trainee.group
    agreed(group)
    school = {"kind": "technical", "organisation": group.organisation}
    field = {**school, "field": "Cookery"}
    ObjectiveSet.objects.create(**field)

    for broken in (
        {"kind": "standard", "field": "Cookery", "version": 7},
        {**school, "version": 3},
        {"kind": "technical", "group": group, "version": 3},
        {**field, "version": 2},
        {**field, "field": "cookery", "state": "in_use", "is_current": True, "version": 2},
        {**school, "group": group, "version": 1},
        {**school, "field": "Baking", "is_current": True},
        {**school, "field": "Baking", "state": "proposed"},
        {**school, "field": "Baking", "state": "replaced"},
        {**school, "field": "Baking", "state": "declined"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ObjectiveSet.objects.create(**broken)
