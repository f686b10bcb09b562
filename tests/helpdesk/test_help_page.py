"""helpdesk/views.py and imyportal/opening.py: how a trainee reaches us, and when."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from imyportal import opening
from tests.cast_stay import bed_stay
from tests.factories import PlacementFactory, TraineeFactory, UserFactory
from trainees.models import StandIn

ROME = ZoneInfo("Europe/Rome")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "is_open", "opens_next"),
    [
        ("2026-03-12 09:29", False, "2026-03-12 09:30"),
        ("2026-03-12 09:30", True, "2026-03-13 09:30"),
        ("2026-03-12 16:59", True, "2026-03-13 09:30"),
        ("2026-03-12 17:00", False, "2026-03-13 09:30"),
        ("2026-03-13 18:00", False, "2026-03-16 09:30"),
        ("2026-03-14 10:00", False, "2026-03-16 09:30"),
        # over the night in which the clocks go forward
        ("2026-03-28 23:00", False, "2026-03-30 09:30"),
    ],
)
def test_opening_hours_are_those_of_rome(moment, is_open, opens_next):
    found = opening.opens_next(at(moment).astimezone(ZoneInfo("America/New_York")))

    assert opening.is_open(at(moment).astimezone(ZoneInfo("UTC"))) is is_open
    assert found == at(opens_next)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-03-12 10:00", ["Open now", "Somebody answers until 17:00."]),
        ("2026-03-12 08:00", ["Closed now", "Opens today at 09:30."]),
        ("2026-03-12 18:00", ["Closed now", "Opens tomorrow at 09:30."]),
        ("2026-03-14 12:00", ["Closed now", "Opens on Monday at 09:30."]),
    ],
)
def test_help_says_whether_somebody_answers_now(client_for, today, moment, words):
    today(moment)
    trainee = PlacementFactory().trainee

    page = client_for(trainee.user).get("/me/help/")

    assert [page.context["desk"][name] for name in ("state", "until")] == words


@pytest.mark.django_db
def test_help_gives_the_emergency_number_first_then_desk_and_tutor(client_for, settings):
    trainee = TraineeFactory(group__lead_tutor__phone="+39 0573 123")

    page = client_for(trainee.user).get("/me/help/").content.decode()

    places = [
        page.index(f"Call {settings.AGENCY['emergency_phone']}"),
        page.index(settings.AGENCY["email"]),
        page.index("tel:+390573123"),
    ]
    assert places == sorted(places)


@pytest.mark.django_db
def test_help_is_for_trainees(client, client_for):
    assert client.get("/me/help/").status_code == 302
    assert client_for(UserFactory(tutor=True)).get("/me/help/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "leads_to"), [("2026-03-12T11:00", "new"), ("2026-03-14T11:00", "urgent")]
)
def test_asking_begins_with_whom_to_call_while_nobody_reads(
    client_for, time_machine, moment, leads_to
):
    time_machine.move_to(at(moment))
    phone = client_for(PlacementFactory().trainee.user)

    page = phone.get("/me/help/").content.decode()
    first = phone.get("/me/help/urgent/").content.decode()

    assert f'href="/me/help/{leads_to}/"' in page
    assert first.index('href="tel:') < first.index('href="/me/help/new/?can-wait"')
    assert 'id="urgent"' in phone.get("/me/help/new/").content.decode()
    assert 'id="urgent"' not in phone.get("/me/help/new/?can-wait").content.decode()
    assert 'data-keep="/me/guide/emergency/kept/ ' in page


@pytest.mark.django_db
def test_page_kept_for_an_emergency_says_where_one_lives_and_not_who_reads_it(client_for, today):
    trainee = PlacementFactory(trainee__last_name="Kowalska").trainee
    stay = bed_stay(trainee, UserFactory(tutor=True))
    house, phone = stay.bed.room.house, client_for(trainee.user)
    today(f"{stay.first_night} 12:00")

    page = phone.get("/me/guide/emergency/kept/").content.decode()
    today(f"{stay.last_night + timedelta(days=2)} 12:00")
    after = phone.get("/me/guide/emergency/kept/").content.decode()

    assert "tel:112" in page
    assert f"<b>{house.address}</b><br>{house.name}" in page
    assert house.address not in after
    assert [
        word
        for word in ("Kowalska", trainee.responsible.last_name, "csrfmiddleware", "<form")
        if word in page
    ] == []


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/me/", "/me/help/", "/me/messages/"])
def test_trainee_reads_who_stands_in_until_when_and_whom_to_call(client_for, today, page):
    today("2026-03-12 10:00")
    trainee = PlacementFactory(trainee__tutor=UserFactory(tutor=True, phone="+39 0573 1")).trainee
    paolo = UserFactory(tutor=True, first_name="Paolo", last_name="Neri", phone="+39 0573 2")
    phone, days = client_for(trainee.user), {"last_day": date(2026, 3, 12)}
    row = StandIn.objects.create(
        tutor=trainee.tutor, colleague=paolo, first_day=date(2026, 3, 11), **days
    )

    away = phone.get(page).text
    StandIn.objects.filter(pk=row.pk).update(last_day=date(2026, 3, 11))
    back = phone.get(page).text

    assert "<b>Paolo Neri</b> stands in until 12 March." in away
    assert 'href="tel:+3905732"' in away
    assert "Neri" not in back
