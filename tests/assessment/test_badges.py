"""Badges given, grown, signed anew and withdrawn; baked into pictures."""

import json
import threading
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from PIL import Image

from assessment import credentials
from assessment.badges import awarding, earning, files
from assessment.credentials import keys, status
from assessment.enums import FindingKind
from assessment.models import BadgeAward, BadgeIssue, IssuerKey, StatusEntry
from imyportal import mail, work
from imyportal.models import OutgoingMail
from tests.assessment.issuing import awarded, keys_in_use, sign_weeks
from tests.factories import PlacementFactory, UserFactory

OB = "{https://purl.imsglobal.org/ob/v3p0}credential"


@pytest.fixture(autouse=True)
def _spring(today):
    today("2026-04-30")


def test_badge_is_given_once_with_a_credential_of_ours_and_a_mail(db):
    badge = awarded(5)

    again = awarding.award_due()

    issue = badge.current
    subject = issue.document["credentialSubject"]
    assert again == 0
    assert (badge.level.months, issue.weeks) == (1, 5)
    assert credentials.check(issue.document).is_valid
    assert credentials.check(issue.jwt).is_valid
    assert credentials.check(issue.jwt).credential_id == issue.credential_id
    assert subject["identifier"][0]["identityHash"] == "Lena H."
    assert (subject["activityStartDate"], subject["activityEndDate"]) == (
        "2026-03-02T00:00:00+01:00",
        "2026-03-30T00:00:00+02:00",
    )
    assert badge.trainee.last_name not in json.dumps(issue.document)
    assert badge.trainee.email not in json.dumps(issue.document)
    row = OutgoingMail.objects.get(template="assessment/badge_awarded")
    assert mail.render(row).subject == "A badge for you: One month in Tuscany"


def test_badge_grows_and_what_was_signed_before_stays_true(db):
    badge = awarded(4)
    first = badge.current

    sign_weeks(badge.trainee.placements.get(), 4, first=4)
    given = awarding.award_due()

    badge.refresh_from_db()
    first.refresh_from_db()
    assert given == 1
    assert (badge.level.months, badge.current.weeks) == (2, 8)
    assert (first.superseded_at is not None, first.status.withdrawn_at) == (True, None)
    assert credentials.check(first.document).is_valid
    assert badge.current.document["credentialSubject"]["id"] == badge.subject.urn
    assert OutgoingMail.objects.filter(template="assessment/badge_awarded").count() == 2


def test_name_the_trainee_shows_stands_in_the_credential_signed_anew(db):
    badge = awarded(4)
    BadgeAward.objects.filter(pk=badge.pk).update(shows_full_name=True)

    issue = awarding.renew(badge)

    shown = issue.document["credentialSubject"]["identifier"][0]["identityHash"]
    assert shown == badge.trainee.name
    assert badge.issues.count() == 2
    assert badge.current == issue


def test_withdrawn_badge_is_in_the_list_at_every_level_and_not_given_again(db):
    badge = awarded(8)
    awarding.renew(badge)
    other = awarded(4)
    by = UserFactory(tutor=True)

    awarding.withdraw(badge, by=by, reason=" Weeks of Paul & Co ")
    given, published = awarding.award_due(), status.publish_due()

    badge.refresh_from_db()
    assert (given, published) == (0, 1)
    assert (badge.withdrawn_by, badge.withdraw_reason) == (by, "Weeks of Paul & Co")
    told = mail.render(OutgoingMail.objects.get(template="assessment/badge_withdrawn"))
    tutor = str(badge.trainee.responsible)
    for word in ("Two months in Tuscany", "30 April", "The reason: Weeks of Paul & Co", tutor):
        assert word in told.body
    assert told.to == [badge.trainee.email]
    assert StatusEntry.objects.withdrawn().count() == 2
    assert other.current.status.withdrawn_at is None
    for wrong in ({"reason": "Again"}, {"reason": " "}):
        with pytest.raises(ValidationError):
            awarding.withdraw(badge if wrong["reason"] == "Again" else other, by=by, **wrong)
    with pytest.raises(ValidationError):
        awarding.renew(badge)


def test_badge_that_a_stolen_key_signed_is_signed_anew(db):
    badge = awarded(4)
    before = badge.current

    keys.mark_compromised(before.jwt_key)
    without_a_key = awarding.award_due()
    keys.make()
    done = [awarding.award_due(), awarding.award_due()]

    assert (without_a_key, done) == (0, [1, 0])
    assert credentials.check(before.jwt).kind == FindingKind.NOT_TRUSTWORTHY
    assert credentials.check(badge.current.jwt).is_valid
    assert OutgoingMail.objects.filter(template="assessment/badge_awarded").count() == 1


def test_without_keys_nothing_is_given_and_with_them_everything(db):
    sign_weeks(PlacementFactory(), 4)

    before = awarding.award_due()
    keys_in_use()

    assert (before, awarding.award_due()) == (0, 1)


def test_one_badge_that_fails_does_not_stop_the_others(db, caplog):
    keys_in_use()
    for _each in range(2):
        sign_weeks(PlacementFactory(), 4)
    failures = iter([RuntimeError("no")])

    def fail_once():
        for failure in failures:
            raise failure

    work.set_hook("badges.trainee_locked", fail_once)
    try:
        first = awarding.award_due()
    finally:
        work.set_hook("badges.trainee_locked", None)

    assert (first, awarding.award_due()) == (1, 1)
    assert "badge not given" in caplog.text


@pytest.mark.postgres
def test_two_workers_give_a_badge_once(transactional_db):
    keys_in_use()
    placement = PlacementFactory()
    sign_weeks(placement, 4)
    earned = next(iter(earning.due()))
    held, go_on, second = threading.Event(), threading.Event(), []

    def hold():
        held.set()
        go_on.wait(10)

    def give():
        try:
            second.append(awarding.give(*earned))
        finally:
            connection.close()

    work.set_hook("badges.trainee_locked", hold)
    first = threading.Thread(target=give)
    first.start()
    held.wait(10)
    work.set_hook("badges.trainee_locked", None)
    other = threading.Thread(target=give)
    other.start()
    other.join(0.3)
    waited = other.is_alive()
    go_on.set()
    first.join(10)
    other.join(10)

    assert waited
    assert [each is None for each in second] == [False, True]
    assert BadgeIssue.objects.count() == OutgoingMail.objects.count() == 1


def test_database_keeps_what_was_signed_and_one_current_credential(db):
    badge = awarded(4)
    issue = badge.current
    withdrawn = credentials.withdraw(credentials.new_entry())
    changes = [
        lambda: BadgeIssue.objects.create(
            award=badge,
            level=issue.level,
            weeks=4,
            credential_id="urn:x:1",
            document={},
            jwt="",
            status=credentials.new_entry(),
            key=issue.key,
            jwt_key=issue.jwt_key,
        ),
        lambda: BadgeAward.objects.create(trainee=badge.trainee, code="A" * 13, level=badge.level),
        lambda: BadgeAward.objects.filter(pk=badge.pk).update(withdrawn_at="2026-04-30T12:00Z"),
        lambda: BadgeAward.objects.filter(pk=badge.pk).update(code="A" * 13),
        lambda: BadgeIssue.objects.filter(pk=issue.pk).update(jwt="a.b.c"),
        lambda: StatusEntry.objects.filter(pk=issue.status_id).update(place=1),
        lambda: StatusEntry.objects.filter(pk=withdrawn.pk).update(withdrawn_at=None),
        lambda: IssuerKey.objects.filter(pk=issue.key_id).update(public={}),
    ]

    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# --- Files --------------------------------------------------------------------------------------


def test_pictures_carry_the_token_and_are_the_same_bytes_every_time(db):
    badge = awarded(4)

    svg, png = files.svg(badge), files.png(badge)

    root = ET.fromstring(svg)
    chunk = png[png.index(b"iTXt") + 4 :]
    with Image.open(BytesIO(png)) as picture:
        assert (picture.size, picture.text["openbadgecredential"]) == (
            (640, 640),
            badge.current.jwt,
        )
    assert chunk.startswith(b"openbadgecredential\0\0\0\0\0eyJ")
    assert png.count(b"openbadgecredential") == 1
    assert root[0].tag == OB
    assert root[0].get("verify") == badge.current.jwt
    assert (svg, png) == (files.svg(badge), files.png(badge))
    assert json.loads(files.json(badge)) == badge.current.document
    assert credentials.check(files.jwt(badge)).kind == FindingKind.VALID


@pytest.mark.parametrize(("picture", "token"), [(b"<html>", "a.b.c"), (b"<svg >", 'a"b')])
def test_only_tokens_are_baked_and_only_into_pictures(picture, token):
    with pytest.raises(ValueError, match="no SVG picture"):
        files.bake_svg(picture, token)
