import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from assessment import certificates
from assessment.enums import CertificateState
from assessment.models import Certificate
from imyportal import history, mail, work
from placements.models import Placement

from .ready import ready_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued():
    group = ready_group(1)
    made = certificates.request(Placement.objects.all(), by=group.lead_tutor)[0]
    certificates.render_due()
    mail.deliver_due()
    outbox.outbox.clear()
    made.refresh_from_db()
    return made


def again(certificate, **change):
    return certificates.reissue(
        certificate, by=certificate.requested_by, **{"reason": "Wrong first name"} | change
    )


def test_reissue_makes_a_new_one_of_what_is_true_now(issued):
    trainee = issued.placement.trainee
    trainee.first_name = "Magdalena"
    trainee.save(update_fields=["first_name"])

    new = again(issued)

    issued.refresh_from_db()
    assert new.content["holder"]["first_names"] == "Magdalena"
    assert new.content["supersedes"] == issued.number
    assert (new.number != issued.number, new.code != issued.code) == (True, True)
    assert (issued.superseded_by, issued.state) == (new, CertificateState.SUPERSEDED)
    assert issued.withdraw_reason == "Wrong first name"
    assert history.lines(issued)[0].after == "superseded"


def test_reissue_tells_trainee_and_school_once_what_took_the_place(issued):
    new = again(issued)
    certificates.render_due()

    mail.deliver_due()

    to_trainee, to_school = sorted(outbox.outbox, key=lambda each: each.subject[0] == "1")
    assert issued.number in to_trainee.body and "Wrong first name" in to_trainee.body
    assert f"{new.number}, in place of {issued.number}" in to_school.body
    assert len(outbox.outbox) == 2


def test_reissue_never_leaves_two_valid_ones(issued):
    seen = []
    look = Certificate.objects.valid().count
    work.set_hook("certificates.taken_back", lambda: seen.append(look()))
    try:
        again(issued)
    finally:
        work.set_hook("certificates.taken_back", None)

    assert (seen, look()) == ([0], 1)


@pytest.mark.parametrize("reason", ["", " "])
def test_reissue_without_reason_changes_nothing(issued, reason):
    with pytest.raises(ValidationError, match="reason"):
        again(issued, reason=reason)

    assert Certificate.objects.get().state == CertificateState.VALID


def test_reissue_of_one_that_is_not_valid_is_refused(issued):
    new = again(issued)

    with pytest.raises(ValidationError, match="already superseded"):
        again(issued)
    assert list(Certificate.objects.valid()) == [new]


def test_reissue_that_lacks_something_keeps_the_old_one(issued):
    Placement.objects.update(status="proposed")

    with pytest.raises(ValidationError, match="not confirmed"):
        again(issued)

    assert Certificate.objects.get().state == CertificateState.VALID


def test_superseded_one_that_is_valid_is_refused_by_the_database(issued):
    new = again(issued)

    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=new.pk).update(superseded_by=issued)
