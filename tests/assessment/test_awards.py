"""Awards: once for an occasion, by whom, and on which pages."""

import threading
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from assessment import awards, models, standard
from assessment.enums import AwardState
from assessment.freezing import badges_of
from assessment.models import Award
from imyportal import today as board
from imyportal import work
from imyportal.models import OutgoingMail
from tests.factories import GroupFactory, PlacementFactory, TraineeFactory, UserFactory


@pytest.fixture
def placement(db, today):
    today("2026-03-19")
    standard.write_occasions(models=models)
    return PlacementFactory()


@pytest.fixture
def link(placement):
    return links.create(Purpose.COMPANY, placement.company_tutor)


def give(trainee, occasion="First week", level=2, reason="Careful", by=None, **more):
    by = by or UserFactory(tutor=True)
    return awards.give(trainee, occasion=occasion, level=level, reason=reason, by=by, **more)


def suggest(placement, link, occasion="First week", level=2, reason="Careful"):
    fields = {"occasion": occasion, "level": level, "reason": reason}
    return awards.suggest(placement, **fields, name="Marco", link=link)


# --- Once for an occasion ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("First  week!", "first week"),
        ("CAFÉ", "cafe\u0301"),
        ("Primo giorno in azienda", "Erster Tag im Betrieb"),  # a listed one, in two languages
    ],
)
def test_level_is_given_once_for_an_occasion_however_it_is_written(placement, first, again):
    give(placement.trainee, first)

    with pytest.raises(ValidationError) as refused:
        give(placement.trainee, again)
    give(placement.trainee, again, level=3)
    give(TraineeFactory(), again)

    assert refused.value.error_dict["occasion"][0].code == "there"
    assert Award.objects.count() == 3


def test_given_or_suggested_twice_is_done_once_with_one_mail(placement, link):
    by = UserFactory(tutor=True)

    one, two = (give(placement.trainee, by=by) for _ in range(2))
    same, again = (suggest(placement, link, "Safety") for _ in range(2))
    for _ in range(2):
        awards.confirm(same, by=by)

    assert (one, same) == (two, again)
    keys = [f"award_given:{award.pk}" for award in (one, same)]
    assert sorted(OutgoingMail.objects.values_list("key", flat=True)) == sorted(keys)


def test_declined_or_withdrawn_makes_room_and_stays_decided(placement, link):
    by = UserFactory(tutor=True)
    declined = awards.decline(suggest(placement, link), by=by, reason="Too early")
    withdrawn = awards.withdraw(give(placement.trainee), by=by, reason="A mistake")
    standing = give(placement.trainee)

    with pytest.raises(ValidationError, match="was declined"):
        awards.confirm(declined, by=by)
    with pytest.raises(ValidationError, match="can be withdrawn"):
        awards.decline(standing, by=by, reason="No")
    with pytest.raises(ValidationError, match="Write the reason"):
        awards.withdraw(standing, by=by, reason=" ")
    states = [award.state for award in (declined, withdrawn, standing)]
    assert states == [AwardState.DECLINED, AwardState.WITHDRAWN, AwardState.GIVEN]
    assert awards.of(placement.trainee) == [standing]


def test_suggestion_waits_for_a_decision_and_five_are_enough(placement, link):
    suggest(placement, link)

    with pytest.raises(ValidationError) as waits:
        give(placement.trainee, "first week")
    for occasion in "abcd":
        suggest(placement, link, occasion)
    with pytest.raises(ValidationError, match="earlier suggestions"):
        suggest(placement, link, "e")

    assert waits.value.error_dict["occasion"][0].code == "suggested"


@pytest.mark.postgres
def test_two_tutors_who_give_at_once_give_one(transactional_db):
    trainee, people = TraineeFactory(), [UserFactory(tutor=True), UserFactory(tutor=True)]
    held, go_on, refused = threading.Event(), threading.Event(), []

    def hold():
        held.set()
        go_on.wait(10)

    def act(by):
        try:
            give(trainee, by=by)
        except ValidationError:
            refused.append(by)
        finally:
            connection.close()

    work.set_hook("awards.before_row", hold)
    first = threading.Thread(target=act, args=[people[0]])
    first.start()
    held.wait(10)
    work.set_hook("awards.before_row", None)
    other = threading.Thread(target=act, args=[people[1]])
    other.start()
    other.join(0.3)
    waited = other.is_alive()
    go_on.set()
    first.join(10)
    other.join(10)

    assert waited
    assert refused == [people[1]]
    assert Award.objects.get().confirmed_by == people[0]


NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "broken",
    [
        {"level": 0},
        {"level": 4},
        {"occasion": ""},
        {"occasion_key": ""},
        {"reason": ""},
        {"confirmed_by": None},
        {"confirmed_at": None, "confirmed_by": None},
        {"suggested_at": NOW},
        {"suggested_by": "Marco"},
        {"declined_at": NOW, "decline_reason": "No"},
        {"decline_reason": "No"},
        {"withdrawn_at": NOW},
        {"withdraw_reason": "No"},
        {"withdrawn_at": NOW, "withdraw_reason": "No"},
    ],
    ids=str,
)
def test_database_refuses_what_cannot_be(placement, broken):
    award = give(placement.trainee)

    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(**broken)


def test_database_refuses_the_same_level_for_an_occasion_twice(placement):
    award = give(placement.trainee)

    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.create(
            trainee=placement.trainee,
            level=award.level,
            occasion="x",
            occasion_key=award.occasion_key,
            reason="x",
            confirmed_at=NOW,
            confirmed_by=award.confirmed_by,
        )


# --- Who sees it ------------------------------------------------------------------------------


def test_visible_to_suggestions_are_the_agencys_and_the_companys(placement, link):
    trainee = placement.trainee
    given, waiting = give(trainee), suggest(placement, link, "Safety")
    stranger = links.create(Purpose.COMPANY, PlacementFactory().company_tutor)

    def seen(viewer):
        return set(Award.objects.visible_to(viewer))

    assert seen(trainee.responsible) == {given, waiting}
    assert seen(trainee.user) == {given}
    assert seen(link) == {waiting}
    assert seen(UserFactory(tutor=True)) == seen(UserFactory()) == seen(stranger) == set()


def test_certificate_prints_the_highest_level_with_its_occasions(placement):
    trainee = placement.trainee
    give(trainee, "Primo giorno in azienda", level=3, placement=placement)
    give(trainee, "Night shift", level=3)
    give(trainee, "Tidy", level=1)
    awards.withdraw(give(trainee, "x", level=3), by=UserFactory(tutor=True), reason="Wrong")
    other = PlacementFactory()
    give(trainee, "Elsewhere", level=3, placement=other)

    found = badges_of([placement, other])

    name = "Award, outstanding: First day at the company; Night shift"
    assert found == {placement.pk: [{"picture": "merit-3", "name": name}], other.pk: []}


@pytest.mark.parametrize("rows", [1, 3])
def test_awards_of_many_are_read_in_one_query(placement, django_assert_num_queries, rows):
    people = [placement.trainee, *TraineeFactory.create_batch(rows - 1)]
    given = {trainee.pk: [give(trainee)] for trainee in people}

    with django_assert_num_queries(1):
        found = awards.of_each(given)

    assert found == given


# --- Pages ------------------------------------------------------------------------------------

FIELDS = {"level": "2", "occasion": "First week", "reason": "Careful"}


def test_company_suggests_and_the_board_asks_the_tutor(placement, link, company_client):
    url = reverse("assessment:company_award", args=[placement.public_id])
    company = company_client(link)

    empty = company.post(url, {"level": ""})
    sent = company.post(url, FIELDS, follow=True)

    award = Award.objects.get()
    tutor = placement.trainee.responsible
    reasons = board.signals(tutor, timezone.now())[placement.trainee_id]
    assert {*empty.context["form"].errors} == {"level", "occasion", "reason"}
    assert list(sent.context["before"]) == [award]
    assert (award.suggested_by, award.link) == (placement.company_tutor.name, link)
    assert [each.url for each in reasons if each.key == f"award:{award.pk}"] == [
        reverse("admin:assessment_award_decide", args=[award.pk])
    ]


def test_link_of_another_company_cannot_suggest(placement, company_client):
    stranger = company_client(PlacementFactory().company_tutor)
    url = reverse("assessment:company_award", args=[placement.public_id])

    assert [stranger.get(url).status_code, stranger.post(url, FIELDS).status_code] == [404, 404]
    assert not Award.objects.exists()


def test_tutor_gives_declines_and_withdraws_with_buttons(placement, link, client_for):
    tutor, trainee = placement.trainee.responsible, placement.trainee
    desk, waiting = client_for(tutor), suggest(placement, link, "Safety")
    decide = reverse("admin:assessment_award_decide", args=[waiting.pk])
    page = reverse("admin:trainees_trainee_award", args=[trainee.pk])

    given = desk.post(page, FIELDS, follow=True)
    taken = desk.post(page, FIELDS | {"reason": "Again"})
    unsaid = desk.post(decide, {"refuse": "yes"})
    desk.post(decide, {"confirm": "yes"})
    desk.post(decide, {"refuse": "yes", "reason": "A mistake"})

    waiting.refresh_from_db()
    assert [award.occasion for award in given.context["mine"]] == ["First week", "Safety"]
    assert {*taken.context["form"].errors} == {"occasion"}
    assert {*unsaid.context["form"].errors} == {"reason"}
    assert (waiting.state, waiting.withdrawn_by) == (AwardState.WITHDRAWN, tutor)
    assert dict(given.context["levels"]) == {1: 0, 2: 1, 3: 0}


def test_desk_pages_are_closed_to_others(placement, link, client_for):
    award, stranger = suggest(placement, link), client_for(GroupFactory().lead_tutor)
    pages = {
        reverse("admin:assessment_award_decide", args=[award.pk]): {"confirm": "yes"},
        reverse("admin:trainees_trainee_award", args=[placement.trainee_id]): FIELDS,
    }

    for url, data in pages.items():
        for browser in (stranger, client_for(placement.trainee.user)):
            assert browser.post(url, data).status_code == 404

    award.refresh_from_db()
    assert award.state == AwardState.SUGGESTED
