"""An agreement that no longer says what is agreed: in words on the desk, and on the board until the next version is sent."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from django.utils import timezone

from imyportal import today as board
from placements.agreements import differing, drafting
from placements.agreements.typed import FIELDS
from placements.enums import AgreementKind, AgreementState
from placements.models import AgreedDay, Arrangement
from tests.factories import CompanyTutorFactory, PlacementFactory, SendingTutorFactory

pytestmark = pytest.mark.django_db
KIND = AgreementKind.LEARNING


@pytest.fixture
def placement(time_machine):
    time_machine.move_to(datetime(2026, 3, 12, 9, tzinfo=UTC), tick=False)
    school = SendingTutorFactory()
    return PlacementFactory(
        full_time=True,
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 4, 30),
        trainee__group__sending_tutor=school,
        trainee__group__organisation=school.organisation,
    )


@pytest.fixture
def sent(placement):
    tutor = placement.trainee.responsible
    row = drafting.begin(placement, KIND, by=tutor)
    drafting.write(row, dict.fromkeys(FIELDS, "Words"), by=tutor)
    return drafting.send(row, by=tutor)


def arrange(placement):
    Arrangement.objects.create(
        placement=placement, first_day=date(2026, 3, 12), most_day_minutes=300
    )


def a_day_more(placement):
    day = {"weekday": 5, "starts_at": time(9), "ends_at": time(12)}
    AgreedDay.objects.create(placement=placement, **day)


def one_week_more(placement):
    placement.ends_on = date(2026, 5, 8)
    placement.save(update_fields=["ends_on"])


def another_tutor(placement):
    placement.company_tutor = CompanyTutorFactory(
        company=placement.company, first_name="Ada", last_name="Neri"
    )
    placement.save(update_fields=["company_tutor"])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            arrange,
            {
                "Hours a week": ("37:30 h", "25:00 h"),
                "Days": ("Monday–Friday 08:30–17:30", "Monday–Friday 08:30–15:00"),
            },
        ),
        (
            a_day_more,
            {
                "Hours a week": ("37:30 h", "40:30 h"),
                "Days": (
                    "Monday–Friday 08:30–17:30",
                    "Monday–Friday 08:30–17:30, Saturday 09:00–12:00",
                ),
            },
        ),
        (one_week_more, {"Period": ("2 March–30 April 2026", "2 March–8 May 2026")}),
        (another_tutor, {"Company tutor": ("", "Ada Neri")}),
    ],
)
def test_what_was_changed_since_is_said_with_both_words(sent, change, expected):
    sent.refresh_from_db()
    before, tutor = differing.of(sent), sent.placement.company_tutor.name

    change(sent.placement)

    found = {each.label: (each.then or tutor, each.now) for each in differing.of(sent)}
    assert before == []
    assert found == {label: (then or tutor, now) for label, (then, now) in expected.items()}


def test_board_and_desk_say_so_until_the_next_version_is_sent(client, sent):
    placement, tutor = sent.placement, sent.placement.trainee.responsible
    client.force_login(tutor)
    pages = (
        reverse("admin:placements_agreement", args=[sent.pk]),
        reverse("admin:placements_placement_agreements", args=[placement.pk]),
    )

    def said():
        found = board.board(tutor, now=timezone.now()).rows
        return [each.url for row in found for each in row.why if "differing" in each.key]

    differing.mark(placement)
    before = said()
    arrange(placement)
    differing.mark(placement)
    differing.mark(placement)

    assert (before, said()) == ([], [pages[0]])
    for page in pages:
        text = client.get(page).content.decode()
        assert "37:30 h" in text and "25:00 h" in text and "no longer fits" in text
    client.post(pages[0], {"do": "renew"})
    drafted = said()
    new = drafting.begin(placement, KIND, by=tutor)
    drafting.send(new, by=tutor)
    sent.refresh_from_db()
    assert (drafted, said(), sent.state) == ([pages[0]], [], AgreementState.SUPERSEDED)
    assert "no longer fits" not in client.get(pages[1]).content.decode()


def test_change_that_was_taken_back_is_forgotten(sent):
    arrange(sent.placement)
    differing.mark(sent.placement)
    sent.refresh_from_db()
    since = sent.differs_since

    Arrangement.objects.all().delete()
    differing.mark(sent.placement)

    sent.refresh_from_db()
    assert (since, sent.differs_since) == (date(2026, 3, 12), None)
