"""A file that anybody has: what it is to us, in words, and nothing of it stays."""

import io

import pikepdf
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from assessment import certificates, checking, elm
from assessment.checking import Outcome
from assessment.models import Certificate
from imyportal import codes, pdf_signing
from placements import chart_pdf, printing
from placements.models import Placement
from tests.assessment import issuing
from tests.assessment.papers import on_paper, with_info
from tests.assessment.ready import ready_group
from tests.uploaded import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_hits_yet():
    cache.clear()


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def made(media):
    """A certificate with a small file."""
    return on_paper()


@pytest.fixture
def printed(media):
    """A certificate with the file that people get."""
    issuing.keys_in_use()
    group = ready_group(1)
    certificates.request(Placement.objects.all(), by=group.lead_tutor)
    certificates.render_due()
    return Certificate.objects.select_related("placement__trainee").get()


def pdf_of(certificate):
    with certificate.pdf.open("rb") as file:
        return file.read()


def send(client, content, name="file.pdf", **data):
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse("assessment:verify_file"), {"file": upload, **data})


# --- Certificates -----------------------------------------------------------------------------


def test_check_certificate_as_we_made_it_is_valid(client, made):
    response = send(client, pdf_of(made))

    html = response.content.decode()
    assert response.status_code == 200
    assert response.context["answer"].outcome == Outcome.VALID
    for words in ["real and valid", "to the last byte", made.number, made.placement.trainee.name]:
        assert words in html
    assert response["Cache-Control"] == "no-store"


def test_check_certificate_that_was_changed_shows_what_is_true(printed):
    content, data = pdf_of(printed), attached(printed)
    changed = {
        "added": content + b"\n% one byte more",
        "torn": content[:-200],
        "elsewhere": content.replace(b"ISO 14289", b"ISO 14288"),
        "its data": data.replace(b'"80"', b'"99"'),
    }

    answers = {name: checking.check_file(each) for name, each in changed.items()}

    assert {name: each.outcome for name, each in answers.items()} == dict.fromkeys(
        changed, Outcome.ALTERED
    )
    for each in answers.values():
        assert each.certificate == printed
        assert printed.placement.trainee.name in dict(each.paper.rows).values()
    assert [checking.check_file(each).outcome for each in (content, data)] == [Outcome.VALID] * 2


def test_check_certificate_withdrawn_says_so_and_nothing_else(client, made):
    content = pdf_of(made)
    certificates.withdraw(made, by=made.requested_by, reason="Wrong hours entered")

    response = send(client, content)

    html = response.content.decode()
    assert response.context["answer"].outcome == Outcome.WITHDRAWN
    assert made.placement.trainee.name not in html
    assert "Wrong hours" not in html


def test_check_certificate_superseded_leads_to_its_holder_not_to_the_new_code(client, made):
    content = pdf_of(made)
    new = certificates.reissue(made, by=made.requested_by, reason="Name was misspelt")

    response = send(client, content)

    html = response.content.decode()
    assert response.context["answer"].outcome == Outcome.SUPERSEDED
    assert "Ask its holder" in html
    assert new.code not in html.replace("-", "")
    assert "misspelt" not in html


def test_check_number_alone_tells_nothing(made):
    """Numbers can be counted; whoever writes one into a file of their own learns nothing by it."""
    own = pdf(with_info(Title=f"Certificate {made.number}"))

    answer = checking.check_file(own)

    assert (answer.outcome, answer.certificate, answer.paper) == (Outcome.UNKNOWN, None, None)


def test_check_data_without_a_seal_is_for_comparing_only(made):
    answer = checking.check_file(elm.uploadable(made))

    assert answer.outcome == Outcome.COMPARE
    assert answer.certificate == made


@pytest.fixture
def signed(settings, request):
    """A certificate whose file the agency signed; (row, key and certificate)."""
    pair = pdf_signing.make_trial_pair("IMY")
    settings.PDF_SIGNING_KEY, settings.PDF_SIGNING_CERTIFICATE = (each.decode() for each in pair)
    pdf_signing._signer.cache_clear()
    yield request.getfixturevalue("printed")
    pdf_signing._signer.cache_clear()


def test_check_signed_certificate_that_was_made_again_is_valid_too(signed, settings):
    content = pdf_of(signed)
    Certificate.objects.update(pdf_digest="0" * 64)

    added = io.BytesIO(content)
    IncrementalPdfFileWriter(added).write_in_place()
    answers = [
        checking.check_file(each)
        for each in (content, added.getvalue(), content.replace(b"ISO 14289", b"ISO 14288"))
    ]

    assert content != added.getvalue()
    assert [each.outcome for each in answers] == [Outcome.VALID, Outcome.COMPARE, Outcome.ALTERED]
    # Anybody can make a certificate that bears our name.
    settings.PDF_SIGNING_CERTIFICATE = pdf_signing.make_trial_pair("IMY")[1].decode()
    assert checking.check_file(content).outcome == Outcome.ALTERED


def attached(certificate):
    with pikepdf.open(io.BytesIO(pdf_of(certificate))) as document:
        return document.attachments["credential.json"].get_file().read_bytes()


def test_check_hour_charts_tells_of_each(made):
    placements = Placement.objects.select_related(
        "company", "company_tutor", "trainee__tutor", "trainee__group__organisation",
        "trainee__group__lead_tutor",
    )  # fmt: skip
    printed = printing.charts(placements, by=made.requested_by, today=timezone.localdate())

    answer = checking.check_file(chart_pdf.render(printed, language="en"))

    assert answer.outcome == Outcome.COMPARE
    assert [chart.code for chart in answer.charts] == [codes.grouped(printed[0].row.code)]
