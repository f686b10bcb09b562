"""A badge as a file that anybody has: whether it is ours, whose, and what is true."""

import io
import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from assessment import checking, sharing
from assessment.badges import awarding, content, files
from assessment.checking import Outcome
from assessment.models import BadgeAward, IssuerKey
from imyportal import weeks
from tests.assessment import issuing
from tests.assessment.ready import sign_off
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_hits_yet():
    cache.clear()


def send(client, content, name="file.pdf", **data):
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse("assessment:verify_file"), {"file": upload, **data})


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
