"""Asking for certificates and withdrawing them: what is frozen, numbered, refused."""

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment import certificate_pdf, certificates
from assessment.certificate_content import digest
from assessment.enums import CertificateState
from assessment.models import Certificate
from imyportal import codes, mail, work
from imyportal.models import OutgoingMail
from placements.models import Correction, HourWeek
from tests.factories import GroupFactory, PlacementFactory, TraineeFactory, UserFactory

from .ready import ask, ready_group, ready_placement

pytestmark = pytest.mark.django_db


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
    monkeypatch.setattr(work.bell._bell, "ring", rung.append)

    with django_capture_on_commit_callbacks(execute=True):
        ask(ready_group(1))

    assert rung == ["render_certificates"]


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


def test_visible_to_certificates_follow_the_placement():
    group = ready_group(1)
    made = ask(group)
    owner = made[0].placement.trainee.user

    for viewer in (owner, group.lead_tutor, group.sending_tutor.user):
        assert list(Certificate.objects.visible_to(viewer)) == made
    for stranger in (UserFactory(), UserFactory(tutor=True), GroupFactory().lead_tutor):
        assert not Certificate.objects.visible_to(stranger).exists()
