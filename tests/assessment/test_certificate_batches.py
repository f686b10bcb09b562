"""A group's certificates asked for together: how far they are, all of them as one file, their numbers."""

import csv
import hashlib
import io
import json
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessment import certificates, numbering
from assessment.badges import awarding
from assessment.badges.earning import Stay
from assessment.credentials import keys
from assessment.models import BadgeIssue, BadgeLevel, Certificate, CertificateBatch, MobilityNumbers
from placements.models import Placement
from tests.factories import UserFactory

from .ready import ready_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(client):
    made = ready_group(2)
    client.force_login(made.lead_tutor)
    return made


def issue(client, group):
    keys = [str(each.public_id) for each in Placement.objects.filter(trainee__group=group)]
    page = reverse("admin:trainees_group_certificates", args=[group.pk])
    return client.post(page, {"placements": keys}, follow=True)


# --- how far it is ----------------------------------------------------------------------------


def test_issue_leads_to_a_page_that_asks_again_until_all_are_made(client, group):
    running = issue(client, group)
    page = running.request["PATH_INFO"]
    certificates.render_due()
    done = client.get(page)

    assert page == CertificateBatch.objects.get().get_absolute_url()
    assert (running["Refresh"], "Refresh" in done) == ("3", False)
    assert "0 of 2 are made." in running.content.decode()
    assert 'max="2" value="2"' in done.content.decode()
    assert "2 certificates are made." in done.content.decode()


def test_page_names_who_could_not_be_made_and_what_helps(client, group):
    trainee = Placement.objects.first().trainee
    trainee.last_name = "क्षत्रिय"
    trainee.save(update_fields=["last_name"])
    page = issue(client, group).request["PATH_INFO"]
    certificates.render_due()

    answer = client.get(page)

    html = answer.content.decode()
    assert "Refresh" not in answer
    assert "1 needs you" in html and trainee.name in html and "No font of this machine" in html
    assert 'max="2" value="1"' in html


def test_page_of_a_batch_is_for_those_who_see_the_group(client, group):
    page = issue(client, group).request["PATH_INFO"]
    client.force_login(UserFactory(tutor=True))

    assert client.get(page).status_code == 404


# --- one file ---------------------------------------------------------------------------------


def unpack(response):
    zipped = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    assert zipped.testzip() is None
    return {name: zipped.read(name) for name in zipped.namelist()}


@pytest.mark.parametrize("viewer", ["tutor", "school"])
def test_zip_holds_every_certificate_each_badge_and_their_digests(client, group, viewer):
    keys.make()
    trainee = Placement.objects.first().trainee
    trainee.first_name, trainee.last_name = "../Zoë", 'von "Groß" & Söhne'
    trainee.save(update_fields=["first_name", "last_name"])
    awarding.give(trainee, Stay((trainee.placements.get().starts_on,)), BadgeLevel.objects.first())
    issue(client, group)
    certificates.render_due()
    if viewer == "school":
        client.force_login(group.sending_tutor.user)

    response = client.get(reverse("assessment:group_zip", args=[group.public_id]))

    assert response.streaming
    files = unpack(response)
    listed = csv.DictReader(
        io.StringIO(files.pop("manifest.csv").decode("utf-8-sig")), delimiter=";"
    )
    rows = {row["File"]: row for row in listed}
    assert rows.keys() == files.keys()
    for name, content in files.items():
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-/.")
        assert rows[name]["SHA-256"] == hashlib.sha256(content).hexdigest()
    assert sorted(name.rpartition(".")[2] for name in files) == ["json", "pdf", "pdf", "png"]
    stored = set(Certificate.objects.values_list("pdf_digest", flat=True))
    assert {rows[n]["SHA-256"] for n in files if n.endswith(".pdf")} == stored
    assert len({row["SHA-256"] for row in rows.values()}) == len(files)
    (badge,) = (json.loads(files[n]) for n in files if n.endswith(".json"))
    assert badge == BadgeIssue.objects.get().document


def test_zip_leaves_out_what_is_not_valid(client, group):
    issue(client, group)
    certificates.render_due()
    certificates.withdraw(Certificate.objects.first(), by=group.lead_tutor, reason="Wrong name")

    files = unpack(client.get(reverse("assessment:group_zip", args=[group.public_id])))

    assert len([name for name in files if name.endswith(".pdf")]) == 1


# --- numbers of others ------------------------------------------------------------------------


@pytest.mark.parametrize("viewer", ["tutor", "school"])
def test_numbers_are_entered_by_tutor_or_school_and_shown_again(client, group, viewer):
    page = reverse("admin:trainees_group_numbers", args=[group.pk])
    if viewer == "school":
        client.force_login(group.sending_tutor.user)
        page = reverse("sending:numbers", args=[group.public_id])
    one, other = Placement.objects.order_by("pk")

    client.post(page, {f"europass_number-{one.pk}": "DE/1", f"mobility_id-{other.pk}": "MOB-2"})

    kept = MobilityNumbers.objects.order_by("placement").values_list(
        "europass_number", "mobility_id"
    )
    assert list(kept) == [("DE/1", ""), ("", "MOB-2")]
    assert 'value="DE/1"' in client.get(page).content.decode()


def test_numbers_that_are_none_or_given_to_two_are_refused_at_the_field(client, group):
    page = reverse("admin:trainees_group_numbers", args=[group.pk])
    one, other = Placement.objects.order_by("pk")
    typed = {f"europass_number-{one.pk}": "blah blah!!", f"europass_number-{other.pk}": "DE/2"}
    both = {f"mobility_id-{each.pk}": "MOB-7" for each in (one, other)}

    answer = client.post(page, typed | both)

    assert set(answer.context["form"].errors) == {f"europass_number-{one.pk}", *both}
    assert 'value="blah blah!!"' in answer.content.decode()
    assert not MobilityNumbers.objects.exists()


def test_numbers_may_change_places_but_not_be_given_twice(group):
    one, other = Placement.objects.order_by("pk")

    def enter(first, second):
        given = {one.pk: first, other.pk: second}
        entered = {
            pk: {"europass_number": number, "mobility_id": ""} for pk, number in given.items()
        }
        return numbering.enter(group, entered, by=group.lead_tutor)

    assert (enter("DE/1", "DE/2"), enter("DE/1", "DE/2"), enter("DE/2", "DE/1")) == (2, 0, 2)
    with pytest.raises(ValidationError, match="Two trainees cannot have"):
        enter("DE/1", "DE/1")
