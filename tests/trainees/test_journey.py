"""The journey: steps of a group, ticks on the phone and on the desk."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.factories import GroupFactory, PlacementFactory, TraineeFactory, UserFactory
from trainees import journey, journey_page, standard
from trainees import models as rows
from trainees.models import JourneyStep, StepDone

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainee():
    return TraineeFactory()


def step_of(group, code="kit", **fields):
    fields = {"phase": "welcome", "names": {"en": f"Step {code}"}} | fields
    return JourneyStep.objects.create(group=group, code=code, **fields)


def ticks():
    return set(StepDone.objects.values_list("trainee", "step"))


def test_group_begins_with_the_template_once_and_keeps_its_own():
    standard.write(models=rows)
    group = GroupFactory()
    own = step_of(group, "guidebook")

    counts = [journey.begin(group), journey.begin(group)]

    template = JourneyStep.objects.template()
    assert counts == [template.count() - 1, 0]
    assert list(JourneyStep.objects.filter(group=group, code="guidebook")) == [own]


def test_ticked_twice_is_once_and_undone_the_same_day_only(trainee, today):
    today("2026-03-19")
    step, me = step_of(trainee.group), trainee.user
    for _ in range(2):
        journey.tick(trainee, step, by=me)

    journey.untick(trainee, step, by=me)
    undone = ticks()
    journey.tick(trainee, step, by=me)
    today("2026-03-20")

    assert undone == set()
    with pytest.raises(ValidationError, match="Ask your tutor"):
        journey.untick(trainee, step, by=me)
    journey.untick(trainee, step, by=trainee.responsible)
    assert ticks() == set()


def test_step_is_not_ticked_by_the_trainee_before_its_phase_begins(trainee, today):
    today((trainee.group.leaves_on - timedelta(days=1)).isoformat())
    step = step_of(trainee.group, "story", phase="home")

    with pytest.raises(ValidationError, match="Tick it then"):
        journey.tick(trainee, step, by=trainee.user)
    found = {
        row.name: row
        for _p, rows in journey_page.page(trainee, today=timezone.localdate()).phases
        for row in rows
    }
    today(trainee.group.leaves_on.isoformat())
    journey.tick(trainee, step, by=trainee.user)

    assert not found[step.name].can_tick
    assert found[step.name].label.startswith("From ")
    assert ticks() == {(trainee.pk, step.pk)}


def test_tick_is_refused_for_the_tutors_step_and_for_another_group(trainee):
    tutors = step_of(trainee.group, ticked_by="tutor")
    foreign = step_of(GroupFactory())

    for step in (tutors, foreign):
        with pytest.raises(ValidationError):
            journey.tick(trainee, step, by=trainee.user)
    journey.tick(trainee, tutors, by=trainee.responsible)

    assert ticks() == {(trainee.pk, tutors.pk)}


def test_database_refuses_what_is_there_twice_or_too_far(trainee):
    step = step_of(trainee.group)
    journey.tick(trainee, step, by=trainee.user)
    step_of(None, "once-in-template")
    broken = [
        lambda: StepDone.objects.create(trainee=trainee, step=step, by=trainee.user),
        lambda: step_of(trainee.group),
        lambda: step_of(None, "once-in-template"),
        lambda: step_of(trainee.group, "far", due_days=400),
    ]

    for action in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            action()


def test_visible_to_steps_are_the_groups_people_and_the_template_the_agencys(trainee):
    step, template = step_of(trainee.group), step_of(None, "template-only")
    step_of(GroupFactory())

    def seen(viewer):
        mine = JourneyStep.objects.visible_to(viewer)
        return set(mine.filter(pk__in=JourneyStep.objects.exclude(group=None)))

    assert seen(trainee.user) == seen(trainee.responsible) == {step}
    assert seen(UserFactory()) == set()
    assert template in JourneyStep.objects.visible_to(trainee.responsible)
    assert template not in JourneyStep.objects.visible_to(trainee.user)


# --- Pages ------------------------------------------------------------------------------------


def test_trainee_ticks_the_next_step_and_home_names_the_one_after(trainee, client_for, today):
    today("2026-03-03")
    later = step_of(trainee.group, "later", due_days=20)
    first = step_of(trainee.group, "first", due_days=1)
    foreign = step_of(GroupFactory())
    me = client_for(trainee.user)

    page = me.get(reverse("trainees:journey"))
    me.post(reverse("trainees:journey_step", args=[first.pk]))
    home = me.get(reverse("placements:home"))

    assert page.context["page"].next.key == first.pk
    assert ticks() == {(trainee.pk, first.pk)}
    assert later.name in [todo.title for todo in home.context["todos"]]
    assert me.post(reverse("trainees:journey_step", args=[foreign.pk])).status_code == 404
    assert client_for(UserFactory()).get(reverse("trainees:journey")).status_code == 404


def test_desk_ticks_a_column_and_leaves_alone_what_came_meanwhile(trainee, client_for):
    group, other = trainee.group, TraineeFactory(group=trainee.group)
    kit, rules = step_of(group, "kit"), step_of(group, "rules", position=1)
    journey.tick(trainee, kit, by=trainee.user)
    desk = client_for(group.lead_tutor)
    url = reverse("admin:trainees_group_journey", args=[group.pk])
    shown = f"{trainee.pk}:{kit.pk}"
    journey.tick(other, rules, by=other.user)  # after the page was opened

    desk.post(url, {"tick": [shown], "shown": [shown], "all": str(kit.pk)})
    for_all = ticks()
    desk.post(url, {"shown": [shown]})

    assert for_all == {(trainee.pk, kit.pk), (other.pk, kit.pk), (other.pk, rules.pk)}
    assert ticks() == for_all - {(trainee.pk, kit.pk)}
    stranger = client_for(GroupFactory().lead_tutor)
    assert stranger.post(url, {"all": str(kit.pk)}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_query_count_does_not_grow(client_for, django_assert_max_num_queries, rows):
    group = GroupFactory()
    people = [PlacementFactory(trainee__group=group).trainee for _ in range(rows)]
    steps = [step_of(group, f"s{number}") for number in range(rows)]
    journey.change(done=[(p, s) for p in people for s in steps], undone=[], by=people[0].user)
    desk, url = (
        client_for(group.lead_tutor),
        reverse("admin:trainees_group_journey", args=[group.pk]),
    )
    desk.get(url)

    with django_assert_max_num_queries(8):
        page = desk.get(url)

    assert len(page.context["grid"].rows) == rows


def test_desk_keeps_wordings_of_other_languages_and_guards_the_template(client_for):
    group = GroupFactory()
    step = step_of(group, names={"en": "Read", "de": "Lesen"})
    template = step_of(None, "template-only")
    desk = client_for(group.lead_tutor)
    url = reverse("admin:trainees_journeystep_change", args=[step.pk])
    data = {"group": group.pk, "code": "kit", "phase": "welcome", "position": 0, "due_days": 1}
    data |= {"ticked_by": "trainee", "due_from": "arrival", "name_en": "Read it", "name_it": ""}

    answer = desk.post(url, data)
    looked_at = desk.get(reverse("admin:trainees_journeystep_change", args=[template.pk]))

    step.refresh_from_db()
    assert answer.status_code == 302
    assert step.names == {"en": "Read it", "de": "Lesen"}
    assert "en: Step template-only" in looked_at.content.decode()


def test_overview_says_who_is_stuck_where_since_when_and_whose_turn_it_is(today, client_for):
    today("2026-03-20")
    group = GroupFactory(arrives_on=date(2026, 3, 14), leaves_on=date(2026, 4, 11))
    lena, ole, ada = (TraineeFactory(group=group, last_name=each) for each in ("A", "B", "C"))
    early = step_of(group, "pack", phase="before", due_days=-3)
    kit = step_of(group, "kit", phase="welcome", due_days=2)
    talk = step_of(group, "talk", phase="welcome", due_days=3, ticked_by="tutor")
    last = step_of(group, "last", phase="home", due_days=30)
    pairs = [(lena, kit), (lena, early), *((ada, step) for step in (early, kit, talk, last))]
    journey.change(done=pairs, undone=[], by=group.lead_tutor)

    page = client_for(group.lead_tutor).get(
        reverse("admin:trainees_group_journey", args=[group.pk])
    )

    rows = page.context["grid"].overview.rows
    assert [(row.trainee, row.step, row.when, row.turn, row.why, row.late) for row in rows] == [
        (ole, "Step kit", "since 16 March", "trainee", "never signed in", 3),
        (lena, "Step talk", "since 17 March", "agency tutor", "", 1),
        (ada, "", "", "", "", 0),
    ]
    assert [[share.text for share in row.phases] for row in rows] == [
        ["0/1", "0/2", "0/1"],
        ["1/1", "1/2", "0/1"],
        ["1/1", "2/2", "1/1"],
    ]
    assert "2 trainees are late with something" in page.content.decode()


def test_step_stands_in_ones_own_language_below_that_of_the_page(client_for):
    trainee = TraineeFactory(user__language="hu")
    step_of(trainee.group, names={"en": "Read the kit", "hu": "Olvasd el"})
    english = TraineeFactory(group=trainee.group)
    url = reverse("trainees:journey")

    page = client_for(trainee.user).get(url).content.decode()

    assert '<span class="d" lang="hu">Olvasd el</span>' in page and "Read the kit" in page
    assert "Olvasd el" not in client_for(english.user).get(url).content.decode()


@pytest.mark.parametrize(
    ("day", "first", "note"),
    [
        ("2026-03-10", "Step pack", "by 11 March · 0 of 2 steps done"),
        ("2026-03-20", "Step keys", "from 4 April · 0 of 2 steps done"),
    ],
)
def test_home_names_the_step_that_counts_today(today, client_for, day, first, note):
    today(day)
    group = GroupFactory(arrives_on=date(2026, 3, 14), leaves_on=date(2026, 4, 11))
    trainee = TraineeFactory(group=group)
    step_of(group, "pack", phase="before", due_days=-3)
    step_of(group, "keys", phase="departure", due_from="departure", due_days=-1)

    rows = client_for(trainee.user).get(reverse("placements:home")).context["todos"]

    found = [(row.title, row.note) for row in rows if row.url == reverse("trainees:journey")]
    assert found == [(first, note)]
