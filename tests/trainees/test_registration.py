"""trainees/registration.py: the account follows the address."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.factories import GroupFactory, SendingTutorFactory, TraineeFactory, UserFactory
from trainees import registration
from trainees.models import Trainee

pytestmark = pytest.mark.django_db


def test_give_account_makes_one_in_the_schools_language():
    group = GroupFactory(organisation__language="de")
    trainee = TraineeFactory(group=group, user=None, email="mia@example.org")

    user = registration.give_account(trainee)

    assert (user.email, user.language, user.get_full_name()) == (
        "mia@example.org",
        "de",
        trainee.name,
    )
    assert not user.has_usable_password()


def test_give_account_new_address_moves_the_account():
    trainee = TraineeFactory()
    account = trainee.user
    trainee.email = "right@example.org"
    trainee.save()

    registration.give_account(trainee)

    account.refresh_from_db()
    assert account.email == "right@example.org"
    assert trainee.user == account


def test_give_account_of_somebody_who_came_before_is_theirs():
    before = TraineeFactory(email="lena@example.org")
    again = TraineeFactory(email="lena@example.org", user=None)

    assert registration.give_account(again) == before.user
    assert User.objects.filter(email="lena@example.org").count() == 1


def test_give_account_without_address_changes_nothing():
    trainee = TraineeFactory(user=None, email="")

    assert registration.give_account(trainee) is None


def test_address_fault_names_agency_and_school():
    tutor, school = UserFactory(tutor=True), SendingTutorFactory()

    assert "agency" in registration.address_fault(tutor.email.upper())
    assert "sending organisation" in registration.address_fault(school.user.email)
    assert registration.address_fault("nobody@example.org") is None


def test_trainee_form_refuses_the_address_of_a_tutor_and_keeps_what_was_typed(client_for):
    trainee = TraineeFactory()
    tutor = trainee.responsible
    data = {
        "first_name": "Mia",
        "last_name": "Vogel",
        "email": tutor.email,
        "birth_date": "2006-05-04",
        "language": "de",
        "group": trainee.group.pk,
        "guardians-TOTAL_FORMS": 0,
        "guardians-INITIAL_FORMS": 0,
    }

    response = client_for(tutor).post(reverse("admin:trainees_trainee_add"), data)

    assert response.context["adminform"].form.errors["email"]
    assert 'value="Mia"' in response.content.decode()
    assert Trainee.objects.count() == 1


def test_trainee_form_makes_the_account(client_for):
    trainee = TraineeFactory()
    data = {
        "first_name": "Mia",
        "last_name": "Vogel",
        "email": "mia@example.org",
        "birth_date": "2006-05-04",
        "language": "de",
        "group": trainee.group.pk,
        "guardians-TOTAL_FORMS": 0,
        "guardians-INITIAL_FORMS": 0,
    }

    client_for(trainee.responsible).post(reverse("admin:trainees_trainee_add"), data)

    assert Trainee.objects.get(first_name="Mia").user.email == "mia@example.org"
