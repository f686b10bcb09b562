"""A file that anybody has: what it is to us, in words, and nothing of it stays."""

import io
import json
from datetime import timedelta

import pikepdf
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from assessment import certificates, checking, elm, sharing
from assessment.badges import awarding, content, files
from assessment.checking import Outcome
from assessment.models import BadgeAward, Certificate, IssuerKey
from imyportal import codes, pdf_signing, weeks
from placements import chart_pdf, printing
from placements.models import Placement
from tests.assessment import issuing
from tests.assessment.papers import on_paper, with_info
from tests.assessment.ready import ready_group, sign_off
from tests.factories import UserFactory
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


# --- Badges -----------------------------------------------------------------------------------


@pytest.fixture
def badge():
    first = weeks.monday_of(timezone.localdate() - timedelta(weeks=6))
    stay = {"starts_on": first, "ends_on": first + timedelta(weeks=5)}
    return issuing.awarded(trainee__email="lena@example.org", **stay)


FORMS = {"json": files.json, "jwt": files.jwt, "svg": files.svg, "png": files.png}


@pytest.mark.parametrize("form", FORMS)
def test_check_badge_as_we_signed_it_is_valid(badge, form):
    answer = checking.check_file(FORMS[form](badge))

    assert answer.outcome == Outcome.VALID
    assert dict(answer.rows)["Level"] == badge.level.name


def test_check_badge_spelt_otherwise_is_the_same(badge):
    document = badge.current.document

    answer = checking.check_file(json.dumps(dict(sorted(document.items()))).encode())

    assert answer.outcome == Outcome.VALID


@pytest.mark.parametrize("form", FORMS)
def test_check_badge_that_was_changed_shows_what_is_true(badge, form):
    if form == "json":
        document = {**badge.current.document, "name": "Badge: twelve months"}
        content = json.dumps(document).encode()
    else:
        head, payload, signature = badge.current.jwt.split(".")
        forged = f"{head}.{payload}.{signature[:-8]}{signature[-8:].swapcase()}"
        content = FORMS[form](badge).replace(badge.current.jwt.encode(), forged.encode())

    answer = checking.check_file(content)

    assert answer.outcome == Outcome.ALTERED
    assert dict(answer.rows)["Level"] == badge.level.name


def test_check_badge_that_was_changed_tells_no_name_of_a_closed_page(badge):
    name = content.shown_name(badge)
    changed = json.dumps({**badge.current.document, "name": "Another"}).encode()
    closed = checking.check_file(changed)
    sharing.open_page(badge, by=badge.trainee.user, language="en")

    opened = checking.check_file(changed)

    assert (closed.url, dict(closed.rows).get("Holder")) == ("", None)
    assert opened.url == reverse("assessment:badge", args=[badge.code])
    assert dict(opened.rows)["Holder"] == name


def test_check_badge_that_tells_results_shows_the_true_ones_unless_its_page_is_closed(badge):
    sign_off(badge.trainee.placements.get(), value=64)
    sharing.choose(badge, full_name=False, results=True, by=badge.trainee.user)
    text = json.dumps(badge.current.document)
    genuine = checking.check_file(text.encode())
    painted = checking.check_file(text.replace('"64"', '"94"').encode())
    sharing.open_page(badge, by=badge.trainee.user, language="en")

    opened = checking.check_file(text.replace('"64"', '"94"').encode())

    assert (genuine.outcome, painted.outcome) == (Outcome.VALID, Outcome.ALTERED)
    for answer, told in ((genuine, True), (painted, False), (opened, True)):
        values = dict(answer.rows)
        assert (values.get("Communication") == "64 of 100") is told
        assert ("The final results" in values.get("Results", "")) is told


def test_verify_code_of_a_badge_leads_to_its_page(client, badge):
    response = client.get(reverse("assessment:verify_code", args=[badge.code]))

    assert response["Location"] == reverse("assessment:badge", args=[badge.code])


def test_check_badge_withdrawn_says_so_and_nothing_else(badge):
    content = files.png(badge)
    awarding.withdraw(badge, by=UserFactory(tutor=True), reason="Given by mistake")

    answer = checking.check_file(content)

    assert (answer.outcome, answer.rows) == (Outcome.WITHDRAWN, [])


def test_check_badge_superseded_stays_true(badge):
    content = files.svg(badge)
    awarding.renew(badge)

    assert checking.check_file(content).outcome == Outcome.SUPERSEDED
    assert checking.check_file(files.svg(BadgeAward.objects.get())).outcome == Outcome.VALID


def test_check_badge_of_a_stolen_key_is_not_trusted(badge):
    now = timezone.now()
    IssuerKey.objects.update(retired_at=now, compromised_at=now)

    for form in (files.json, files.jwt):
        assert checking.check_file(form(badge)).outcome == Outcome.NOT_TRUSTWORTHY


def test_check_badge_that_only_names_us_was_never_issued(badge):
    document = {**badge.current.document, "id": "urn:uuid:00000000-0000-4000-8000-000000000000"}

    answer = checking.check_file(json.dumps(document).encode())

    assert answer.outcome == Outcome.UNKNOWN
    assert answer.title == "We never issued this badge."


def test_check_badge_of_others_names_whom_to_ask(badge):
    document = json.loads(
        json.dumps(badge.current.document).replace(
            badge.current.document["issuer"]["id"], "https://badges.example/issuer"
        )
    )
    document |= {"id": "urn:uuid:00000000-0000-4000-8000-000000000000"}
    document["issuer"]["name"] = "Others <b>"

    answer = checking.check_file(json.dumps(document).encode())

    assert answer.outcome == Outcome.FOREIGN
    assert "Others <b>, https://badges.example/issuer" in answer.words[0]


@pytest.mark.parametrize(
    ("email", "outcome", "recipient"),
    [
        ("lena@example.org", "valid", ("ok", "It was issued to lena@example.org.")),
        ("LENA@example.org", "valid", ("ok", "It was issued to LENA@example.org.")),
        ("other@example.org", "not_theirs", ("", "")),
        ("", "valid", ("", "")),
    ],
)
def test_check_badge_says_whether_it_is_this_persons(badge, email, outcome, recipient):
    answer = checking.check_file(files.png(badge), email=email)

    assert (answer.outcome, answer.recipient) == (outcome, recipient)
    if outcome == "not_theirs":
        assert answer.title == "This badge was not issued to other@example.org."
        assert answer.words[1] == "This badge is real and valid."


# --- Its picture ------------------------------------------------------------------------------


def drawn(badge, change, size=(640, 640), **how):
    """Ours after `change` in a painting program, with the token baked in again."""
    with Image.open(io.BytesIO(files.picture_png(badge.level.picture))) as ours:
        picture = ours.convert("RGBA").resize(size)
    change(picture)
    out = io.BytesIO()
    picture.save(out, "PNG", **how)
    return files.bake_png(out.getvalue(), badge.current.jwt)


def blacken(picture):
    picture.paste((0, 0, 0, 255), (300, 300, 330, 320))


def svg_with(old, new):
    return lambda badge: files.svg(badge).replace(old, new, 1)


def later_level(badge):
    return files.bake_svg(files.picture_svg("duration-3.svg"), badge.current.jwt)


@pytest.mark.parametrize(
    ("make", "outcome"),
    [
        (lambda badge: drawn(badge, lambda _: None, optimize=True), Outcome.VALID),
        (lambda badge: drawn(badge, blacken), "compare"),
        (lambda badge: drawn(badge, lambda _: None, size=(100, 100)), "compare"),
        (lambda badge: drawn(badge, lambda _: None, icc_profile=b"x" * 200), "compare"),
        (svg_with(b">\n", b">\r\n"), Outcome.VALID),
        (svg_with(b"</svg>", b"<text>3 YEARS</text></svg>"), "compare"),
        (svg_with(b'fill="#', b'fill="#f'), "compare"),
        (later_level, "compare"),
    ],
    ids=["saved anew", "blackened", "small", "profile", "lines", "text", "fill", "level"],
)  # fmt: skip
def test_check_badge_compares_its_picture_with_ours(badge, make, outcome):
    answer = checking.check_file(make(badge))

    assert answer.outcome == outcome
    assert answer.words[0].startswith("The signed data is unchanged, but") == (outcome == "compare")
    assert answer.picture == f"img/badges/{badge.level.picture}"


def test_check_badge_shows_our_picture_on_the_page(client, badge):
    html = send(client, drawn(badge, blacken), "badge.png").content.decode()

    assert "its picture was changed" in html
    assert f"img/badges/{badge.level.picture.partition('.')[0]}" in html


@pytest.mark.parametrize("form", ["svg", "png", "jwt"])
@pytest.mark.parametrize("at", [3, 900])
def test_check_badge_with_one_broken_byte_in_its_token_never_is_unknown(badge, form, at):
    token = badge.current.jwt.encode()
    broken = token[:at] + b"!" + token[at + 1 :]

    answers = [
        checking.check_file(FORMS[form](badge).replace(token, each))
        for each in (broken, broken.replace(b"!", b"A" if token[at : at + 1] != b"A" else b"B"))
    ]

    assert "We do not know this file." not in [each.title for each in answers]
    assert Outcome.VALID not in [each.outcome for each in answers]
