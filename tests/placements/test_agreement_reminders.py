"""Who has not signed an agreement: two mails at most, then the Today board."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from imyportal import mail
from imyportal import today as board
from imyportal.models import OutgoingMail
from placements.agreements import drafting, reminding, signing
from placements.agreements.signing import Signer
from placements.enums import AgreementKind, AgreementParty
from placements.models import AgreementReminder
from tests.factories import PlacementFactory, SendingTutorFactory

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 1, 12, 9, tzinfo=UTC)  # weeks before the arrival
TYPED = dict.fromkeys(["outcomes", "tasks", "monitoring", "evaluation"], "As agreed")


@pytest.fixture
def sent(time_machine):
    time_machine.move_to(SENT, tick=False)
    school = SendingTutorFactory()
    placement = PlacementFactory(
        trainee__group__sending_tutor=school, trainee__group__organisation=school.organisation
    )
    by = placement.trainee.responsible
    row = drafting.write(drafting.begin(placement, AgreementKind.LEARNING, by=by), TYPED, by=by)
    return drafting.send(row, by=by)


def sign(row, party):
    trainee = row.placement.trainee
    users = {"trainee": trainee.user, "school": trainee.group.sending_tutor.user}
    signer = Signer(party, users[party], "Name")
    signing.sign(row, signer, shown=row.digest, button="Sign")


def told():
    rows = OutgoingMail.objects.filter(template="placements/agreement_reminder")
    return sorted(rows.values_list("details__party", flat=True))


def keys(row):
    tutor, now = row.placement.trainee.responsible, timezone.now()
    tabs = [board.board(tutor, now=now, tab=tab).rows for tab in ("today", "week")]
    why = [each for rows in tabs for one in rows for each in one.why]
    return {each.key.split(":")[2]: each for each in why if "agreement" in each.key}


def test_who_has_not_signed_gets_two_mails_then_the_board_says_so(sent, time_machine):
    sign(sent, AgreementParty.TRAINEE)

    counts = []
    for days in (2, 3, 3, 5, 7, 8, 20):
        time_machine.move_to(SENT + timedelta(days=days), tick=False)
        counts.append(reminding.remind_due())
        if days == 8:
            early = keys(sent)
    late = keys(sent)

    assert counts == [0, 2, 0, 0, 2, 0, 0]
    assert told() == ["company", "company", "school", "school"]
    assert early == {} and list(late) == ["sent"]
    assert late["sent"].text == "3 signatures of the learning agreement are missing"
    assert "/c/" in mail.render(OutgoingMail.objects.filter(details__party="company").last()).body


def test_reminder_is_pointless_once_signed_and_nobody_is_written_to_at_night(sent, time_machine):
    night = datetime(2026, 1, 15, 22, tzinfo=ZoneInfo("Europe/Rome"))
    at_night = reminding.remind_due(night)
    time_machine.move_to(SENT + timedelta(days=3), tick=False)
    reminding.remind_due()
    sign(sent, AgreementParty.SCHOOL)

    row = OutgoingMail.objects.get(
        template="placements/agreement_reminder", details__party="school"
    )

    assert at_night == 0
    assert mail.render(row) is None


@pytest.mark.parametrize("state", ["draft", "sent", "refused"])
def test_board_names_what_is_open_near_the_arrival(sent, state, time_machine):
    arrival = sent.placement.trainee.group.arrives_on
    if state == "refused":
        company = Signer(
            AgreementParty.SCHOOL, sent.placement.trainee.group.sending_tutor.user, "S"
        )
        signing.refuse(sent, company, "Other hours")
    if state == "draft":
        drafting.begin(sent.placement, AgreementKind.TRAINING, by=sent.begun_by)
    far = keys(sent)
    time_machine.move_to(datetime.combine(arrival - timedelta(days=5), SENT.timetz()), tick=False)

    near = keys(sent)
    time_machine.move_to(datetime.combine(arrival + timedelta(days=5), SENT.timetz()), tick=False)
    here = keys(sent)

    days = {
        "draft": ["arrives Saturday 28 February", "arrived Saturday 28 February"],
        "sent": ["sent Monday 12 January"] * 2,
        "refused": ["since Monday 12 January"] * 2,
    }
    assert list(far) == (["refused"] if state == "refused" else [])
    assert set(near) == set(here) == ({"draft", "sent"} if state == "draft" else {state})
    assert [near[state].since, here[state].since] == days[state]


@pytest.mark.parametrize("fields", [{"step": 1}, {"step": 3}])
def test_reminder_rows_are_one_a_step_and_two_at_most(sent, fields):
    AgreementReminder.objects.create(agreement=sent, party="school", step=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementReminder.objects.create(agreement=sent, party="school", **fields)
