"""What certificates ask for: each requirement met and open, with who can help; groups of their own."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessment import (
    awards,
    certificates,
    confirming,
    judging,
    models,
    readiness,
    requirements,
)
from assessment.enums import Helper, RequirementKind, RequirementState
from assessment.models import CertificateRequirement
from assessment.requirements import Asked
from imyportal import today
from placements.enums import WeekStatus
from placements.models import Correction, Placement
from tests.factories import GroupFactory, UserFactory
from trainees import journey
from trainees.models import JourneyStep

from .ready import LAST_MONDAY, ready_group, ready_placement

pytestmark = pytest.mark.django_db

K, STEP = RequirementKind, "Read the info kit"


@pytest.fixture
def placement():
    """Lacks nothing; its group has one needed step, which is ticked."""
    made = ready_placement()
    group = made.trainee.group
    fields = {"group": group, "phase": "welcome"}
    step = JourneyStep.objects.create(code="kit", names={"en": STEP}, is_needed=True, **fields)
    JourneyStep.objects.create(code="other", names={"en": "Not needed"}, **fields)
    journey.tick(made.trainee, step, by=made.trainee.user)
    return made


def change(group, kind, **fields):
    requirements.set_for(group, {kind: Asked(kind, **fields)}, by=group.lead_tutor)


def lines(placement, today=None):
    placement = Placement.objects.select_related("trainee__group").get(pk=placement.pk)
    facts = readiness.gather([placement])[placement.pk]
    return facts.lines(today or timezone.localdate())


def unconfirm(placement):
    Placement.objects.filter(pk=placement.pk).update(status="proposed")


def prolong(placement):
    last = timezone.localdate() + timedelta(days=9)
    Placement.objects.filter(pk=placement.pk).update(ends_on=last)
    change(placement.trainee.group, K.WEEKS, is_active=False)
    change(placement.trainee.group, K.SELF_FINAL, is_active=False)


def untick(placement):
    step = JourneyStep.objects.get(code="kit")
    journey.untick(placement.trainee, step, by=placement.trainee.group.lead_tutor)


def by_tutor(placement):
    JourneyStep.objects.filter(code="kit").update(ticked_by="tutor")
    untick(placement)


def ask_for_more_hours(placement):
    placement.timetable.filter(weekday=0).update(ends_at="23:30")
    change(placement.trainee.group, K.HOURS, percent=90)


def forget_self(placement):
    models.Evaluation.objects.filter(placement=placement, kind="self").delete()


def forget_self_long_ago(placement):
    early = LAST_MONDAY - timedelta(weeks=4)
    days = {"starts_on": early, "ends_on": early + timedelta(days=4)}
    Placement.objects.filter(pk=placement.pk).update(**days)
    change(placement.trainee.group, K.WEEKS, is_active=False)
    forget_self(placement)


def ask_the_company(placement):
    change(placement.trainee.group, K.COMPANY)


def come_a_week_earlier(placement):
    first = LAST_MONDAY - timedelta(weeks=1)
    Placement.objects.filter(pk=placement.pk).update(starts_on=first)


def company_says(placement, answer="confirmed"):
    ask_the_company(placement)
    wrong = "Six hours too many" if answer == "wrong" else ""
    facts = readiness.gather([Placement.objects.get(pk=placement.pk)])[placement.pk]
    models.CompanyConfirmation.objects.create(
        placement=placement, answer=answer, text=wrong, digest=confirming.digest(facts)
    )


def company_is_not_content(placement):
    company_says(placement, "wrong")


def correct_a_day(placement):
    week = placement.weeks.get()
    return Correction.objects.create(
        week=week,
        date=week.monday,
        old={"kind": "worked"},
        new={"kind": "worked", "note": ""},
        minutes_more=-30,
        reason="Went earlier",
        by=UserFactory(tutor=True),
    )


def company_confirmed_before(placement):
    company_says(placement)
    correct_a_day(placement)


def board_says(placement):
    """What the Today board says of the certificate; "" when it says nothing."""
    tutor = placement.trainee.group.lead_tutor
    found = today.signals(tutor, timezone.now()).get(placement.trainee_id, [])
    return "".join(each.text for each in found if each.key.startswith("certificate:"))


OPEN = [
    (unconfirm, K.CONFIRMED, "Placement not confirmed", Helper.TUTOR, judging.CONFIRM),
    (prolong, K.OVER, "Placement ends on", Helper.TIME, ""),
    (untick, K.TASKS, STEP, Helper.TRAINEE, judging.TICK),
    (by_tutor, K.TASKS, STEP, Helper.TUTOR, judging.TICK),
    (ask_for_more_hours, K.HOURS, "37:30 of", Helper.TUTOR, judging.DECIDE),
    (forget_self_long_ago, K.SELF_FINAL, "Final self-", Helper.TUTOR, judging.DECIDE),
    (forget_self, K.SELF_FINAL, "Final self-", Helper.TUTOR, judging.DECIDE),
    (come_a_week_earlier, K.WEEKS, "Week 1 not sent", Helper.TRAINEE, judging.HOURS),
    (ask_the_company, K.COMPANY, "The company has not", Helper.COMPANY, ""),
    (company_is_not_content, K.COMPANY, "The company wants", Helper.TUTOR, judging.LOOK),
    (company_confirmed_before, K.COMPANY, "Changed since", Helper.COMPANY, ""),
]


@pytest.mark.parametrize(
    ("break_it", "kind", "words", "helper", "fix"),
    OPEN,
    ids=lambda each: getattr(each, "__name__", None),
)
def test_requirement_that_is_open_says_who_can_help_and_refuses(
    placement, break_it, kind, words, helper, fix
):
    assert not [line for line in lines(placement) if line.is_open]
    assert board_says(placement) == "The certificate can be issued"

    break_it(placement)

    found = [line for line in lines(placement) if line.is_open]
    assert [(line.kind, line.helper, line.fix) for line in found] == [(kind, helper, fix)]
    assert found[0].words.startswith(words)
    assert "issue" not in board_says(placement)
    with pytest.raises(ValidationError):
        certificates.request([placement], by=UserFactory(tutor=True))


def test_board_asks_for_no_more_than_the_group_and_says_what_the_company_said(placement):
    untick(placement)
    forget_self(placement)
    assert board_says(placement) == "Certificate: the final self-evaluation is not given"
    for kind in (K.TASKS, K.SELF_FINAL):
        change(placement.trainee.group, kind, is_active=False)
    assert board_says(placement) == "The certificate can be issued"

    company_says(placement)

    assert [line.words for line in lines(placement) if line.kind == K.COMPANY] == [
        "The company confirmed the certificate"
    ]
    assert board_says(placement) == "The company confirmed the certificate: look and issue it"
    assert certificates.request([placement], by=UserFactory(tutor=True))


def test_final_self_evaluation_is_the_trainees_while_it_is_open(placement):
    forget_self(placement)
    last_day = LAST_MONDAY + timedelta(days=13)

    found = [line for line in lines(placement, last_day) if line.is_open]

    assert [(line.kind, line.helper, line.fix) for line in found] == [
        (K.SELF_FINAL, Helper.TRAINEE, judging.SELF)
    ]
    assert found[0].slot


@pytest.mark.parametrize(
    ("status", "helper", "fix"),
    [
        (WeekStatus.DECLARED, Helper.COMPANY, judging.REMIND),
        (WeekStatus.RETURNED, Helper.TRAINEE, judging.HOURS),
    ],
)
def test_week_is_the_trainees_until_it_is_with_the_company(status, helper, fix):
    found = [line for line in lines(ready_placement(week=status)) if line.is_open]

    assert [(line.kind, line.helper, line.fix) for line in found] == [(K.WEEKS, helper, fix)]


def test_results_wait_for_the_tutors_signature():
    found = [line for line in lines(ready_placement(signed_off=False)) if line.is_open]

    assert [(line.kind, line.fix) for line in found] == [(K.SIGNED_OFF, judging.SIGN_OFF)]


def test_progress_counts_kinds_and_leaves_out_what_is_not_needed(placement):
    untick(placement)
    change(placement.trainee.group, K.SELF_FINAL, is_active=False)

    found = lines(placement)

    states = {line.kind: line.state for line in found}
    assert states[K.HOURS] == states[K.SELF_FINAL] == RequirementState.NOT_NEEDED
    assert judging.progress(found) == "5 of 6 done"


def test_group_goes_before_the_agency_and_back(placement):
    group, by = placement.trainee.group, UserFactory(tutor=True)
    untick(placement)

    change(group, K.TASKS, is_active=False)
    relaxed = [line for line in lines(placement) if line.is_open]
    requirements.set_for(group, {K.TASKS: None}, by=by)

    assert relaxed == []
    assert [line.kind for line in lines(placement) if line.is_open] == [K.TASKS]


def test_without_any_row_the_standard_holds(placement):
    CertificateRequirement.objects.all().delete()
    untick(placement)

    assert [line.kind for line in lines(placement) if line.is_open] == [K.TASKS]


@pytest.mark.parametrize("kind", sorted(requirements.ALWAYS))
def test_what_nothing_is_printed_without_cannot_be_switched_off(kind):
    placement = ready_placement(signed_off=False, status="proposed")
    change(placement.trainee.group, K.CONFIRMED, is_active=False)
    change(placement.trainee.group, K.SIGNED_OFF, is_active=False)
    if kind == K.SIGNED_OFF:
        Placement.objects.filter(pk=placement.pk).update(status="confirmed")

    assert [line.kind for line in lines(placement) if line.is_open] == [kind]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": K.HOURS, "percent": None},
        {"kind": K.HOURS, "percent": 0},
        {"kind": K.HOURS, "percent": 101},
        {"kind": K.WEEKS, "percent": 50},
    ],
    ids=str,
)
def test_database_refuses_a_percentage_that_is_none(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateRequirement.objects.create(group=GroupFactory(), **fields)


def test_database_refuses_a_kind_twice():
    group = GroupFactory()
    CertificateRequirement.objects.create(group=group, kind=K.OVER)

    for where in (group, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            CertificateRequirement.objects.create(group=where, kind=K.OVER)


# --- Pages ------------------------------------------------------------------------------------


def test_desk_page_chooses_for_the_group_and_refuses_nonsense(client_for):
    group = ready_group(0)
    desk, url = (
        client_for(group.lead_tutor),
        reverse("admin:trainees_group_requirements", args=[group.pk]),
    )
    form = desk.get(url).context["form"]
    data = {field.html_name: field.value() for field in form}

    wrong = desk.post(url, data | {"hours": "needed", "percent": "0"})
    desk.post(url, data | {"hours": "needed", "percent": "70", "tasks": "not_needed"})

    assert {*wrong.context["form"].errors} == {"percent"}
    assert requirements.own_of(group) == {
        K.HOURS: Asked(K.HOURS, True, 70),
        K.TASKS: Asked(K.TASKS, False),
    }
    assert client_for(GroupFactory().lead_tutor).get(url).status_code == 404


def test_trainee_reads_what_is_missing_first_with_a_way_there(placement, client_for):
    untick(placement)

    page = client_for(placement.trainee.user).get(reverse("assessment:my_certificates"))

    needs = page.context["needs"]
    assert (needs.rows[0].title, needs.rows[0].url) == (STEP, reverse("trainees:journey"))
    assert needs.progress == "6 of 7 done"


def test_trainee_with_a_certificate_needs_nothing(placement, client_for):
    certificates.request([placement], by=UserFactory(tutor=True))

    page = client_for(placement.trainee.user).get(reverse("assessment:my_certificates"))

    assert page.context["needs"] is None


def test_desk_names_what_is_missing_and_where_it_is_done(placement, client_for):
    group = placement.trainee.group
    untick(placement)

    page = client_for(group.lead_tutor).get(
        reverse("admin:trainees_group_certificates", args=[group.pk])
    )

    (line,) = page.context["lines"]
    first = line.needs[0]
    assert (line.state, line.progress) == (STEP, "6 of 7 done")
    assert (first.words, first.url) == (
        STEP,
        reverse("admin:trainees_group_journey", args=[group.pk]),
    )


def test_school_reads_the_same_with_names_and_no_buttons(placement, client_for):
    trainee, group = placement.trainee, placement.trainee.group
    untick(placement)
    give = {"occasion": "First day", "level": 2, "reason": "Careful", "by": group.lead_tutor}
    award = awards.give(trainee, **give)

    page = client_for(group.sending_tutor.user).get(
        reverse("sending:trainee", args=[group.public_id, trainee.public_id])
    )

    first = page.context["needs"].rows[0]
    assert (first.title, first.note, first.url) == (STEP, "Lena does this", "")
    assert page.context["awards"] == [award]
