from io import BytesIO

import page
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from pypdf import PdfReader

from assessment import certificates, checking
from assessment.checking import Outcome
from assessment.enums import CertificateState
from assessment.models import Certificate, CertificateCounter
from placements.enums import WeekStatus
from placements.models import Placement
from tests.factories import PlacementFactory, TraineeFactory, UserFactory

from .ready import ready_group, ready_placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(client):
    made = ready_group(2)
    client.force_login(made.lead_tutor)
    return made


def address(group):
    return reverse("admin:trainees_group_certificates", args=[group.pk])


def ids(group):
    return [str(each.public_id) for each in Placement.objects.filter(trainee__group=group)]


def test_page_ready_ones_are_ticked_and_the_button_counts_them(client, group):
    html = client.get(address(group)).content.decode()

    assert html.count("checked") == 2
    assert "Issue the ticked certificates (2 are ready)" in html


def test_page_says_what_is_missing_with_a_link(client, group):
    late = PlacementFactory(trainee=TraineeFactory(group=group), starts_on="2026-01-05")

    html = client.get(address(group)).content.decode()

    assert late.trainee.name in html
    assert "Week 1 not sent" in html
    assert "Issue the ticked certificates (2 are ready)" in html


def test_page_week_with_the_company_leads_to_that_week(client):
    group = ready_group(0)
    week = ready_placement(group=group, week=WeekStatus.RETURNED).weeks.get()
    client.force_login(group.lead_tutor)

    html = client.get(address(group)).content.decode()

    assert "Week 1 was sent back" in html
    assert reverse("admin:placements_hourweek_change", args=[week.pk]) in html


def test_page_withdrawn_says_so_and_is_not_ticked_beforehand(client, group):
    made = certificates.request(Placement.objects.all(), by=group.lead_tutor)
    for each in made:
        certificates.withdraw(each, by=group.lead_tutor, reason="Wrong name")
    day = date_format(timezone.localdate(), "j F")

    html = client.get(address(group)).content.decode()
    posted = client.post(address(group), {"placements": [ids(group)[0]]}, follow=True)

    assert html.count(f"Withdrawn on {day}: Wrong name") == 2
    assert "checked" not in html
    assert "1 certificate is being made." in posted.content.decode()


def test_page_issue_makes_the_ticked_ones_in_two_clicks(client, group):
    client.get(address(group))

    response = client.post(address(group), {"placements": ids(group)}, follow=True)

    assert "2 certificates are being made." in response.content.decode()
    assert client.get(address(group)).content.decode().count("Being made") == 2
    assert Certificate.objects.filter(requested_by=group.lead_tutor).count() == 2


def test_page_issue_twice_makes_them_once(client, group):
    for _each in range(2):
        assert client.post(address(group), {"placements": ids(group)}).status_code == 302

    assert Certificate.objects.count() == 2


def test_page_after_making_links_the_file(client, group):
    certificates.request(Placement.objects.all(), by=group.lead_tutor)
    certificates.render_due()

    html = client.get(address(group)).content.decode()

    for made in Certificate.objects.all():
        assert made.get_absolute_url() in html


def test_page_nobody_ticked_says_so(client, group):
    response = client.post(address(group), {})

    assert response.status_code == 200
    assert "Tick at least one trainee." in response.content.decode()


def test_page_somebody_who_is_not_ready_is_not_issued(client, group):
    late = PlacementFactory(trainee=TraineeFactory(group=group))

    response = client.post(address(group), {"placements": [*ids(group), str(late.public_id)]})

    assert "Somebody is no longer ready" in response.content.decode()
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("foreign", ["other_group", "nonsense"])
def test_page_posted_keys_of_others_are_refused(client, group, foreign):
    key = ids(ready_group(1))[0] if foreign == "other_group" else "1"

    client.post(address(group), {"placements": [key]})

    assert not Certificate.objects.exists()


def test_page_keeps_the_ticks_after_an_error(client, group):
    keys = ids(group)

    response = client.post(address(group), {"placements": [keys[0], "nonsense"]})

    html = response.content.decode()
    assert f'value="{keys[0]}" id="p1" checked' in html or html.count("checked") == 1


def test_page_stranger_gets_404(client, group):
    client.force_login(UserFactory(tutor=True))

    assert client.get(address(group)).status_code == 404


def test_page_trainee_and_school_are_not_let_in(client, group):
    for user in (group.trainees.first().user, group.sending_tutor.user):
        client.force_login(user)

        assert client.get(address(group)).status_code in (302, 403, 404)


@pytest.mark.parametrize("trainees", [1, 3])
def test_page_query_count_does_not_grow(client, django_assert_max_num_queries, trainees):
    made = ready_group(trainees)
    client.force_login(made.lead_tutor)

    with django_assert_max_num_queries(30):
        assert client.get(address(made)).status_code == 200


def test_withdraw_needs_a_reason_and_says_so(client, group):
    certificate = certificates.request(Placement.objects.all(), by=group.lead_tutor)[0]
    url = reverse("admin:assessment_certificate_withdraw", args=[certificate.pk])

    response = client.post(url, {"reason": " "})

    assert "Write the reason." in response.content.decode()
    certificate.refresh_from_db()
    assert certificate.withdrawn_at is None


def test_withdraw_with_a_reason_leads_back_to_the_group(client, group):
    certificate = certificates.request(Placement.objects.all(), by=group.lead_tutor)[0]
    url = reverse("admin:assessment_certificate_withdraw", args=[certificate.pk])

    response = client.post(url, {"reason": "Wrong name"})

    assert response["Location"] == address(group)
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.WITHDRAWN
    assert client.get(url).status_code == 403


def test_withdraw_stranger_gets_404(client, group):
    certificate = certificates.request(Placement.objects.all(), by=group.lead_tutor)[0]
    client.force_login(UserFactory(tutor=True))

    url = reverse("admin:assessment_certificate_withdraw", args=[certificate.pk])

    assert client.get(url).status_code == 404


def test_command_issues_who_is_ready_and_says_who_is_not(capsys):
    group = ready_group(2)
    PlacementFactory(trainee=TraineeFactory(group=group))

    call_command("issue_certificates", group=group.name)
    call_command("issue_certificates", group=group.name)

    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if " issued, " in line] == [
        "2 issued, 0 had one, 0 withdrawn before, 1 not ready",
        "0 issued, 2 had one, 0 withdrawn before, 1 not ready",
    ]
    assert Certificate.objects.count() == 2


def test_command_unknown_group_says_so():
    with pytest.raises(CommandError, match="no group named 'Nobody'"):
        call_command("issue_certificates", group="Nobody")


def test_command_dry_run_changes_nothing(capsys):
    group = ready_group(1)

    call_command("issue_certificates", group=group.name, dry_run=True)

    assert "ready" in capsys.readouterr().out
    assert not Certificate.objects.exists()


def test_preview_shows_what_would_be_printed_marked_as_not_valid_and_keeps_nothing(client):
    group = ready_group(1, language="de")
    client.force_login(group.lead_tutor)
    placement = Placement.objects.get()
    preview = reverse("admin:placements_placement_certificate_preview", args=[placement.pk])
    assert preview in client.get(address(group)).content.decode()

    response = client.get(preview)

    texts = [each.extract_text() for each in PdfReader(BytesIO(response.content)).pages]
    assert all("Preview, not valid" in text for text in texts)
    for word in (placement.trainee.name, placement.company.name, "37:30", "Not signed"):
        assert word in " ".join(texts)
    assert "Signed electronically" not in " ".join(texts)
    assert PdfReader(BytesIO(response.content)).attachments == {}
    assert page.validate_pdf_bytes(response.content, profile="ua1").is_compliant
    assert (Certificate.objects.count(), CertificateCounter.objects.count()) == (0, 0)
    assert checking.check_file(response.content).outcome == Outcome.UNKNOWN


def test_preview_before_the_results_are_signed_off_says_what_is_missing(client):
    group = ready_group(0)
    placement = ready_placement(group=group, signed_off=False)
    client.force_login(group.lead_tutor)
    preview = reverse("admin:placements_placement_certificate_preview", args=[placement.pk])
    assert preview not in client.get(address(group)).content.decode()

    response = client.get(preview, follow=True)

    assert "Sign off the final results first" in response.content.decode()
