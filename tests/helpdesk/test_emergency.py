"""The number for emergencies: in the frame of every page, on the card, on the desk of a new agency."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from helpdesk import wallet_card
from helpdesk.views import card as views_card
from imyportal.first_steps import first_steps
from tests.factories import PlacementFactory, TraineeFactory, UserFactory

MM = 72 / 25.4


def card(trainee, home=""):
    reader = PdfReader(io.BytesIO(wallet_card.render(trainee, home=home)))
    sizes = {
        (round(p.mediabox.width / MM, 1), round(p.mediabox.height / MM, 1)) for p in reader.pages
    }
    return sizes, [" ".join(page.extract_text().split()) for page in reader.pages]


@pytest.mark.django_db
def test_card_has_two_sides_of_a_bank_card_with_everybody_to_call(settings):
    settings.AGENCY = settings.AGENCY | {"emergency_fallback": "+39 333 123 4567"}
    tutor = UserFactory(tutor=True, first_name="Giulia", last_name="Conti", phone="+39 0573 123")
    trainee = TraineeFactory(
        tutor=tutor,
        first_name="Łucja",
        last_name="Őszi" * 24,
        language="pl",
        emergency_name="Mother Canary",
    )

    sizes, sides = card(trainee, home="Via Roma 1, Pistoia")

    assert (sizes, len(sides)) == ({(85.6, 54.0)}, 2)
    for side in sides:
        wanted = [
            "112",
            settings.AGENCY["emergency_phone"],
            "+39 333 123 4567",
            "Giulia Conti, +39 0573 123",
        ]
        assert [each for each in [*wanted, "Łucja", "Via Roma 1"] if each not in side] == []
        assert "Canary" not in side


@pytest.mark.django_db
def test_card_is_a_file_and_costly_ones_are_limited(client_for, monkeypatch):
    monkeypatch.setattr(views_card, "FILES", 1)
    browser = client_for(PlacementFactory().trainee.user)

    found = [browser.get("/me/help/card.pdf") for _number in range(2)]

    assert [each.status_code for each in found] == [200, 429]
    assert found[0]["Content-Type"] == "application/pdf"
    assert found[0]["Content-Disposition"] == 'attachment; filename="emergency-card.pdf"'


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["placements:home", "helpdesk:help", "helpdesk:new", "settings", "trainees:guide_kept"]
)
@pytest.mark.parametrize("phone", ["+39 0573 000 000", ""])
def test_number_is_on_every_page_of_a_trainee(client_for, settings, name, phone):
    settings.AGENCY = settings.AGENCY | {"emergency_phone": phone}

    page = client_for(PlacementFactory().trainee.user).get(reverse(name)).content.decode()

    assert f'href="tel:{phone.replace(" ", "") or 112}"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("phone", ["+39 0573 000 000", ""])
def test_new_agency_is_told_that_it_has_no_number(settings, phone):
    settings.AGENCY = settings.AGENCY | {"emergency_phone": phone}

    texts = [step.text for step in first_steps(UserFactory(admin=True))]

    assert ("A number for emergencies" in texts) is (phone == "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-03-12 10:00", "The help desk reads you now. Somebody answers until 17:00."),
        ("2026-07-25 10:00", "until the help desk opens. Opens on Monday at 09:30."),
        ("2026-12-08 10:00", "Immaculate Conception. Nobody reads what you write here until"),
    ],
)
def test_who_asks_reads_whether_somebody_is_there(client_for, today, moment, words):
    today(moment)

    page = client_for(PlacementFactory().trainee.user).get("/me/help/new/").content.decode()

    assert words in " ".join(page.split())
