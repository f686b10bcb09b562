from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessment import certificate_pdf, certificates
from assessment.certificate_content import digest
from assessment.enums import CertificateState
from assessment.models import Certificate
from assessment.readiness import readiness
from imyportal import codes, mail, today, work
from imyportal.attention import Level
from imyportal.models import OutgoingMail
from placements.enums import WeekStatus
from placements.models import Correction, HourWeek, Placement
from tests.factories import GroupFactory, PlacementFactory, TraineeFactory, UserFactory
from trainees.models import Trainee

from .ready import look_back, ready_group, ready_placement, score, sign_week

pytestmark = pytest.mark.django_db


def placements_of(group):
    return list(Placement.objects.filter(trainee__group=group).order_by("pk"))


def ask(group, by=None):
    return certificates.request(placements_of(group), by=by or group.lead_tutor)


def words(group):
    rows = readiness(group, group.lead_tutor)
    return [[missing.words for missing in row.missing] for row in rows]


# --- asking -----------------------------------------------------------------------------------


def test_request_makes_rows_with_numbers_codes_and_frozen_content():
    group = ready_group(2)
    year = timezone.localdate().year

    made = ask(group)

    assert [each.number for each in made] == [f"IMY-{year}-0001", f"IMY-{year}-0002"]
    assert all(codes.read(each.code) == each.code for each in made)
    assert all(digest(each.content) == each.content_digest for each in made)
    assert {each.state for each in made} == {CertificateState.IN_WORK}


def test_request_freezes_what_the_rows_say():
    group = ready_group(
        0, programme="Erasmus+ VET", project_code="2025-1-DE02", field="Mechatronics"
    )
    placement = ready_placement(group=group, tasks="Wired\n\n Tested ", objective="To learn")

    made = certificates.request([placement], by=group.lead_tutor)[0].content

    trainee = placement.trainee
    assert made["holder"]["surnames"] == trainee.last_name
    assert made["sending"]["tutor"] == str(group.sending_tutor)
    assert made["sending"]["country"] == "Germany"
    assert made["host"]["tutor"] == placement.company_tutor.name
    assert made["experience"]["signed_minutes"] == 5 * 450
    assert made["experience"]["agreed_minutes"] == 5 * 450
    assert made["experience"]["tasks"] == ["Wired", "Tested"]
    assert made["experience"]["field"] == "Mechatronics"
    assert made["overall"]["final"] == 80
    assert [each["name"] for each in made["signatures"]] == [
        placement.company_tutor.name,
        str(group.lead_tutor),
    ]
    assert made["verify_url"].endswith(f"/verify/{made['code']}/")


def test_request_counts_corrections_and_absences():
    group = ready_group(1)
    week = HourWeek.objects.get()
    day = week.days.first()
    Correction.objects.create(
        week=week,
        date=day.date,
        old={"kind": "worked", "minutes": 450},
        new={"kind": "ill", "minutes": 0},
        minutes_more=-450,
        reason="Was ill",
        by=group.lead_tutor,
    )

    made = ask(group)[0].content

    experience = made["experience"]
    assert (experience["signed_minutes"], experience["days_absent"]) == (4 * 450, 1)
    assert (made["weeks"][0]["minutes"], made["weeks"][0]["signed_minutes"]) == (1800, 2250)
    assert "37:30, then corrected" in certificate_pdf.page(made)["weeks"][0]["signed_on"]


def test_request_speaks_english_and_the_language_of_the_group():
    made, english = (ask(ready_group(1, language=each))[0] for each in ("it", "en"))

    assert made.language == made.content["language"] == "en"
    assert made.content["second"]["language"] == "it"
    assert english.content["second"] is None


def test_request_asked_twice_is_made_once():
    group = ready_group(2)

    first, second = ask(group), ask(group)

    assert first == second
    assert Certificate.objects.count() == 2


def test_request_later_numbers_go_on():
    ask(ready_group(1))

    made = ask(ready_group(1))

    assert made[0].number.endswith("-0002")


def test_request_somebody_not_ready_makes_none_and_says_who():
    group = ready_group(1)
    late = PlacementFactory(trainee=TraineeFactory(group=group))

    with pytest.raises(ValidationError) as caught:
        ask(group)

    assert caught.value.messages[0].startswith(f"{late.trainee.name}: ")
    assert not Certificate.objects.exists()


def test_request_failing_gives_its_numbers_back():
    group = ready_group(1)
    with transaction.atomic():
        ask(group)
        transaction.set_rollback(True)

    assert ask(group)[0].number.endswith("-0001")


def test_request_rings_the_bell_for_the_worker(monkeypatch, django_capture_on_commit_callbacks):
    rung = []
    monkeypatch.setattr(work._bell, "ring", rung.append)

    with django_capture_on_commit_callbacks(execute=True):
        ask(ready_group(1))

    assert rung == ["render_certificates"]


# --- making -----------------------------------------------------------------------------------


def test_render_due_stores_a_private_file_with_its_digest(settings):
    ask(ready_group(1))

    assert certificates.render_due() == 1

    made = Certificate.objects.get()
    file = Path(made.pdf.path)
    assert made.state == CertificateState.VALID
    assert file.is_relative_to(settings.MEDIA_ROOT)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_bytes().startswith(b"%PDF-1.7")
    assert made.done_at is not None
    assert certificates.render_due() == 0


def test_render_due_queues_one_mail_to_the_trainee_and_one_to_the_school():
    group = ready_group(2)
    ask(group)

    certificates.render_due()

    trainees = [placement.trainee.email for placement in placements_of(group)]
    queued = OutgoingMail.objects.order_by("pk").values_list("template", "to")
    assert sorted(queued) == sorted(
        [("assessment/certificate_ready", to) for to in trainees]
        + [("assessment/certificates_ready", group.sending_tutor.user.email)]
    )


def test_render_due_tells_the_school_of_later_ones_alone():
    group = ready_group(1)
    ask(group)
    certificates.render_due()
    later = ready_placement(group=group)
    made = certificates.request([later], by=group.lead_tutor)

    certificates.render_due()

    mails = OutgoingMail.objects.filter(template="assessment/certificates_ready").order_by("pk")
    assert [row.details["certificates"] for row in mails][1] == [made[0].pk]


def test_ready_mails_say_what_happened_and_where():
    group = ready_group(2)
    made = ask(group)
    certificates.render_due()

    mail.deliver_due()

    to_school = next(m for m in outbox.outbox if m.to == [group.sending_tutor.user.email])
    to_trainee = next(m for m in outbox.outbox if m.to == [made[0].placement.trainee.email])
    assert to_school.subject == f"2 certificates are ready: {group}"
    assert all(each.get_absolute_url() in to_school.body for each in made)
    assert to_trainee.subject == "Your certificate is ready"
    assert "http://testserver/me/certificate/" in to_trainee.body
    assert made[0].number in to_trainee.body
    assert "&#x27;" not in to_trainee.body + to_school.body


def test_ready_mails_after_withdrawing_are_not_sent():
    group = ready_group(1)
    certificate = ask(group)[0]
    certificates.render_due()
    certificates.withdraw(certificate, by=group.lead_tutor, reason="Wrong name")

    mail.deliver_due()

    assert [each.subject for each in outbox.outbox] == [
        "Your certificate was withdrawn",
        f"Certificate withdrawn: {certificate.placement.trainee}",
    ]


def test_render_due_content_that_was_changed_is_not_printed():
    ask(ready_group(1))
    made = Certificate.objects.get()
    made.content["holder"]["surnames"] = "Somebody Else"
    made.save(update_fields=["content"])

    assert certificates.render_due() == 0

    made.refresh_from_db()
    assert "not what was frozen" in made.last_error
    assert not made.pdf


# --- withdrawing ------------------------------------------------------------------------------


def test_withdraw_says_who_when_why_and_another_may_follow():
    group = ready_group(1)
    first = ask(group)[0]
    certificates.render_due()

    gone = certificates.withdraw(first, by=group.lead_tutor, reason=" Wrong name ")
    second = ask(group)[0]

    assert (gone.withdrawn_by, gone.withdraw_reason) == (group.lead_tutor, "Wrong name")
    assert gone.state == CertificateState.WITHDRAWN
    assert second.number.endswith("-0002")


def test_withdraw_tells_trainee_and_school_why_and_what_follows():
    group = ready_group(1)
    certificate = ask(group)[0]
    certificates.render_due()
    mail.deliver_due()
    outbox.outbox.clear()

    certificates.withdraw(certificate, by=group.lead_tutor, reason="Wrong name & birth date")
    mail.deliver_due()

    trainee = certificate.placement.trainee
    to_trainee, to_school = outbox.outbox
    assert (to_trainee.to, to_school.to) == ([trainee.email], [group.sending_tutor.user.email])
    assert "http://testserver/me/certificate/" in to_trainee.body
    assert trainee.name in to_school.body
    for message in outbox.outbox:
        assert certificate.number in message.body
        assert "The reason: Wrong name & birth date" in message.body
        assert "what happens next" in message.body


def test_withdraw_before_it_is_made_tells_nobody():
    group = ready_group(1)

    certificates.withdraw(ask(group)[0], by=group.lead_tutor, reason="Wrong name")

    assert not OutgoingMail.objects.exists()


def test_withdraw_before_it_is_made_stops_the_making():
    group = ready_group(1)
    certificates.withdraw(ask(group)[0], by=group.lead_tutor, reason="Too early")

    assert certificates.render_due() == 0


@pytest.mark.parametrize("reason", ["", "   "])
def test_withdraw_without_reason_is_refused(reason):
    group = ready_group(1)
    certificate = ask(group)[0]

    with pytest.raises(ValidationError, match="reason"):
        certificates.withdraw(certificate, by=group.lead_tutor, reason=reason)


def test_withdraw_twice_is_refused():
    group = ready_group(1)
    certificate = ask(group)[0]
    certificates.withdraw(certificate, by=group.lead_tutor, reason="Wrong name")

    with pytest.raises(ValidationError, match="already withdrawn"):
        certificates.withdraw(certificate, by=group.lead_tutor, reason="Wrong name")


# --- what the database holds ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"withdrawn_at": timezone.now()}, "withdrawn_with_reason"),
        ({"rendered_at": timezone.now()}, "made_has_a_file"),
    ],
)
def test_certificate_constraint_refuses(change, constraint):
    ask(ready_group(1))

    with pytest.raises(IntegrityError, match=constraint):
        Certificate.objects.update(**change)


@pytest.mark.parametrize("column", ["number", "code", "placement_id"])
def test_certificate_second_valid_one_is_refused(column):
    one, other = ask(ready_group(2))
    setattr(other, column, getattr(one, column))

    with pytest.raises(IntegrityError):
        other.save()


# --- readiness --------------------------------------------------------------------------------


def test_readiness_ready_and_issued():
    group = ready_group(2)
    certificates.request(placements_of(group)[:1], by=group.lead_tutor)

    rows = readiness(group, group.lead_tutor)

    assert sorted(row.ready for row in rows) == [False, True]
    assert words(group) == [[], []]


def test_readiness_says_every_thing_that_is_missing():
    group = ready_group(0)
    running = PlacementFactory(
        trainee=TraineeFactory(group=group),
        starts_on=timezone.localdate() - timedelta(days=1),
        ends_on=timezone.localdate() + timedelta(days=40),
    )

    found = words(group)[0]

    assert found[0].startswith("Placement ends on ")
    assert found[1] == "Week 1 not sent"
    assert found[-2:] == ["No result yet", "Results not signed off"]
    assert running.week_count > 1


def test_readiness_week_with_the_company_is_not_signed():
    group = ready_group(0)
    placement = ready_placement(group=group, week=WeekStatus.DECLARED)

    assert words(group) == [["Week 1 not signed"]]
    assert readiness(group, group.lead_tutor)[0].missing[0].week == placement.weeks.get().pk
    with pytest.raises(ValidationError):
        certificates.request([placement], by=group.lead_tutor)


def test_readiness_week_the_company_returned_was_sent_back():
    group = ready_group(0)
    ready_placement(group=group, week=WeekStatus.RETURNED)

    assert words(group) == [["Week 1 was sent back"]]


def test_readiness_after_withdrawing_names_the_last_one():
    group = ready_group(1)
    for reason in ("Wrong name", "Wrong hours"):
        certificates.withdraw(ask(group)[0], by=group.lead_tutor, reason=reason)

    row = readiness(group, group.lead_tutor)[0]
    ask(group)
    again = readiness(group, group.lead_tutor)[0]

    assert row.ready and row.withdrawn.withdraw_reason == "Wrong hours"
    assert again.withdrawn is None


def test_readiness_without_placement_or_confirmation():
    group = ready_group(0)
    TraineeFactory(group=group)
    PlacementFactory(trainee=TraineeFactory(group=group), status="proposed")

    assert sorted(words(group)) == [["No placement"], ["Placement not confirmed"]]


def test_readiness_without_evaluation_names_the_objectives():
    group = ready_group(0)
    placement = PlacementFactory(
        trainee=TraineeFactory(group=group),
        starts_on=timezone.localdate() - timedelta(weeks=2, days=timezone.localdate().weekday()),
        ends_on=timezone.localdate() - timedelta(weeks=2, days=timezone.localdate().weekday() - 4),
        full_time=True,
    )
    sign_week(placement)
    look_back(placement)

    assert words(group) == [["No result yet", "Results not signed off"]]

    evaluation = score(placement)
    evaluation.scores.first().delete()
    assert words(group)[0][0].startswith("No result yet: ")


def test_readiness_shows_a_tutor_only_their_trainees():
    group = ready_group(2)
    tutor = UserFactory(tutor=True)
    mine = group.trainees.first()
    mine.tutor = tutor
    mine.save()

    assert [row.trainee for row in readiness(group, tutor)] == [mine]
    assert readiness(group, UserFactory(tutor=True)) == []


@pytest.mark.parametrize("trainees", [1, 3])
def test_readiness_query_count_does_not_grow(trainees, django_assert_num_queries):
    group = ready_group(trainees)
    tutor = group.lead_tutor
    tutor.get_all_permissions()

    with django_assert_num_queries(21):
        assert len(readiness(group, tutor)) == trainees


def test_visible_to_certificates_follow_the_placement():
    group = ready_group(1)
    made = ask(group)
    owner = made[0].placement.trainee.user

    for viewer in (owner, group.lead_tutor, group.sending_tutor.user):
        assert list(Certificate.objects.visible_to(viewer)) == made
    for stranger in (UserFactory(), UserFactory(tutor=True), GroupFactory().lead_tutor):
        assert not Certificate.objects.visible_to(stranger).exists()


# --- given up ---------------------------------------------------------------------------------


def test_certificate_with_a_letter_no_font_has_is_given_up_said_and_tried_again_when_asked(client):
    group = ready_group(1)
    Trainee.objects.update(first_name="Lena \U0001e900")
    ask(group)

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        made = [certificates.render_due(), certificates.render_due()]
        told = today.signals(group.lead_tutor, timezone.now())
    client.force_login(group.lead_tutor)
    desk = client.get(reverse("admin:trainees_group_certificates", args=[group.pk]))
    changelist = reverse("admin:assessment_certificate_changelist")
    row = Certificate.objects.get()
    asked = {"action": "try_again", "_selected_action": [row.pk]}
    client.post(changelist, asked)

    again = Certificate.objects.get()
    assert (made, row.attempts, row.stopped_at is None) == ([0, 0], 1, False)
    assert "(U+1E900)" in desk.content.decode()
    (reason,) = [each for each in told[row.placement.trainee_id] if "U+1E900" in each.text]
    assert (reason.level, reason.key) == (Level.AMBER, "certificate:given_up")
    assert (again.stopped_at, again.why_given_up) == (None, "")
    assert list(Certificate.objects.due()) == [again]
