"""With one another's help: who is asked, what they see, and that nothing counts before they say so."""

import uuid
from dataclasses import replace

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db.models import Min
from django.urls import reverse

from assessment import evaluations, home, peers, slots
from assessment import record as records
from assessment.enums import EvaluationKind
from assessment.models import Evaluation, PeerRequest
from imyportal.models import OutgoingMail
from tests.assessment.observing import give_peer, noon, objective_scores, slot_of, standard_set
from tests.factories import PlacementFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement():
    standard_set()
    return PlacementFactory()


def asked(placement, **changes):
    return give_peer(placement, **changes).requests.get()


def page(request):
    return reverse("assessment:peer_asked", args=[request.public_id])


def test_one_that_is_not_confirmed_counts_only_afterwards(placement):
    request = asked(placement)
    before = records.of([placement])[placement.pk]

    peers.confirm(request, by=request.peer.user)
    peers.confirm(request, by=request.peer.user)

    after = records.of([placement])[placement.pk]
    assert (len(before.given), len(before.waiting)) == (0, 1)
    assert (len(after.given), len(after.waiting)) == (1, 0)
    assert list(Evaluation.objects.counted()) == [request.evaluation]


def test_asking_mails_who_was_asked_once(placement):
    request = asked(placement)

    peers.ask(request.evaluation, request.peer, by=placement.trainee.user)

    assert [(row.template, row.to) for row in OutgoingMail.objects.all()] == [
        ("assessment/peer_asked", request.peer.email)
    ]


def test_asking_somebody_of_another_group_or_oneself_is_refused(placement):
    given = give_peer(placement)

    for stranger in (PlacementFactory().trainee, placement.trainee):
        with pytest.raises(ValidationError) as error:
            peers.ask(given, stranger, by=placement.trainee.user)
        assert error.value.code == "peer"


def test_form_offers_nobody_of_another_group(client, placement):
    stranger = PlacementFactory().trainee
    mate = PlacementFactory(trainee__group=placement.trainee.group).trainee
    client.force_login(placement.trainee.user)
    slot = slot_of(placement, 4, EvaluationKind.PEER)
    address = reverse("assessment:self_evaluation", args=[slot.key])
    taps = {f"o{each.pk}": "60" for each in standard_set().objectives}
    data = taps | {"once": str(uuid.uuid4()), "comment": "", "peer": stranger.pk}

    with time_machine.travel(noon(slot.opens_on), tick=False):
        refused = client.post(address, data)
        taken = client.post(address, data | {"peer": mate.pk})

    assert list(refused.context["form"].errors) == ["peer"]
    assert taken.headers["Location"] == reverse("assessment:progress")
    assert PeerRequest.objects.get().peer == mate


def test_page_shows_the_peer_this_evaluation_and_nobody_else_a_button(client_for, placement):
    request = asked(placement, comment="Together")
    school = placement.trainee.group.lead_tutor

    shown = client_for(request.peer.user).get(page(request))
    answers = [
        client_for(user).post(page(request), {"do": "confirm"}).status_code
        for user in (placement.trainee.user, school, UserFactory(), PlacementFactory().trainee.user)
    ]

    assert shown.text.count(">60<") == 5 and "Together" in shown.text
    assert placement.trainee.last_name not in shown.text
    assert answers == [403, 403, 404, 404]
    assert not Evaluation.objects.get().confirmed_at


def test_peer_of_another_evaluation_sees_only_their_own(client_for, placement):
    mine, other = asked(placement), asked(PlacementFactory(trainee__group=placement.trainee.group))

    seen = PeerRequest.objects.visible_to(mine.peer.user)

    assert list(seen) == [mine]
    assert client_for(mine.peer.user).get(page(other)).status_code == 404
    assert not Evaluation.objects.visible_to(mine.peer.user).exists()


def test_page_declining_needs_a_word_and_frees_the_asker(client_for, placement):
    request = asked(placement)
    mate = PlacementFactory(trainee__group=placement.trainee.group).trainee
    browser = client_for(request.peer.user)

    bare = browser.post(page(request), {"do": "decline", "word": " "})
    browser.post(page(request), {"do": "decline", "word": "We never met"})

    slot = slots.of(placement, [EvaluationKind.PEER])[0]
    day = slot.opens_on
    assert list(bare.context["form"].errors) == ["word"]
    assert [each.key for each in home.of(placement.trainee, placement, day).due].count(
        slot.key
    ) == 1
    with pytest.raises(ValidationError) as error:
        peers.ask(request.evaluation, request.peer, by=placement.trainee.user)
    assert error.value.code == "declined"
    with time_machine.travel(noon(slot.closes_on), tick=False):
        asker = client_for(placement.trainee.user)
        address = reverse("assessment:peer_ask", args=[slot.key])
        assert asker.post(address, {"peer": mate.pk}).status_code == 302
    assert set(request.evaluation.requests.values_list("peer", "answer")) == {
        (request.peer_id, "declined"),
        (mate.pk, ""),
    }


def test_one_that_was_taken_back_can_not_be_confirmed(placement):
    request = asked(placement)
    mate = PlacementFactory(trainee__group=placement.trainee.group).trainee
    peers.ask(request.evaluation, mate, by=placement.trainee.user)

    with pytest.raises(ValidationError) as error:
        peers.confirm(request, by=request.peer.user)

    assert error.value.code == "answered"


def test_one_that_is_confirmed_stays_as_it_was(placement):
    request = asked(placement)
    peers.confirm(request, by=request.peer.user)

    with pytest.raises(ValidationError) as error:
        give_peer(placement, request.peer, 90)

    assert error.value.code == "confirmed"
    assert set(request.evaluation.scores.values_list("value", flat=True)) == {60}


def test_home_of_the_peer_names_who_asks_in_the_same_query(placement, django_assert_num_queries):
    request = asked(placement)
    peer = request.peer

    with django_assert_num_queries(1):
        found = home.of(peer, None, placement.starts_on)

    assert found.asked == [(request.public_id, placement.trainee.first_name)]


def give_for(placement, colleague, value=50):
    slot = slot_of(placement, 1)
    return evaluations.give_agency(
        placement,
        moment=slot.moment,
        monday=slot.monday,
        scores=objective_scores(value),
        by=placement.trainee.group.lead_tutor,
        colleague=colleague,
        at=noon(slot.opens_on),
    )


def said():
    rows = Evaluation.objects.order_by("kind", "given_by").annotate(least=Min("scores__value"))
    return list(rows.values_list("kind", "given_by", "role", "least"))


def test_colleagues_have_one_evaluation_each_beside_the_tutors_own(placement):
    luca = evaluations.Colleague(name="Luca Bini", role="Shift leader")
    sara = evaluations.Colleague(name="Sara Neri", role="Cook")

    give_for(placement, None)
    give_for(placement, luca)
    give_for(placement, sara, 70)
    give_for(placement, replace(luca, name="LUCA BINI"), 60)

    tutor = placement.trainee.group.lead_tutor.get_full_name()
    assert said() == [
        ("agency", tutor, "", 50),
        ("coworker", "LUCA BINI", "Shift leader", 60),
        ("coworker", "Sara Neri", "Cook", 70),
    ]


def test_colleagues_name_is_corrected_but_not_to_one_who_has_an_evaluation(placement):
    luca = evaluations.Colleague(name="Luca Bni", role="Shift leader")
    shown = give_for(placement, luca).pk
    give_for(placement, evaluations.Colleague(name="Sara Neri", role="Cook"), 70)

    give_for(placement, replace(luca, name="Luca Bini", corrects=shown), 60)
    with pytest.raises(ValidationError, match="Sara Neri has an evaluation") as error:
        give_for(placement, replace(luca, name="sara neri", corrects=shown), 20)

    assert error.value.code == "given"
    assert said() == [
        ("coworker", "Luca Bini", "Shift leader", 60),
        ("coworker", "Sara Neri", "Cook", 70),
    ]
