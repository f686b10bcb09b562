"""By comparison and against a written model; a word at 0 and 100, whoever scores."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessment import written_models
from assessment.enums import EvaluationKind
from assessment.models import Evaluation, PeerRequest, Score, WrittenModel
from imyportal import weeks
from placements.enums import WeekStatus
from placements.models import WeekSignature
from tests.assessment.observing import (
    give_agency,
    give_company,
    give_compare,
    give_peer,
    give_self,
    noon,
    slot_of,
    standard_set,
)
from tests.factories import MONDAY, PlacementFactory, TraineeFactory, UserFactory, filled_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement(client):
    standard_set()
    placement = PlacementFactory()
    client.force_login(placement.trainee.user)
    return placement


def send(client, slot, value="60", **changes):
    taps = {f"o{each.pk}": value for each in standard_set().objectives}
    data = taps | {"once": str(uuid.uuid4()), "comment": ""} | changes
    with time_machine.travel(noon(slot.opens_on), tick=False):
        return client.post(reverse("assessment:self_evaluation", args=[slot.key]), data)


def test_comparison_asks_with_whom_and_what_is_different(client, placement):
    slot = slot_of(placement, 3, EvaluationKind.COMPARE)

    refused = send(client, slot)
    send(client, slot, compared_with="tutor", comment="She measures twice")

    assert set(refused.context["form"].errors) == {"compared_with", "comment"}
    given = Evaluation.objects.get()
    assert (given.kind, given.compared_with, given.comment) == (
        "compare",
        "tutor",
        "She measures twice",
    )


def test_model_stands_beside_the_scale_and_its_version_is_kept(client, placement):
    slot = slot_of(placement, 1, EvaluationKind.MODEL)
    objective = standard_set().objectives[0]
    old = WrittenModel.objects.get(objective=objective)
    with time_machine.travel(noon(slot.opens_on), tick=False):
        page = client.get(reverse("assessment:self_evaluation", args=[slot.key]))

    send(client, slot)
    written_models.write(objective, texts={"en": "Newer"}, by=UserFactory())
    written_models.write(objective, field="BAKING", texts={"en": "Ours"}, by=UserFactory())

    assert page.text.count("What good work looks like") == 5
    assert old.text.split(".")[0] in page.text
    assert Score.objects.get(objective=objective).model == old
    found = [written_models.of([objective], field=each) for each in ("Baking", "", "Wood")]
    assert [each[objective.pk].text for each in found] == ["Ours", "Newer", "Newer"]


def test_write_again_the_same_is_the_same_version_and_english_is_needed():
    objective = standard_set().objectives[0]

    made = [
        written_models.write(objective, texts={"en": " X "}, by=UserFactory()) for _ in range(2)
    ]

    assert made[0] == made[1] and made[0].version == 2
    with pytest.raises(ValidationError):
        written_models.write(objective, texts={"it": "Y"}, by=UserFactory())


def test_model_is_written_by_coordinators(client_for):
    standard_set()
    model = WrittenModel.objects.first()
    address = reverse("admin:assessment_writtenmodel_write", args=[model.pk])

    boss = client_for(UserFactory(admin=True))
    bare = boss.post(address, {"en": ""})
    boss.post(address, {"en": "New words", "field": ""})

    assert client_for(UserFactory(tutor=True)).get(address).status_code == 403
    assert list(bare.context["form"].errors) == ["en"]
    newest = WrittenModel.objects.current().get(objective=model.objective, field="")
    assert (newest.version, newest.text) == (model.version + 1, "New words")


# --- A word at the extremes -------------------------------------------------------------------


@pytest.mark.parametrize("value", ["0", "100"])
def test_own_at_an_extreme_wants_a_word(client, placement, value):
    slot = slot_of(placement, 1, EvaluationKind.MODEL)

    refused = send(client, slot, value)
    send(client, slot, value, comment="Every day")

    (text,) = refused.context["form"].errors["comment"]
    assert text.startswith("You gave 0 or 100 for “Punctuality and reliability” and 4 more.")
    assert Evaluation.objects.count() == 1


@pytest.mark.parametrize("give", [give_self, give_company, give_agency])
def test_extreme_without_a_word_is_refused_at_the_comment_whoever_gives_it(placement, give):
    for value in (0, 100):
        with pytest.raises(ValidationError) as error:
            give(placement, 1, value, comment=" ")
        assert [each.code for each in error.value.error_dict["comment"]] == ["words"]
    assert not Evaluation.objects.exists()

    assert give(placement, 1, 100, comment="Every day").comment == "Every day"


def test_own_without_what_its_kind_needs_is_refused_at_the_field(placement):
    for give, field in (
        (lambda: give_compare(placement, 3, comment=" "), "comment"),
        (lambda: give_peer(placement, besides=None), "peer"),
    ):
        with pytest.raises(ValidationError) as error:
            give()
        assert list(error.value.error_dict) == [field]
    assert not Evaluation.objects.exists()


def test_company_signs_hours_without_a_word_and_is_asked_afterwards(company_client):
    standard_set()
    week = filled_week(WeekStatus.DECLARED)
    page = company_client(week.placement.company_tutor)
    first, second, *_rest = standard_set().objectives
    taps = {f"scores-{week.pk}-o{first.pk}": "100", f"scores-{week.pk}-o{second.pk}": "none"}
    where = [week.placement.public_id, weeks.iso(week.monday)]
    address = reverse("assessment:company_scores", args=where)

    with time_machine.travel(noon(week.monday + timedelta(days=6)), tick=False):
        thanks = page.post(
            reverse("company:week", args=where),
            taps | {"version": week.version, "do": "sign"},
            follow=True,
        )
        refused = page.post(address, {f"scores-o{first.pk}": "100"})
        page.post(address, {f"scores-o{first.pk}": "100", "scores-comment": "Sempre puntuale"})
        done = page.get(reverse("company:weeks") + "?all=1")

    assert WeekSignature.objects.count() == 1
    assert address in thanks.text and address not in done.text
    assert list(refused.context["form"].errors) == ["comment"]
    assert dict(Evaluation.objects.get().scores.values_list("objective", "value")) == {
        first.pk: 100,
        second.pk: None,
    }


def test_company_scores_of_a_week_long_over_are_gone_and_of_others_not_found(
    company_client, placement
):
    page = company_client(placement.company_tutor)
    other = PlacementFactory()

    with time_machine.travel(noon(MONDAY + timedelta(weeks=5)), tick=False):
        answers = [
            page.get(reverse("assessment:company_scores", args=[each.public_id, week]))
            for each, week in [
                (placement, "2026-W14"),
                (placement, "2026-W10"),
                (placement, "2026-W16"),
                (placement, "x"),
                (other, "2026-W14"),
            ]
        ]

    assert [each.status_code for each in answers] == [200, 410, 404, 404, 404]
    assert answers[1].context["until"] == MONDAY + timedelta(days=20)


# --- What must never be false -----------------------------------------------------------------


def evaluation(**fields):
    return Evaluation.objects.create(
        **{"kind": "self", "moment": "week", "monday": MONDAY, "given_by": "X"} | fields
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "coworker"},
        {"kind": "coworker", "role": "Cook", "given_by": ""},
        {"kind": "compare"},
        {"kind": "self", "compared_with": "tutor"},
        {"kind": "self", "confirmed_at": noon(MONDAY)},
    ],
)
def test_evaluation_of_a_kind_without_what_it_needs_is_refused(placement, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        evaluation(placement=placement, **wrong)


def test_score_with_a_model_is_of_an_objective(placement):
    given = evaluation(placement=placement)
    indicator, model = standard_set().indicators[0], WrittenModel.objects.first()

    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.create(evaluation=given, indicator=indicator, model=model, value=1)


def test_requests_are_one_at_a_time_answered_with_a_time_and_declined_with_a_word(placement):
    given = give_peer(placement)
    request = PeerRequest.objects.get()
    mate = TraineeFactory(group=placement.trainee.group)

    for action in (
        lambda: PeerRequest.objects.create(evaluation=given, peer=mate),
        lambda: PeerRequest.objects.filter(pk=request.pk).update(answer="confirmed"),
        lambda: PeerRequest.objects.filter(pk=request.pk).update(
            answer="declined", answered_at=noon(MONDAY)
        ),
        lambda: PeerRequest.objects.create(
            evaluation=given,
            peer=request.peer,
            answer="declined",
            answered_at=noon(MONDAY),
            word="x",
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            action()


def test_written_model_has_one_version_in_use_and_each_once():
    objective = standard_set().objectives[0]
    for fields in ({"version": 9}, {"version": 1, "is_current": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WrittenModel.objects.create(objective=objective, texts={"en": "X"}, **fields)


def test_give_company_in_the_middle_is_of_mid_term(placement):
    assert give_company(placement, 4).moment == "mid"
