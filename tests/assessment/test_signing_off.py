"""Signing off results: what is stored, what is refused, what stays."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone

from assessment import attention, certificates, remarks, signing_off
from assessment.enums import SignOffMoment
from assessment.models import Score, SignOff
from imyportal import history, mail, work
from imyportal.enums import Action
from imyportal.models import AuditEvent, OutgoingMail
from tests.factories import UserFactory

from . import observing
from .ready import ready_placement, score

pytestmark = pytest.mark.django_db
FINAL, MID = SignOffMoment.FINAL, SignOffMoment.MID


@pytest.fixture
def placement():
    """Over, every objective scored 80, nothing signed off."""
    return ready_placement(signed_off=False)


@pytest.fixture
def tutor():
    return UserFactory(tutor=True)


def sheet_of(placement, moment=FINAL):
    return signing_off.sheets([placement], moment)[placement.pk]


def sign(placement, values=None, **fields):
    sheet = sheet_of(placement)
    fields = {"moment": FINAL, "by": UserFactory(tutor=True)} | fields
    return signing_off.sign(placement, values=sheet.proposed | (values or {}), **fields)


def first(placement):
    return next(iter(sheet_of(placement).proposed))


def code_of(raised):
    return [error.code for error in raised.value.error_list]


def test_sign_off_keeps_the_proposal_beside_what_was_confirmed(placement, tutor):
    one = first(placement)

    made = sign(placement, {one: 65}, reasons={one: "Seen often enough"}, by=tutor)

    result = made.results.get(objective=one)
    assert (result.proposed, result.value, result.reason) == (80, 65, "Seen often enough")
    assert {each.value for each in made.results.exclude(objective=one)} == {80}
    assert signing_off.final_of([placement]) == {placement.pk: made}
    assert [(line.before, line.after) for line in history.lines(made)] == [
        ("80 of 100", "65 of 100")
    ]


def test_sign_off_twice_is_once(placement, tutor):
    made = sign(placement, by=tutor)

    again = sign(placement, by=tutor)

    assert again == made
    assert AuditEvent.objects.filter(action=Action.RESULTS_SIGNED_OFF).count() == 1


@pytest.mark.parametrize(
    ("values", "reason", "code"),
    [
        ({"first": 65}, "", "moderated"),
        ({"first": 65}, "  ", "moderated"),
        ({"first": None}, "", "moderated"),
        ({"first": 101}, "More than all", "range"),
        ({"first": -1}, "Less than nothing", "range"),
    ],
)
def test_sign_off_of_a_wrong_value_is_refused(placement, values, reason, code):
    one = first(placement)

    with pytest.raises(ValidationError) as raised:
        sign(placement, {one: values["first"]}, reasons={one: reason})

    assert code_of(raised) == [code]
    assert not SignOff.objects.exists()


def test_sign_off_that_leaves_an_objective_out_is_refused(placement, tutor):
    values = sheet_of(placement).proposed
    values.popitem()

    with pytest.raises(ValidationError) as raised:
        signing_off.sign(placement, moment=FINAL, values=values, by=tutor)

    assert code_of(raised) == ["incomplete"]


def test_sign_off_of_what_nobody_observed_takes_a_reason_and_says_so(tutor):
    placement = ready_placement(signed_off=False)
    Score.objects.filter(evaluation__placement=placement).delete()
    values = sheet_of(placement).proposed
    reasons = dict.fromkeys(values, "The company has no such work")

    made = sign(placement, reasons=reasons, by=tutor)

    assert set(made.values.values()) == {None}
    assert made.overall is None


def test_sign_off_of_another_proposal_than_was_seen_is_refused(placement, tutor):
    sheet = sheet_of(placement)
    score(placement, 40, kind="company")

    with pytest.raises(ValidationError) as raised:
        sign(placement, by=tutor, seen=sheet.stamp)

    assert code_of(raised) == ["changed"]


def test_sign_off_before_the_last_week_is_refused_and_mid_term_is_not(placement, tutor):
    placement.ends_on = timezone.localdate() + timedelta(weeks=3)
    placement.save(update_fields=["ends_on"])

    with pytest.raises(ValidationError) as raised:
        sign(placement, by=tutor)

    assert code_of(raised) == ["early"]
    reasons = dict.fromkeys(sheet_of(placement).proposed, "Nobody had the time yet")
    assert sign(placement, by=tutor, moment=MID, reasons=reasons).moment == MID


def test_sign_off_anew_takes_a_reason_and_keeps_the_old_one_and_the_remark(placement, tutor):
    before = sign(placement, by=tutor)
    trainee = placement.trainee.user
    remarks.write(before, text="I see it higher", printed=True, by=trainee)
    one = first(placement)
    changed = {"values": {one: 90}, "reasons": {one: "After our talk"}, "by": tutor}

    with pytest.raises(ValidationError) as raised:
        sign(placement, **changed)
    after = sign(placement, **changed, reason="We talked")

    assert code_of(raised) == ["signed"]
    assert (after.supersedes, after.reason, after.remark) == (
        before,
        "We talked",
        "I see it higher",
    )
    assert signing_off.final_of([placement]) == {placement.pk: after}
    assert [each.pk for each in signing_off.of(placement)] == [after.pk, before.pk]


def test_sign_off_anew_waits_until_the_certificate_is_withdrawn(placement, tutor):
    sign(placement, by=tutor)
    [certificate] = certificates.request([placement], by=tutor)
    one = first(placement)
    anew = {"values": {one: 90}, "reasons": {one: "Seen since"}, "reason": "Mistaken", "by": tutor}

    with pytest.raises(ValidationError) as raised:
        sign(placement, **anew)
    certificates.withdraw(certificate, by=tutor, reason="Wrong")

    assert code_of(raised) == ["certificate"]
    assert sign(placement, **anew).values[one] == 90


def test_certificate_says_what_was_signed_off_not_what_is_proposed(placement, tutor):
    one = first(placement)
    made = sign(placement, {one: 65}, reasons={one: "Seen often enough"}, by=tutor)
    remarks.write(made, text="Well seen", printed=True, by=placement.trainee.user)
    score(placement, 20, kind="company")

    [certificate] = certificates.request([placement], by=tutor)

    assert sorted(line["final"] for line in certificate.content["objectives"])[:2] == [65, 80]
    assert certificate.content["overall"]["final"] == 77
    assert certificate.content["remark"] == "Well seen"
    assert "Well seen" in render_to_string(
        "assessment/_certificate_annex.html", {"certificate": certificate.content}
    )


def test_certificate_without_a_sign_off_is_refused(placement, tutor):
    with pytest.raises(ValidationError, match="signed off"):
        certificates.request([placement], by=tutor)


def test_confirm_many_leaves_out_who_needs_a_look(tutor):
    fine, apart, empty, moved, few = (ready_placement(signed_off=False) for _ in range(5))
    score(apart, 20, kind="company")
    score(fine, kind="company")
    Score.objects.filter(evaluation__placement=empty).delete()
    moving = score(moved, 70, kind="company")
    sheets = signing_off.sheets([fine, apart, empty, moved, few], FINAL)
    moving.scores.update(value=72)

    seen = {pk: sheet.stamp for pk, sheet in sheets.items()}
    done = signing_off.confirm(seen, moment=FINAL, by=tutor)
    again = signing_off.confirm({fine.pk: seen[fine.pk]}, moment=FINAL, by=tutor)

    assert [each.placement for each in done.signed] == [fine]
    assert dict(done.left_out) == {
        apart: "The two scores lie far apart",
        empty: "Nothing proposed yet",
        moved: "Something else is proposed now",
        few: "One of the two scores only",
    }
    assert (again.signed, [why for _each, why in again.left_out]) == ([], ["Signed off already"])


@pytest.mark.parametrize("many", [1, 3])
def test_confirm_asks_the_same_number_of_questions(many, tutor, django_assert_num_queries):
    seen = {}
    for _ in range(many):
        placement = ready_placement(signed_off=False)
        score(placement, kind="company")
        seen[placement.pk] = sheet_of(placement).stamp

    with django_assert_num_queries(len(CONFIRMING)):
        signing_off.confirm(seen, moment=FINAL, by=tutor)


CONFIRMING = range(16)


def test_sign_off_mails_the_trainee_once_where_to_read_and_until_when(placement):
    signed = sign(placement)
    sign(placement)

    row = OutgoingMail.objects.get(template="assessment/results_signed_off")
    text = mail.render(row).body
    assert (row.to, row.about_id) == (placement.trainee.email, signed.pk)
    assert f"{settings.SITE_URL}/me/results/final/" in text
    until = timezone.localdate() + timedelta(days=7)
    assert f"remark on them until {until:%A} {until.day} {until:%B}" in " ".join(text.split())


def test_evaluation_after_the_sign_off_is_on_the_board_until_it_is_signed_off_anew(placement):
    tutor = placement.trainee.group.lead_tutor
    signed = sign(placement)

    def told():
        found = attention.signals(tutor, timezone.now())
        return [each.key for each in found if each.key.startswith("overtaken:")]

    before = told()
    score(placement, 70, kind="company")
    after = told()
    sign(placement, reason="The company looked, too", by=tutor)

    assert (before, after, told()) == ([], [f"overtaken:{signed.pk}"], [])


# --- the trainee's word -----------------------------------------------------------------------


def test_remark_may_be_changed_for_a_week_and_not_after(placement):
    sign_off, trainee = sign(placement), placement.trainee.user
    week = timedelta(days=7)

    remarks.write(sign_off, text=" At first ", printed=True, by=trainee)
    last = sign_off.signed_at + week
    written = remarks.write(sign_off, text="In the end", printed=False, by=trainee, at=last)
    with pytest.raises(ValidationError) as raised:
        remarks.write(
            sign_off, text="Too late", printed=True, by=trainee, at=last + timedelta(days=1)
        )

    assert (written.remark, written.remark_printed) == ("In the end", False)
    assert code_of(raised) == ["over"]


def test_remark_after_the_certificate_or_on_an_old_sign_off_is_refused(placement, tutor):
    old, trainee = sign(placement, by=tutor), placement.trainee.user
    one = first(placement)
    new = sign(placement, {one: 1}, reasons={one: "Mistake"}, reason="Mistake", by=tutor)
    with pytest.raises(ValidationError) as replaced:
        remarks.write(old, text="No", printed=False, by=trainee)
    certificates.request([placement], by=tutor)
    with pytest.raises(ValidationError) as certified:
        remarks.write(new, text="No", printed=False, by=trainee)

    assert code_of(replaced) + code_of(certified) == ["replaced", "certificate"]


def test_talk_nobody_asked_for_is_refused_and_held_once(placement, tutor):
    sign_off = sign(placement)
    with pytest.raises(ValidationError) as raised:
        remarks.hold_talk(sign_off, by=tutor)

    remarks.ask_for_talk(sign_off, by=placement.trainee.user)
    held = remarks.hold_talk(sign_off, by=tutor)
    again = remarks.hold_talk(sign_off, by=UserFactory(tutor=True))

    assert code_of(raised) == ["unasked"]
    assert (again.talk_held_at, again.talk_held_by) == (held.talk_held_at, tutor)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_make_one_sign_off(django_db_serialized_rollback):
    observing.standard_set()
    placement = ready_placement(signed_off=False)
    values = sheet_of(placement).proposed
    holds, may_go, errors = threading.Event(), threading.Event(), []
    tutors = [UserFactory(tutor=True), UserFactory(tutor=True)]

    def hold():
        holds.set()
        may_go.wait(10)

    def sign_as(tutor, moderated):
        one = next(iter(values))
        try:
            signing_off.sign(
                placement,
                moment=FINAL,
                values=values | {one: moderated},
                reasons={one: "Mine"},
                by=tutor,
            )
        except ValidationError as error:
            errors.append(error.code)
        finally:
            connection.close()

    work.set_hook("signing_off.held", hold)
    try:
        first = threading.Thread(target=sign_as, args=(tutors[0], 10))
        first.start()
        assert holds.wait(10)
        work.set_hook("signing_off.held", None)
        second = threading.Thread(target=sign_as, args=(tutors[1], 90))
        second.start()
        second.join(0.3)
        waited = second.is_alive()
        may_go.set()
        first.join(10)
        second.join(10)
    finally:
        work.set_hook("signing_off.held", None)

    assert waited
    assert [each.signed_by for each in SignOff.objects.all()] == [tutors[0]]
    assert errors == ["signed"]
