"""The first mail, and the link in it."""

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError

from accounts import invitations, links
from accounts.enums import Purpose
from accounts.models import AccessLink
from imyportal import mail
from tests.conftest import Browser
from tests.factories import TraineeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def giulia():
    return UserFactory(tutor=True, first_name="Giulia", last_name="Conti")


@pytest.fixture
def lena(giulia):
    user = TraineeFactory(first_name="Lena").user
    invitations.invite(user, by=giulia)
    return user


@pytest.fixture
def path(lena):
    return f"/in/{links.token_of(AccessLink.objects.get())}/"


def test_invite_mails_the_way_in(lena, path):
    mail.deliver_due()

    message = outbox.outbox[0]
    assert message.subject == "Welcome to IMY, Lena. Open your portal"
    assert message.from_email == '"Giulia Conti, IMY" <help@imy.example>'
    assert f"http://testserver{path}" in message.body
    assert f"http://testserver{path}" in message.alternatives[0].content


def test_invite_twice_leaves_one_link_that_works(lena, giulia, path, client):
    invitations.invite(lena, by=giulia)

    assert client.get(path).status_code == 410
    assert AccessLink.objects.live().count() == 1
    assert mail.deliver_due() == 2
    assert len(outbox.outbox) == 1  # the first has become pointless


def test_invite_somebody_deactivated_is_refused(giulia):
    with pytest.raises(ValidationError):
        invitations.invite(UserFactory(is_active=False), by=giulia)


def test_link_get_shows_a_button_and_signs_nobody_in(client, path):
    response = client.get(path)

    assert "Continue" in response.content.decode()
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert "_auth_user_id" not in client.session
    assert AccessLink.objects.get().use_count == 0


def test_link_head_signs_nobody_in(client, path):
    assert client.head(path).status_code == 200
    assert "_auth_user_id" not in client.session


def test_link_post_signs_in_and_is_noted(client, lena, path):
    response = client.post(path)

    assert response.headers["Location"] == "/welcome/"
    assert client.session["_auth_user_id"] == str(lena.pk)
    assert AccessLink.objects.get().uses.get().what == "signed in"


def test_link_signs_in_once(client, path):
    client.post(path)

    other = Browser()

    assert other.post(path).status_code == 410
    assert "_auth_user_id" not in other.session


def test_link_tapped_twice_by_its_holder_leads_on(client, path):
    client.post(path)

    assert client.post(path).headers["Location"] == "/welcome/"
    assert client.get(path).headers["Location"] == "/welcome/"


def test_link_after_twenty_one_days_signs_nobody_in(client, giulia, today):
    today("2026-03-01")
    user = UserFactory()
    invitations.invite(user, by=giulia)
    path = f"/in/{links.token_of(AccessLink.objects.get())}/"
    today("2026-03-23")

    assert client.post(path).status_code == 410
    assert "_auth_user_id" not in client.session


def test_link_of_somebody_deactivated_signs_nobody_in(client, lena, path):
    lena.is_active = False
    lena.save(update_fields=["is_active"])

    assert client.post(path).status_code == 410


def test_link_never_signs_an_agency_tutor_in(client, giulia):
    link = links.create(Purpose.SIGN_IN, giulia)

    assert client.post(f"/in/{links.token_of(link)}/").status_code == 410
    assert "_auth_user_id" not in client.session


def test_company_link_signs_nobody_in(client, lena):
    link = links.create(Purpose.COMPANY, lena)

    assert client.post(f"/in/{links.token_of(link)}/").status_code == 410


def test_used_link_brings_a_new_one_to_the_address_on_file(client, lena, path):
    Browser().post(path)

    response = client.post(path, {"new_link": "1", "email": "thief@example.org"})

    mail.deliver_due()
    assert response.headers["Location"] == "/in/sent/"
    assert [message.to for message in outbox.outbox] == [[lena.email]]
    assert client.post(f"/in/{links.token_of(AccessLink.objects.live().get())}/").status_code == 302


def test_somebody_else_signed_in_becomes_the_links_holder(client, lena, path):
    client.force_login(UserFactory())

    client.post(path)

    assert client.session["_auth_user_id"] == str(lena.pk)


def test_new_agency_tutor_chooses_a_password_first(client, giulia):
    marta = UserFactory(tutor=True, first_name="Marta")
    marta.set_unusable_password()
    marta.save()
    invitations.invite(marta, by=giulia)

    mail.deliver_due()

    assert outbox.outbox[0].subject == "Welcome to IMY, Marta. Open your desk"
    assert "/in/new-password/" in outbox.outbox[0].body
    assert not AccessLink.objects.exists()
