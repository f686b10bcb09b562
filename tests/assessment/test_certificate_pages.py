import pytest
from django.urls import reverse

from assessment import certificates
from assessment.models import Certificate
from placements.models import Placement
from tests.factories import UserFactory

from .ready import ready_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    group = ready_group(1)
    certificates.request(Placement.objects.all(), by=group.lead_tutor)
    certificates.render_due()
    return Certificate.objects.select_related(
        "placement__trainee__user", "placement__trainee__group__sending_tutor__user"
    ).get()


def people(made):
    trainee = made.placement.trainee
    return {
        "trainee": trainee.user,
        "school": trainee.group.sending_tutor.user,
        "tutor": trainee.group.lead_tutor,
    }


@pytest.mark.parametrize("who", ["trainee", "school", "tutor"])
def test_file_comes_as_a_download_with_locked_headers(client, made, who):
    client.force_login(people(made)[who])

    response = client.get(made.get_absolute_url())

    assert response.status_code == 200
    assert b"".join(response.streaming_content).startswith(b"%PDF-1.7")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{made.number}.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("tutor", [True, False])
def test_file_stranger_gets_404(client, made, tutor):
    client.force_login(UserFactory(tutor=tutor))

    assert client.get(made.get_absolute_url()).status_code == 404


def test_file_nobody_is_asked_to_sign_in(client, made):
    assert client.get(made.get_absolute_url()).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("trainee", 302), ("school", 302), ("tutor", 200)])
def test_file_withdrawn_is_for_agency_tutors_only(client, made, who, status):
    certificates.withdraw(made, by=made.requested_by, reason="Wrong name")
    client.force_login(people(made)[who])

    response = client.get(made.get_absolute_url())

    assert response.status_code == status
    response.close()


@pytest.mark.parametrize(
    ("who", "words"),
    [("trainee", "Reason: Wrong name"), ("school", "This certificate was withdrawn.")],
)
def test_file_withdrawn_leads_to_a_page_that_says_so(client, made, who, words):
    certificates.withdraw(made, by=made.requested_by, reason="Wrong name")
    client.force_login(people(made)[who])

    response = client.get(made.get_absolute_url(), follow=True)

    assert response.status_code == 200
    assert words in response.content.decode()


def test_file_withdrawn_stranger_gets_404(client, made):
    certificates.withdraw(made, by=made.requested_by, reason="Wrong name")
    client.force_login(UserFactory(tutor=True))

    assert client.get(made.get_absolute_url()).status_code == 404


def test_file_not_made_yet_is_403(client):
    group = ready_group(1)
    asked = certificates.request(Placement.objects.all(), by=group.lead_tutor)[0]
    client.force_login(group.lead_tutor)

    assert client.get(asked.get_absolute_url()).status_code == 403


def test_mine_shows_the_number_and_both_links(client, made):
    client.force_login(people(made)["trainee"])

    html = client.get(reverse("assessment:my_certificates")).content.decode()

    assert made.number in html
    assert made.get_absolute_url() in html
    assert reverse("assessment:verify_code", args=[made.code]) in html


def test_mine_withdrawn_has_no_file_and_says_why(client, made):
    certificates.withdraw(made, by=made.requested_by, reason="Wrong name")
    client.force_login(people(made)["trainee"])

    html = client.get(reverse("assessment:my_certificates")).content.decode()

    assert "no longer valid" in html
    assert made.get_absolute_url() not in html
    assert "Reason: Wrong name" in html


def test_mine_empty_says_what_will_be_here(client):
    group = ready_group(1)
    client.force_login(group.trainees.get().user)

    html = client.get(reverse("assessment:my_certificates")).content.decode()

    assert "Here you get your certificate." in html


@pytest.mark.parametrize("who", ["school", "tutor"])
def test_mine_others_see_nothing_of_the_trainee(client, made, who):
    client.force_login(people(made)[who])

    html = client.get(reverse("assessment:my_certificates")).content.decode()

    assert made.number not in html
