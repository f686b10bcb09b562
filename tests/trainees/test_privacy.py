"""One's own data: what is given to whom, what is forgotten, and how long it is kept."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from imyportal import history, personal, ratelimit
from imyportal.models import OutgoingMail
from tests import cast as casting
from tests.factories import GuardianFactory, TraineeFactory, UserFactory
from trainees import phones
from trainees.models import (
    ErasureRequest,
    Group,
    Guardian,
    LegalHold,
    RetentionRule,
    Trainee,
)
from trainees.privacy import erasing, export, retention


@pytest.fixture
def one(db, today):
    today(casting.TODAY)
    casting.side(casting.OTHER)
    return casting.side(casting.ONE)


def given_to(trainee):
    """Every subject as programs and people get it."""
    return {each.name: f"{each.rows} {each.lines}" for each in export.subjects([trainee])}


def test_own_data_holds_all_of_ones_own_and_nothing_of_others(one):
    found = given_to(one.trainee)

    foreign = [*vars(casting.OTHER).values(), casting.ONE.tutor]
    says = [(name, word) for name, text in found.items() for word in foreign if word in text]
    assert says == []
    assert casting.ONE.trainee in found["person"]
    assert {"days", "signed_weeks", "certificates", "messages", "evaluations"} <= set(found)
    assert "Note on" not in found["messages"]
    papers = {each.name.split("-")[0] for each in personal.papers_of(one.trainee)}
    assert {"papers/hours", "papers/certificate", "papers/badge"} <= papers


def test_own_data_is_one_file_for_people_and_programs_five_times_an_hour(db, client):
    trainee = TraineeFactory()
    client.force_login(trainee.user)

    for _ in range(4):
        ratelimit.hit(f"own-data:{trainee.user.pk}", limit=5, seconds=3600)

    answers = [client.post(reverse("trainees:own_data_zip")) for _ in range(2)]

    assert [each.status_code for each in answers] == [200, 302]
    with zipfile.ZipFile(io.BytesIO(b"".join(answers[0].streaming_content))) as file:
        assert json.loads(file.read("data/person.json"))[0]["last_name"] == trainee.last_name
        assert trainee.last_name in file.read("my-data.html").decode()


def test_who_looked_and_what_was_changed_is_read_on_the_desk_and_by_the_trainee(one, client_for):
    trainee = one.trainee
    phones.change(trainee, "+49 1512 3456789", by=trainee.user)
    history.keep(one.ticket, by=one.tutor, before={"owner": None}, after={"owner": str(one.tutor)})
    desk = client_for(one.tutor)
    desk.get(reverse("admin:trainees_trainee_change", args=[trainee.pk]))

    page = desk.get(reverse("admin:trainees_trainee_changes", args=[trainee.pk]))
    own = client_for(trainee.user).get(reverse("trainees:own_data"))

    assert {(line.who.split(",")[0], line.part) for line in page.context["lines"]} >= {
        (str(trainee.user), "Phone")
    }
    assert [(look.who, look.what) for look in own.context["looks"]] == [
        (str(one.tutor), "Personal data looked at")
    ]
    assert {line.row.split(":")[0] for line in page.context["lines"]} >= {"Request for help"}
    assert [line.part for line in own.context["changes"]] == ["Phone"]  # not who of us does it


# --- To be forgotten --------------------------------------------------------------------------


@pytest.fixture
def gone_home(one):
    """The group's stay is over; what belongs to it stands."""
    Group.objects.filter(pk=one.trainee.group_id).update(
        arrives_on="2026-02-01", leaves_on="2026-03-18"
    )
    one.trainee.refresh_from_db()
    return one


def counted(trainee):
    """Rows by model, of what an erasure speaks of."""
    found = {each.model: each.rows(trainee).count() for each in personal.about_trainees()}
    return {model: count for model, count in found.items() if count}


def test_erasure_does_what_the_preview_says_and_keeps_the_proofs(gone_home):
    trainee, by = gone_home.trainee, gone_home.tutor
    user, address = trainee.user, trainee.email
    request = erasing.ask(trainee, by=user)
    before = counted(trainee)
    said = erasing.preview(trainee)
    assert counted(trainee) == before

    request = erasing.erase(request, by=by)

    assert [erasing.Line(**line) for line in request.outcome] == said
    left = counted(trainee)
    assert {"placements.WeekSignature", "placements.WorkDay", "assessment.Certificate"} <= set(left)
    assert not {"helpdesk.Ticket", "placements.CheckIn", "trainees.Guardian"} & set(left)
    trainee.refresh_from_db()
    user.refresh_from_db()
    assert (trainee.email, trainee.phone, trainee.emergency_name) == ("", "", "")
    assert trainee.last_name == casting.ONE.trainee  # on what must stay
    assert (user.is_active, user.first_name) == (False, "")
    assert OutgoingMail.objects.get(template="trainees/erasure_answered").to == address


def test_erasure_of_who_left_no_proofs_takes_the_name_too(db):
    trainee = TraineeFactory(group__arrives_on="2025-01-01", group__leaves_on="2025-02-01")

    erasing.erase(erasing.ask(trainee, by=trainee.user), by=trainee.group.lead_tutor)

    trainee.refresh_from_db()
    assert (trainee.first_name, trainee.last_name) == ("Erased", str(trainee.pk))
    assert (trainee.birth_date.month, trainee.birth_date.day) == (1, 1)


@pytest.mark.parametrize("why", ["held", "here", "closed"])
def test_erasure_waits_for_the_end_of_hold_and_stay_and_is_done_once(db, why):
    leaves_on = "2125-02-01" if why == "here" else "2025-02-01"
    trainee = TraineeFactory(group__arrives_on="2025-01-01", group__leaves_on=leaves_on)
    by = trainee.group.lead_tutor
    request = erasing.ask(trainee, by=trainee.user)
    if why == "held":
        retention.hold(trainee, by=by, reason="A claim")
    elif why == "closed":
        erasing.take_back(trainee, by=trainee.user)

    with pytest.raises(ValidationError) as raised:
        erasing.erase(request, by=by)

    assert raised.value.code == why


def test_coordinator_erases_on_the_desk_and_says_why_not(db, client_for):
    trainee = TraineeFactory(group__arrives_on="2025-01-01", group__leaves_on="2025-02-01")
    page = client_for(UserFactory(tutor=True, is_superuser=True))
    address = reverse("admin:trainees_trainee_erasure", args=[trainee.pk])
    page.post(address, {"deed": "ask"})

    answers = [page.post(address, {"deed": deed}) for deed in ("decline", "hold", "erase")]

    assert [each.status_code for each in answers] == [200, 200, 302]
    done = trainee.erasure_requests.get()
    assert done.is_granted
    after = page.get(address).content.decode()
    assert f"Done on {timezone.localtime(done.answered_at):%-d %B %Y, %H:%M} by" in after
    assert "emptied" in after and "What stays, until when and why" in after
    wrong = ["What goes", "is emptied", "Nobody has asked", "nobody has asked", ">goes<"]
    assert [word for word in wrong if word in after] == []


def test_tutor_without_the_right_reads_who_decides_and_erases_nothing(db, client_for):
    trainee = TraineeFactory(group__arrives_on="2025-01-01", group__leaves_on="2025-02-01")
    decides = UserFactory(tutor=True, is_superuser=True, last_name="Lenzi")
    erasing.ask(trainee, by=trainee.user)
    page = client_for(trainee.group.lead_tutor)
    address = reverse("admin:trainees_trainee_erasure", args=[trainee.pk])

    shown, done = page.get(address), page.post(address, {"deed": "erase"})

    assert f"Today board: {decides}." in " ".join(shown.content.decode().split())
    assert 'name="deed"' not in shown.content.decode()
    assert done.status_code == 403
    assert ErasureRequest.objects.open().exists()


# --- Kept no longer than its rule says --------------------------------------------------------


def test_purge_takes_what_had_its_time_once_and_nothing_under_a_hold(db, today):
    today("2026-03-19")
    old = {"group__arrives_on": "2024-01-01", "group__leaves_on": "2024-02-01", "phone": "+39 1"}
    free, held = TraineeFactory(**old), TraineeFactory(**old)
    fresh = TraineeFactory(phone="+39 1")
    guardians = [GuardianFactory(trainee=each) for each in (free, held, fresh)]
    retention.hold(held, by=held.group.lead_tutor, reason="A claim")
    day = timezone.localdate()
    due = {each.rule.kind: each.count for each in retention.dry_run(day)}
    call_command("retention", stdout=(said := io.StringIO()))

    first, again = retention.purge(day), retention.purge(day)
    next_night = retention.purge(day + timedelta(days=1))

    assert (due["contact"], first.counts["trainees.Guardian"], again) == (2, 1, None)
    assert next_night.counts == {}
    assert "contact (12 months): 2 rows of 1, first went home 2024-02-01" in said.getvalue()
    assert list(Guardian.objects.order_by("pk")) == guardians[1:]
    phones = [Trainee.objects.get(pk=each.pk).phone for each in (free, held, fresh)]
    assert phones == ["", "+39 1", "+39 1"]


def test_purge_takes_the_name_when_the_last_rule_that_needs_it_is_over(db, today):
    today("2026-03-19")
    trainee = TraineeFactory(group__arrives_on="2019-01-01", group__leaves_on="2019-02-01")

    retention.purge(timezone.localdate())

    trainee.refresh_from_db()
    assert trainee.last_name == str(trainee.pk)
    assert trainee.user.is_active is False


@pytest.mark.parametrize(
    "break_it",
    [
        lambda rule, trainee: RetentionRule.objects.filter(pk=rule.pk).update(months=0),
        lambda rule, trainee: RetentionRule.objects.filter(pk=rule.pk).update(reason=""),
        lambda rule, trainee: RetentionRule.objects.filter(kind="proof").update(months=59),
        lambda rule, trainee: LegalHold.objects.create(
            trainee=trainee, by=trainee.group.lead_tutor, reason=""
        ),
        lambda rule, trainee: LegalHold.objects.bulk_create(
            LegalHold(trainee=trainee, by=trainee.group.lead_tutor, reason="x") for _ in range(2)
        ),
        lambda rule, trainee: LegalHold.objects.create(
            trainee=trainee, by=trainee.group.lead_tutor, reason="x", ended_at=timezone.now()
        ),
        lambda rule, trainee: ErasureRequest.objects.bulk_create(
            ErasureRequest(trainee=trainee) for _ in range(2)
        ),
        lambda rule, trainee: ErasureRequest.objects.create(trainee=trainee, is_granted=True),
        lambda rule, trainee: ErasureRequest.objects.create(
            trainee=trainee,
            taken_back_at=timezone.now(),
            answered_at=timezone.now(),
            answered_by=trainee.group.lead_tutor,
            is_granted=True,
        ),
    ],
)
def test_rows_that_make_no_sense_are_refused(db, break_it):
    rule, trainee = RetentionRule.objects.get(kind="mail"), TraineeFactory()

    with pytest.raises(IntegrityError):
        break_it(rule, trainee)


def test_rule_of_evidence_that_is_too_short_is_refused_at_its_field(db, client):
    client.force_login(UserFactory(admin=True))
    rule = RetentionRule.objects.get(kind="proof")
    page = reverse("admin:trainees_retentionrule_change", args=[rule.pk])

    answer = client.post(page, {"months": "3", "reason": "Soon"})

    assert answer.context["adminform"].form.errors == {
        "months": ["Enter 60 months or more: this is evidence."]
    }
    assert answer.context["adminform"].form["months"].value() == "3"
    client.post(page, {"months": "72", "reason": "Later"})
    rule.refresh_from_db()
    assert rule.months == 72
