"""placements/views/company.py: what a company tutor does by the mailed link."""

import pytest
from django.core import mail as outbox
from django.urls import reverse

from accounts import links
from accounts.enums import Purpose
from accounts.models import AccessLink
from imyportal import mail, weeks
from imyportal.models import OutgoingMail
from placements import contacts, hours
from placements.enums import WeekStatus
from placements.models import CompanyTutor, WeekSignature
from tests.factories import CompanyTutorFactory, UserFactory, filled_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def declared():
    return filled_week(WeekStatus.DECLARED)


def enter(client, tutor):
    link = links.create(Purpose.COMPANY, tutor)
    response = client.get(reverse("company:open", args=[links.token_of(link)]))
    assert response.status_code == 302
    return link


def address(name, week):
    return reverse(f"company:{name}", args=[week.placement.public_id, weeks.iso(week.monday)])


def test_week_list_with_one_week_leads_straight_to_it(client, declared):
    enter(client, declared.placement.company_tutor)

    response = client.get(reverse("company:weeks"))

    assert response.headers["Location"] == address("week", declared)


def test_week_page_speaks_italian_and_names_the_hours(client, declared):
    enter(client, declared.placement.company_tutor)

    page = client.get(address("week", declared)).content.decode()

    assert '<html lang="it"' in page
    assert "Firma 37:30 ore" in page
    assert declared.placement.trainee.name in page


def test_week_page_get_changes_nothing(client, declared):
    enter(client, declared.placement.company_tutor)

    client.get(address("week", declared))

    declared.refresh_from_db()
    assert declared.status == WeekStatus.DECLARED


def test_week_page_sign_signs_with_the_button_text(client, declared):
    link = enter(client, declared.placement.company_tutor)

    response = client.post(
        address("week", declared), {"version": declared.version, "do": "sign"}, follow=True
    )

    signature = WeekSignature.objects.get()
    assert response.redirect_chain == [(address("thanks", declared), 302)]
    assert (signature.button, signature.link, signature.ip) == (
        "Firma 37:30 ore",
        link,
        "127.0.0.1",
    )
    assert signature.name == declared.placement.company_tutor.name


def test_week_page_sign_twice_signs_once(client, declared):
    enter(client, declared.placement.company_tutor)
    data = {"version": declared.version, "do": "sign"}
    client.post(address("week", declared), data)

    response = client.post(address("week", declared), data)

    assert response.headers["Location"] == address("thanks", declared)
    assert WeekSignature.objects.count() == 1


def test_week_page_sign_older_version_shows_the_week_anew(client, declared):
    enter(client, declared.placement.company_tutor)
    shown = declared.version
    trainee = declared.placement.trainee.user
    week = hours.take_back(declared, by=trainee)
    hours.declare_week(week.placement, week.monday, by=trainee, version=week.version)

    response = client.post(address("week", declared), {"version": shown, "do": "sign"})

    assert response.status_code == 409
    assert response.context["form"]["version"].value() == str(shown + 2)
    assert not WeekSignature.objects.exists()


def test_week_page_return_without_reason_says_so_at_the_field(client, declared):
    enter(client, declared.placement.company_tutor)

    response = client.post(
        address("week", declared), {"version": declared.version, "do": "return", "reason": ""}
    )

    assert response.status_code == 200
    assert response.context["form"].errors["reason"]
    declared.refresh_from_db()
    assert declared.status == WeekStatus.DECLARED


def test_week_page_return_sends_the_week_back(client, declared):
    enter(client, declared.placement.company_tutor)

    client.post(
        address("week", declared),
        {"version": declared.version, "do": "return", "reason": "Martedì 16:30"},
    )

    declared.refresh_from_db()
    assert (declared.status, declared.return_reason) == (WeekStatus.RETURNED, "Martedì 16:30")


def test_week_page_of_another_company_is_not_there(client, declared):
    enter(client, CompanyTutorFactory())

    assert client.get(address("week", declared)).status_code == 404
    assert client.post(address("week", declared), {"do": "sign"}).status_code == 404


def test_week_page_not_sent_yet_is_not_there(client):
    week = filled_week()
    enter(client, week.placement.company_tutor)

    assert client.get(address("week", week)).status_code == 404


def test_week_page_without_link_offers_a_new_one(client, declared):
    assert client.get(address("week", declared)).status_code == 410


def test_sign_all_signs_what_was_shown(client, declared):
    tutor = declared.placement.company_tutor
    other = filled_week(WeekStatus.DECLARED, company_tutor=tutor, company=tutor.company)
    enter(client, tutor)

    shown = [
        f"{week.placement.public_id}/{weeks.iso(week.monday)}:{week.version}"
        for week in (declared, other)
    ]
    client.post(reverse("company:sign_all"), {"week": [shown[0], shown[1].replace(":1", ":9")]})

    assert WeekSignature.objects.get().week == declared


def test_not_me_kills_the_link_and_tells_the_tutor(client, declared):
    tutor = declared.placement.company_tutor
    enter(client, tutor)

    client.post(reverse("company:not_me"), {"note": "Chieda a Ivo"})

    tutor.refresh_from_db()
    assert (tutor.doubt, tutor.doubted_at is not None) == ("Chieda a Ivo", True)
    assert not AccessLink.objects.live().exists()
    row = OutgoingMail.objects.get(template="placements/not_me")
    assert row.to == declared.placement.trainee.responsible.email
    declared.refresh_from_db()
    assert declared.status == WeekStatus.DECLARED
    assert client.get(reverse("company:weeks")).status_code == 410


def test_correct_address_sends_the_waiting_weeks_there(declared):
    tutor = declared.placement.company_tutor
    old = links.create(Purpose.COMPANY, tutor)

    contacts.correct_address(tutor, email=" Right@Impianti.Example ", by=UserFactory(tutor=True))

    old.refresh_from_db()
    row = OutgoingMail.objects.get(template="placements/week_sent")
    assert (row.to, old.is_live) == ("right@impianti.example", False)


def test_week_sent_mail_carries_link_and_hours_in_italian(declared):
    tutor = declared.placement.company_tutor
    mail.queue("placements/week_sent", to=tutor.email, language="it", about=declared)

    mail.deliver_due()

    message = outbox.outbox[0]
    link = AccessLink.objects.get()
    assert message.subject.startswith("Firma le ore di Lena: 37:30")
    assert f"/c/{links.token_of(link)}/" in message.body
    assert "37:30" in message.body
    assert message.alternatives[0].mimetype == "text/html"


def test_week_sent_mail_of_a_week_taken_back_is_not_sent(declared):
    mail.queue("placements/week_sent", to="x@example.org", language="it", about=declared)
    hours.take_back(declared, by=declared.placement.trainee.user)

    mail.deliver_due()

    assert outbox.outbox == []
    assert OutgoingMail.objects.get().done_at is not None


@pytest.mark.parametrize("rows", [1, 3])
def test_week_list_query_count_does_not_grow(client, today, django_assert_max_num_queries, rows):
    today("2026-03-20")
    tutor = CompanyTutorFactory()
    for _ in range(rows + 1):
        filled_week(WeekStatus.DECLARED, company_tutor=tutor, company=tutor.company)
    enter(client, tutor)

    with django_assert_max_num_queries(9):
        response = client.get(reverse("company:weeks"))

    assert len(response.context["weeks"]) == rows + 1
    assert CompanyTutor.objects.count() == 1


def test_week_page_enter_presses_sign(client, declared):
    enter(client, declared.placement.company_tutor)

    page = client.get(address("week", declared)).content.decode()

    first = page[page.index("<form method") :]
    first = first[first.index('<button class="visually-hidden"') :].split(">")[0]
    assert 'value="sign"' in first


def test_week_page_return_leads_to_the_list_not_to_the_next_week(client, declared):
    tutor = declared.placement.company_tutor
    other = filled_week(WeekStatus.DECLARED, company_tutor=tutor, company=tutor.company)
    enter(client, tutor)

    response = client.post(
        address("week", declared),
        {"version": declared.version, "do": "return", "reason": "Martedì"},
        follow=True,
    )

    assert [line["sheet"].week for line in response.context["weeks"]] == [other]


def test_week_page_return_with_a_reason_too_long_says_only_that(client, declared):
    enter(client, declared.placement.company_tutor)

    response = client.post(
        address("week", declared),
        {"version": declared.version, "do": "return", "reason": "x" * 2001},
    )

    assert len(response.context["form"].errors["reason"]) == 1


def test_week_sent_mail_after_another_says_that_it_counts(declared):
    tutor = declared.placement.company_tutor
    for _ in range(2):
        mail.queue("placements/week_sent", to=tutor.email, language="en", about=declared)
        mail.deliver_due()

    first, second = (message.body for message in outbox.outbox)

    assert "these count now" not in first
    assert "these count now" in second
