"""What the worker makes of a certificate that was asked for: file, mails, giving up."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail as outbox
from django.urls import reverse
from django.utils import timezone

from assessment import certificates, making
from assessment.enums import CertificateState
from assessment.models import Certificate
from imyportal import mail, today, work
from imyportal.attention import Level
from imyportal.models import OutgoingMail
from trainees.models import Trainee

from .ready import ask, placements_of, ready_group, ready_placement

pytestmark = pytest.mark.django_db


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


def test_certificate_withdrawn_while_it_is_made_leaves_no_file_and_lets_the_school_know(settings):
    group = ready_group(2)
    first, second = ask(group)
    written = []

    def there():
        names = f"{first.number}-{first.content_digest[:16]}*"
        return [each.name for each in Path(settings.MEDIA_ROOT).rglob(names)]

    def withdraw():
        if not written:
            written.extend(there())
            certificates.withdraw(first, by=group.lead_tutor, reason="Wrong name")

    work.set_hook("certificates.stored", withdraw)
    try:
        assert certificates.render_due() == 1
    finally:
        work.set_hook("certificates.stored", None)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (len(written), there()) == (1, [])
    assert second.state == CertificateState.VALID
    assert (first.state, first.pdf.name) == (CertificateState.WITHDRAWN, "")


def test_school_is_told_of_the_others_when_the_last_one_is_withdrawn_before_it_is_made():
    group = ready_group(2)
    ask(group)
    claim = work.claim_one(Certificate.objects.due())
    making.make(claim)
    left = Certificate.objects.get(rendered_at=None)
    to_school = OutgoingMail.objects.filter(template="assessment/certificates_ready")
    assert not to_school.exists()

    certificates.withdraw(left, by=group.lead_tutor, reason="Wrong name")

    assert to_school.get().details == {"certificates": [claim.row.pk]}


def test_leftovers_of_killed_workers_go_after_a_day_and_files_of_rows_stay(settings):
    ask(ready_group(1))
    certificates.render_due()
    made = Path(Certificate.objects.get().pdf.path)
    half, fresh = made.with_name(f".{made.name}.x1"), made.with_name("IMY-2026-9999-0-1.pdf")
    for path in (half, fresh):
        path.write_bytes(b"%PDF")
    for path in (half, made):
        os.utime(path, (0, 0))

    assert [making.remove_leftovers(), making.remove_leftovers()] == [1, 0]
    assert (half.exists(), fresh.exists(), made.exists()) == (False, True, True)
