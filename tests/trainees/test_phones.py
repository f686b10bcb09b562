"""The trainee's own phone number: entered on the phone, in international form, its changes kept."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from imyportal import history, phones
from placements.contact_log import subjects
from placements.models import CheckIn
from tests.factories import PlacementFactory, TraineeFactory, UserFactory
from trainees.phones import change, written

MOBILE = "+49 1512 3456789"


@pytest.mark.parametrize(
    ("typed", "country", "read"),
    [
        ("+49 (151) 234-56789", "DE", MOBILE),
        ("0049 151 23456789", "PL", MOBILE),
        ("612 345 678", "ES", "+34 612 34 56 78"),
        ("347 123 4567", "ES", "+39 347 123 4567"),  # no number in Spain
        ("333 1234567", "DE", None),  # one of either
        ("call me", "DE", None),
        ("+49 1", "DE", None),
        ("", "DE", None),
    ],
)
def test_number_is_read_with_its_country_or_asked_for(typed, country, read):
    try:
        found = phones.read(typed, country)
    except ValidationError:
        found = None

    assert found == read
    assert phones.shown(typed, country) == (read or typed)


@pytest.mark.django_db
def test_trainee_enters_and_changes_the_number_and_the_tutor_calls_it(client_for, today):
    today("2026-03-12 09:00")
    tutor = UserFactory(tutor=True)
    trainee = TraineeFactory(phone="", tutor=tutor)
    browser, url = client_for(trainee.user), reverse("trainees:phone")

    wrong = browser.post(url, {"phone": "my phone"})
    for number in ("+4915123456789", "+39 347 1234567"):
        browser.post(url, {"phone": number})

    trainee.refresh_from_db()
    assert "With its country" in wrong.content.decode() and "my phone" in wrong.content.decode()
    assert trainee.phone == "+39 347 123 4567" == written(trainee)
    people = subjects.find(tutor, "trainees_trainee", trainee.pk).people
    assert people[0].phone == "+39 347 123 4567"
    page = client_for(tutor).get(reverse("admin:trainees_trainee_history", args=[trainee.pk]))
    kept = [(line.before, line.after) for line in page.context["changes"]]
    assert kept == [("+49 … 89", "+39 … 67"), ("nothing", "+49 … 89")]
    assert "Change your phone number" in browser.get(reverse("settings")).content.decode()


@pytest.mark.django_db
def test_number_changed_on_the_desk_is_kept_without_the_number():
    trainee = TraineeFactory(phone="+39 347 123 4567")

    change(trainee, "+39 348 123 4567", by=trainee.user)

    assert [(line.before, line.after) for line in history.lines(trainee)] == [("…", "+39 … 67")]


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "stored"), [("+49 151 23456789", MOBILE), ("12", "")])
def test_who_asks_for_a_call_without_a_number_is_asked_for_one(typed, stored, client_for, today):
    today("2026-03-12 09:00")
    placement = PlacementFactory(trainee__phone="")
    browser, url = client_for(placement.trainee.user), reverse("placements:check_in")

    asked = browser.get(url)
    answer = {"monday": "2026-03-09", "call_wanted": "on", "phone": typed}
    browser.post(url, answer)

    placement.trainee.refresh_from_db()
    assert "On which number?" in asked.content.decode()
    assert placement.trainee.phone == stored
    assert CheckIn.objects.exists() is bool(stored)
    shown = "On which number?" in browser.get(url).content.decode()
    assert shown is not bool(stored)
