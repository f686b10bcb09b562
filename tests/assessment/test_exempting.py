"""What of the evaluation is left out for one learner: agreed, asked nowhere, printed nowhere, its reason sealed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from assessment import certificates, exempting, framework, record, summary
from assessment.company import form_of_week
from assessment.enums import EvaluationKind
from assessment.models import Certificate, Evaluation, Exemption, Indicator, Score, WantedExemption
from assessment.own_pages import Page
from imyportal import weeks
from placements import planning
from placements.enums import PlacementStatus
from tests.assessment import ready
from tests.assessment.observing import (
    another_standard,
    give_agency,
    give_company,
    give_self,
    sign_off,
    slot_of,
    standard_set,
)
from tests.factories import PlacementFactory, UserFactory
from trainees import consents
from trainees.enums import ShareParty, SupportTopic
from trainees.models import SupportPlan, SupportShare
from trainees.support import looking, plans

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 2)
CANARY = "zebrafinch-lamp"
WHOLE = ("understands", "speaks")  # the indicators of one objective


@pytest.fixture
def placement(today):
    """In its third week, of an adult who permits a plan."""
    today("2026-03-19")
    standard_set()
    made = PlacementFactory(starts_on=FIRST, ends_on=date(2026, 4, 30))
    permit(made.trainee)
    return made


def permit(trainee):
    consents.agree(trainee, plans.PURPOSE, by=trainee.user, language="en")
    plans.begin(trainee, by=trainee.responsible)


def named(*codes):
    return [each for each in standard_set().indicators if each.code in codes]


def propose(placement, *codes, why=CANARY):
    plan = SupportPlan.objects.get(trainee=placement.trainee)
    by = plan.trainee.responsible
    return exempting.propose(plan, named(*codes), why, by=by, seen=plan.changed_at)


def exempt(placement, *codes):
    plan = propose(placement, *codes)
    return plans.agree(plan, by=placement.trainee.user, seen=plan.changed_at)


def asked(placement):
    """Codes of what company, learner and agency tutor are asked in week 3."""
    found = record.of([placement])[placement.pk]
    own = Page(found, slot_of(placement, 3), date(2026, 3, 19)).form(None)
    company = form_of_week(placement, FIRST + timedelta(weeks=2))
    alone = {each.code for abouts in own.asked.values() for each in abouts}
    return {each.code for each in company.objectives}, alone


# --- Agreed, and then nowhere asked ------------------------------------------------------------


def test_nothing_is_left_out_before_the_learner_agrees_to_the_plan_as_it_stands(placement):
    everything = asked(placement)

    plan = propose(placement, *WHOLE, "asks")
    before = asked(placement)
    plans.agree(plan, by=placement.trainee.user, seen=plan.changed_at)
    agreed = asked(placement)
    propose(placement)  # nothing is left out: that waits for the learner again
    waiting = asked(placement)

    assert before == everything
    assert agreed == waiting
    assert everything[0] - agreed[0] == {"communication"}
    assert everything[1] - agreed[1] == {*WHOLE, "asks"}


def test_given_evaluations_keep_what_they_asked_and_do_not_ask_again_when_permission_ends(
    placement,
):
    early = give_company(placement, 1, 40)
    exempt(placement, *WHOLE)
    late = give_company(placement, 2, 80)  # from a page that was opened before

    consents.take_back(placement.trainee, plans.PURPOSE, by=placement.trainee.user)

    assert (early.scores.count(), late.scores.count()) == (5, 4)
    corrected = form_of_week(placement, FIRST + timedelta(weeks=1))
    fresh = form_of_week(placement, FIRST + timedelta(weeks=2))
    assert (len(corrected.objectives), len(fresh.objectives)) == (4, 5)
    assert not Exemption.objects.exists() and not WantedExemption.objects.exists()


def test_means_are_of_what_is_evaluated_and_earlier_scores_stay_in_theirs(placement):
    give_company(placement, 1, 40)
    exempt(placement, *WHOLE)
    give_company(placement, 2, 80)
    give_agency(placement, 2, 60)

    found = record.of([placement])[placement.pk]
    total = summary.of_record(found, date(2026, 3, 19))

    assert [found.average(each) for each in found.by(EvaluationKind.COMPANY)] == [40, 80]
    assert "communication" not in {line.objective.code for line in total.objectives}
    assert not {line.indicator.code for line in total.indicators} & set(WHOLE)
    assert (total.overall_proposed, len(total.unproposed)) == (70, 0)


def test_self_evaluation_leaves_out_single_indicators_and_stays_as_short(placement):
    slot = slot_of(placement, 1)
    whole = record.of([placement])[placement.pk]
    exempt(placement, "asks")
    given = give_self(placement, 1, 60)

    assert given.scores.count() == 9
    assert given.not_asked == [each.key for each in named("asks")]
    page = Page(record.of([placement])[placement.pk], slot, date(2026, 3, 8))
    assert (
        len(page.form(None).abouts)
        == len(Page(whole, slot, date(2026, 3, 8)).form(None).abouts) - 1
    )


def test_exemption_holds_in_a_later_placement_and_another_version_of_the_standard(placement):
    exempt(placement, "asks")
    later = PlacementFactory(
        trainee=placement.trainee,
        status=PlacementStatus.PROPOSED,
        full_time=True,
        starts_on=date(2026, 5, 4),
        ends_on=date(2026, 5, 29),
    )

    planning.confirm(later, by=placement.trainee.responsible)

    assert [each.code for each in Indicator.objects.filter(pk__in=left_out(later))] == ["asks"]
    another_standard()
    assert len(framework.of([later])[later.pk].sets[0].objectives.all()) == 5  # it has begun


def left_out(placement):
    return Exemption.objects.filter(placement=placement).values_list("indicator", flat=True)


@pytest.mark.parametrize("rows", [1, 3])
def test_frameworks_ask_one_query_more_where_something_is_left_out(
    django_assert_num_queries, rows, placement
):
    others = PlacementFactory.create_batch(rows - 1)
    framework.begin([each.pk for each in others])
    exempt(placement, "asks")
    for each in others:
        Exemption.objects.create(placement=each, indicator=named("asks")[0])

    with django_assert_num_queries(4):
        found = framework.of([placement, *others])
        counts = [len(found[each.pk].indicators) for each in (placement, *others)]

    assert counts == [9] * rows


# --- Results and papers ------------------------------------------------------------------------


def test_certificate_speaks_of_what_was_signed_off_and_of_nothing_else():
    standard_set()
    placement = ready.ready_placement(signed_off=False)
    framework.begin([placement.pk])
    for each in named(*WHOLE):
        Exemption.objects.create(placement=placement, indicator=each)
    sign_off(placement)

    Exemption.objects.all().delete()  # what changes afterwards changes no paper
    certificates.request([placement], by=UserFactory(tutor=True))

    told = Certificate.objects.get().content
    names = {each["name"] for each in told["objectives"]}
    assert len(names) == 4 and "Communication" not in names
    assert all(each["final"] is not None for each in told["objectives"])
    assert not {"exempt", "left out", "not evaluated", "support"} & set(str(told).lower().split())


# --- What must never be false ------------------------------------------------------------------


def test_database_refuses_what_is_not_observed_and_the_last_one_left(placement):
    framework.begin([placement.pk])
    strange = another_standard().indicators.get()
    every = list(framework.of([placement])[placement.pk].indicators)
    Exemption.objects.bulk_create(
        Exemption(placement=placement, indicator=each) for each in every[:-1]
    )

    for indicator in (strange, every[-1]):
        with pytest.raises(IntegrityError), transaction.atomic():
            Exemption.objects.create(placement=placement, indicator=indicator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Exemption.objects.update(indicator=every[-1])


def test_database_refuses_a_score_that_was_not_asked_and_another_word_on_what_was(placement):
    exempt(placement, *WHOLE)
    given = give_company(placement, 2, 80)
    objective, indicator = named("speaks")[0].objective, named("speaks")[0]

    for about in ({"objective": objective}, {"indicator": indicator}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Score.objects.create(evaluation=given, value=50, **about)
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.filter(evaluation=given).update(objective=None, indicator=indicator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evaluation.objects.filter(pk=given.pk).update(not_asked=None)


@pytest.mark.parametrize(
    ("codes", "why", "code"),
    [((), CANARY, "nothing"), (("asks",), " ", "why"), ("every", CANARY, "everything")],
)
def test_proposal_needs_words_and_leaves_something(placement, codes, why, code):
    if codes == "every":
        codes = [each.code for each in standard_set().indicators]
    try:
        propose(placement, *codes, why=why)
        refused = None
    except ValidationError as error:
        refused = (error.error_dict["why"][0] if hasattr(error, "error_dict") else error).code

    assert refused == code
    assert not WantedExemption.objects.exists()


def test_only_what_is_offered_can_be_left_out(placement):
    plan = SupportPlan.objects.get(trainee=placement.trainee)
    foreign = Indicator(pk=0)  # of another trade

    with pytest.raises(ValidationError, match="Open the page again"):
        exempting.propose(
            plan, [foreign], CANARY, by=plan.trainee.responsible, seen=plan.changed_at
        )


# --- The page, and who reads why ---------------------------------------------------------------


def test_page_stores_the_boxes_and_only_learner_and_tutor_read_why(placement, client_for, client):
    trainee, tutor = placement.trainee, placement.trainee.responsible
    address = reverse("admin:trainees_trainee_exemptions", args=[trainee.pk])
    objective = named("speaks")[0].objective
    page = client_for(tutor)
    seen = page.get(address).context["form"].initial["seen"]

    bare = page.post(address, {"seen": seen, objective.key: [objective.key]})
    sent = page.post(address, {"seen": seen, objective.key: [objective.key], "why": CANARY})

    assert "Say why" in bare.text and sent.status_code == 302
    assert {each.code for each in exempting.wanted(trainee.support_plan)} == set(WHOLE)
    shown = page.get(address).text
    assert CANARY in shown and shown.count(" checked>") == 3
    client.force_login(trainee.user)
    own = client.get(reverse("trainees:support")).text
    assert CANARY in own and "Communication: Understands instructions at work" in own
    seen_by_other = client_for(UserFactory(admin=True)).get(address)
    assert seen_by_other.status_code == 403
    assert looking.looks(trainee.support_plan)[0].topics == ["what is not evaluated, and why"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM trainees_supportentry")
        assert CANARY not in str(cursor.fetchall())


def test_why_is_shared_with_nobody(placement):
    plan = propose(placement, "asks")

    with pytest.raises(IntegrityError):
        SupportShare.objects.create(
            plan=plan,
            topic=SupportTopic.NOT_EVALUATED,
            party=ShareParty.SCHOOL,
            to=plan.begun_by,
            name="X",
            until=date(2026, 4, 1),
            by=plan.begun_by,
        )


def test_tutor_corrects_an_older_evaluation_whole_and_a_newer_one_without(placement, client_for):
    tutor = placement.trainee.responsible
    give_agency(placement, 1, 40, by=tutor)
    exempt(placement, *WHOLE)
    give_agency(placement, 2, 60, by=tutor)
    address = reverse("admin:placements_placement_evaluation", args=[placement.pk])
    page = client_for(tutor)

    counts = []
    for number in (1, 2, 3):
        monday = weeks.monday_of(FIRST) + timedelta(weeks=number - 1)
        slot = [s for s in page.get(address).context["begun"] if s.monday == monday][-1]
        counts.append(len(page.get(f"{address}?when={slot.when}").context["rows"]))

    assert counts == [5, 4, 4]
