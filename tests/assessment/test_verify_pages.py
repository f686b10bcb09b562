import pytest
from django.core.cache import cache
from django.urls import reverse

from assessment import certificates
from assessment.models import Certificate
from imyportal import codes
from placements.models import Placement

from .ready import ready_group

pytestmark = pytest.mark.django_db
UNKNOWN = "7Q4X92KDM3AB" + codes.check_character("7Q4X92KDM3AB")


@pytest.fixture(autouse=True)
def _no_hits_yet():
    cache.clear()


@pytest.fixture
def made():
    """A certificate on paper."""
    group = ready_group(1)
    certificates.request(Placement.objects.all(), by=group.lead_tutor)
    certificates.render_due()
    return Certificate.objects.select_related("placement__trainee__group").get()


def page(client, code):
    return client.get(reverse("assessment:verify_code", args=[code]))


def test_verify_code_valid_shows_what_the_paper_must_say(client, made):
    response = page(client, made.code)

    html = response.content.decode()
    assert response.status_code == 200
    for word in [
        "This certificate is real and valid.",
        made.number,
        made.placement.trainee.name,
        made.placement.company.name,
        made.placement.trainee.group.organisation.name,
        "37:30, signed by the company",
        "80 of 100",
        codes.grouped(made.content_digest[:16]),
        made.pdf_digest,
        "All results and the file’s fingerprint",
    ]:
        assert word in html


def test_verify_code_says_nothing_more_than_the_paper(client, made):
    html = page(client, made.code).content.decode()

    trainee = made.placement.trainee
    for secret in [trainee.email, trainee.user.email, "2006", str(trainee.public_id)]:
        assert secret not in html


def test_verify_code_is_kept_out_of_caches_and_search_engines(client, made):
    response = page(client, made.code)

    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]


def test_verify_code_withdrawn_says_so_and_hides_the_rest(client, made):
    certificates.withdraw(made, by=made.requested_by, reason="Wrong hours entered")

    response = page(client, made.code)

    html = response.content.decode()
    assert response.status_code == 200
    assert "This certificate was withdrawn. It is not valid." in html
    assert made.placement.trainee.name not in html
    assert "Wrong hours" not in html


def test_verify_code_unknown_says_so(client):
    response = page(client, UNKNOWN)

    assert response.status_code == 404
    assert "We do not know this code." in response.content.decode()


def test_verify_code_before_it_is_on_paper_is_unknown(client):
    group = ready_group(1)
    asked = certificates.request(Placement.objects.all(), by=group.lead_tutor)[0]

    assert page(client, asked.code).status_code == 404


def test_verify_code_with_a_slip_says_so_and_keeps_what_was_typed(client, made):
    other = codes.ALPHABET[codes.ALPHABET.index(made.code[-1]) - 1]
    typed = made.code[:-1] + other

    response = page(client, typed)

    html = response.content.decode()
    assert response.status_code == 404
    assert "There is a typing error in this code." in html
    assert f'value="{typed}"' in html


@pytest.mark.parametrize("spell", [str.lower, codes.grouped, lambda code: f" {code} "])
def test_verify_typed_in_any_spelling_leads_to_the_page(client, made, spell):
    response = client.get(reverse("assessment:verify"), {"code": spell(made.code)})

    assert response.status_code == 302
    assert response["Location"] == reverse("assessment:verify_code", args=[made.code])


def test_verify_without_a_code_asks_for_one(client):
    assert "beside the QR code" in client.get(reverse("assessment:verify")).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter the code"),
        ("O" + UNKNOWN[1:], "no 0 and O"),
        ("abc", "this one has 3"),
        ("IMY-2026-0008", "This is the number of the certificate."),
        ("<script>alert(1)</script>", "no 0 and O"),
    ],
)
def test_verify_what_is_no_code_says_what_to_do(client, typed, words):
    response = client.get(reverse("assessment:verify"), {"code": typed})

    html = response.content.decode()
    assert response.status_code == 200
    assert html.count(words) >= 2  # in the summary and at the field
    assert "<script>alert" not in html


def test_verify_code_thirty_a_minute_then_wait(client):
    answers = [page(client, UNKNOWN).status_code for _each in range(31)]

    assert answers == [404] * 30 + [429]


def test_codes_cannot_be_walked_through(client, made):
    """The neighbours of one that exists lead nowhere, and papers and badges share the count of tries."""
    at = [codes.ALPHABET.index(sign) for sign in made.code[:-1]]
    near = []
    for place in range(3):
        random = "".join(codes.ALPHABET[(n + (i == place)) % 31] for i, n in enumerate(at))
        near.append(random + codes.check_character(random))
    pages = [
        reverse(f"assessment:{name}", args=[code])
        for code in near
        for name in ("verify_code", "badge")
    ]

    answers = [client.get(path).status_code for path in pages * 6]

    assert 31**codes.RANDOM_LENGTH > 2**59
    assert answers == [404] * 30 + [429] * 6


@pytest.mark.parametrize("name", ["verify", "verify_code"])
def test_verify_answers_only_to_reading(client, name):
    args = [UNKNOWN] if name == "verify_code" else []

    assert client.post(reverse(f"assessment:{name}", args=args)).status_code == 405
