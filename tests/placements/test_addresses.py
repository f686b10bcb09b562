"""Whom mail does not reach: on the board, with a page that puts the address right and sends again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from accounts.models import AccessLink
from imyportal import mail, today
from imyportal.models import OutgoingMail
from placements import addresses
from tests.factories import GuardianFactory, PlacementFactory, SendingTutorFactory, UserFactory

pytestmark = pytest.mark.django_db
NEW = "right@x.example"
SAID = "550 5.1.1 no such user"


def gather():
    """A trainee of `tutor`, and somebody of each kind around them, all of whom were in before."""
    tutor = UserFactory(tutor=True, email="giulia@imy.example")
    placement = PlacementFactory(trainee__tutor=tutor)
    trainee = placement.trainee
    school = SendingTutorFactory(organisation=trainee.group.organisation)
    for user in (trainee.user, school.user, tutor):
        user.last_login = timezone.now()
        user.save(update_fields=["last_login"])
    guardian = GuardianFactory(trainee=trainee, email="mum@x.example")
    return {
        "trainee": trainee,
        "guardian": guardian,
        "school": school,
        "company": placement.company_tutor,
        "colleague": tutor,
    }


@pytest.fixture
def people(today):
    today("2026-03-12 12:00")
    return gather()


def came_back(person, *, days=0, **fields):
    """A mail that came back from where this person's go."""
    row = mail.queue(
        "accounts/notice", to=addresses.address_of(person), language="en", what="password"
    )
    for name, value in fields.items():
        setattr(row, name, value)
    row.created_at = timezone.now() - timedelta(days=days)
    row.sent_at = row.done_at = row.bounced_at = timezone.now()
    row.bounce = SAID
    row.save()
    return row


def silent(viewer):
    return [
        each
        for reasons in today.signals(viewer, timezone.now()).values()
        for each in reasons
        if "does not arrive" in each.text
    ]


def path_of(kind, people):
    return reverse("admin:address", args=[kind, people[kind].pk])


@pytest.mark.parametrize("kind", list(addresses.KINDS))
def test_mail_that_came_back_is_put_right_from_the_board(people, client_for, kind):
    boss = UserFactory(admin=True)
    row = came_back(people[kind])
    (signal,) = silent(boss)
    browser = client_for(boss)

    page = browser.get(signal.url).content.decode()
    answer = browser.post(signal.url, {"email": f"  {NEW.upper()} "}, follow=True)

    assert SAID in page
    assert row.to in page
    assert "1 mail is sent again" in answer.content.decode()
    before, row = row.message_id, OutgoingMail.objects.get(pk=row.pk)
    assert (row.to, row.done_at, row.bounced_at) == (NEW, None, None)
    assert row.message_id != before
    assert silent(boss) == []
    assert addresses.address_of(type(people[kind]).objects.get(pk=people[kind].pk)) == NEW


@pytest.mark.parametrize("kind", list(addresses.KINDS))
def test_page_is_for_who_may_change_the_person(people, client_for, kind):
    may = 403 if kind == "colleague" else 200
    stranger = 200 if kind == "company" else 403 if kind == "colleague" else 404

    answers = [
        client_for(user).get(path_of(kind, people)).status_code
        for user in (people["colleague"], UserFactory(tutor=True))
    ]

    assert answers == [may, stranger]


def test_old_links_die_and_who_never_came_in_is_invited_anew(people):
    trainee, guardian = people["trainee"], people["guardian"]
    old = [
        links.for_holder(Purpose.SIGN_IN, trainee.user),
        links.for_holder(Purpose.GUARDIAN, guardian),
    ]
    trainee.user.last_login = None
    trainee.user.save(update_fields=["last_login"])

    for person, email in ((trainee, NEW), (guardian, "mother@x.example")):
        addresses.correct(person, email=email, by=people["colleague"])

    assert not AccessLink.objects.live().filter(pk__in=[each.pk for each in old]).exists()
    welcome = OutgoingMail.objects.get(template="accounts/welcome")
    assert (welcome.to, welcome.about.is_live) == (NEW, True)


def test_of_many_that_came_back_the_newest_of_a_kind_goes_out_once(people):
    company, by = people["company"], people["colleague"]
    came_back(company, days=20, template="placements/sign_reminder")
    came_back(company, days=9, template="placements/company_questions")
    newest = came_back(company, days=2, template="placements/company_questions")
    week = came_back(company, days=2, template="placements/week_sent")

    counts = [addresses.correct(company, email=NEW, by=by) for _ in range(2)]

    assert counts == [1, 0]
    assert [row.pk for row in OutgoingMail.objects.waiting()] == [newest.pk]
    assert not OutgoingMail.objects.undelivered().exists()
    week.refresh_from_db()
    assert week.to != NEW


def test_address_that_was_right_after_all_gets_its_mail_again(people):
    guardian = people["guardian"]
    row = came_back(guardian)

    assert addresses.correct(guardian, email=guardian.email, by=people["colleague"]) == 1
    row.refresh_from_db()
    assert (row.to, row.bounced_at) == (guardian.email, None)


def test_mails_of_somebody_else_with_the_old_address_stay_theirs(people):
    guardian = people["guardian"]
    GuardianFactory(email=guardian.email)
    other = came_back(guardian)

    assert addresses.correct(guardian, email=NEW, by=people["colleague"]) == 0

    other.refresh_from_db()
    assert other.to == "mum@x.example"


@pytest.mark.parametrize("kind", ["trainee", "guardian", "school", "colleague"])
def test_address_of_somebody_else_is_refused_at_the_field(people, client_for, kind):
    taken = "giulia@imy.example" if kind != "guardian" else people["trainee"].email
    if kind == "colleague":
        taken = people["school"].user.email
    boss = client_for(UserFactory(admin=True))

    page = boss.post(path_of(kind, people), {"email": taken})

    assert page.context["form"].errors["email"]
    assert addresses.address_of(type(people[kind]).objects.get(pk=people[kind].pk)) != taken


def test_server_of_ours_that_is_away_accuses_nobody(people):
    mail.queue("accounts/notice", to=people["trainee"].email, language="en", what="password")
    OutgoingMail.objects.update(attempts=9, last_error="ConnectionRefusedError: away")

    assert silent(people["colleague"]) == []
