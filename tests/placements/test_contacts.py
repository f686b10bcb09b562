"""placements/contacts.py: «not me», and an address that is put right."""

import pytest
from django.core.exceptions import ValidationError

from accounts import links
from accounts.enums import Purpose
from imyportal.models import OutgoingMail
from placements import contacts
from placements.enums import PlacementStatus, WeekStatus
from placements.models import HourWeek
from tests.factories import (
    CompanyTutorFactory,
    PlacementFactory,
    TraineeFactory,
    UserFactory,
    filled_week,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory(tutor=True)


@pytest.fixture
def week():
    """A week that waits for a signature."""
    return filled_week(WeekStatus.DECLARED)


def mails(template):
    return list(OutgoingMail.objects.filter(template=f"placements/{template}"))


# --- Not me -----------------------------------------------------------------------------------


def test_not_me_link_dies_and_the_week_stays_sent(week):
    tutor = week.placement.company_tutor
    link = links.create(Purpose.COMPANY, tutor)

    contacts.not_me(tutor, note="  I left in May.  ")

    for row in (tutor, link, week):
        row.refresh_from_db()
    assert (tutor.doubt, tutor.doubted_at is not None) == ("I left in May.", True)
    assert not link.is_live
    assert week.status == WeekStatus.DECLARED


def test_not_me_tells_every_tutor_in_charge_once(week):
    tutor, lead = week.placement.company_tutor, week.placement.trainee.group.lead_tutor
    own = UserFactory(tutor=True, language="it")
    for trainee in (
        TraineeFactory(group=week.placement.trainee.group),
        TraineeFactory(group=week.placement.trainee.group, tutor=own),
    ):
        PlacementFactory(trainee=trainee, company_tutor=tutor)
    stranger = UserFactory(tutor=True)
    PlacementFactory(
        trainee=TraineeFactory(tutor=stranger), company_tutor=tutor, status=PlacementStatus.PROPOSED
    )

    contacts.not_me(tutor, note="")

    told = sorted((row.to, row.language) for row in mails("not_me"))
    assert told == sorted([(lead.email, "en"), (own.email, "it")])


def test_not_me_very_long_note_keeps_its_beginning(week):
    tutor = week.placement.company_tutor

    contacts.not_me(tutor, note="x" * 5000)

    tutor.refresh_from_db()
    assert tutor.doubt == "x" * 500


def test_not_me_of_one_tutor_leaves_the_others_links_alone(week):
    other = links.create(Purpose.COMPANY, CompanyTutorFactory())

    contacts.not_me(week.placement.company_tutor, note="")

    other.refresh_from_db()
    assert other.is_live


# --- The address put right --------------------------------------------------------------------


def test_correct_address_old_links_die_and_what_waits_goes_to_the_new_one(week, by):
    tutor = week.placement.company_tutor
    old = links.create(Purpose.COMPANY, tutor)
    contacts.not_me(tutor, note="I left.")

    contacts.correct_address(tutor, email="  Anna@Impianti.Example ", by=by)

    for row in (tutor, old):
        row.refresh_from_db()
    [mail] = mails("week_sent")
    assert tutor.email == mail.to == "anna@impianti.example"
    assert (tutor.doubt, tutor.doubted_at) == ("", None)
    assert (mail.language, mail.about_id) == ("it", week.pk)
    assert not old.is_live


def test_correct_address_twice_sends_once(week, by):
    for _ in range(2):
        contacts.correct_address(week.placement.company_tutor, email="anna@x.example", by=by)

    assert len(mails("week_sent")) == 1


def test_correct_address_sends_nothing_that_does_not_wait(week, by):
    HourWeek.objects.update(status=WeekStatus.SIGNED)

    contacts.correct_address(week.placement.company_tutor, email="anna@x.example", by=by)

    assert mails("week_sent") == []


def test_correct_address_that_a_colleague_has_is_refused(week, by):
    tutor = week.placement.company_tutor
    colleague = CompanyTutorFactory(company=tutor.company, email="anna@x.example")
    before = tutor.email

    with pytest.raises(ValidationError) as caught:
        contacts.correct_address(tutor, email=colleague.email.upper(), by=by)

    tutor.refresh_from_db()
    assert list(caught.value.message_dict) == ["email"]
    assert tutor.email == before


def test_correct_address_that_somebody_elsewhere_has_is_taken(week, by):
    CompanyTutorFactory(email="anna@x.example")

    tutor = contacts.correct_address(week.placement.company_tutor, email="anna@x.example", by=by)

    assert tutor.email == "anna@x.example"
