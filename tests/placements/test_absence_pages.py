"""The pages of absences: the trainee's, the company's by link, the agency tutor's; and the papers."""

import re
import uuid

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from imyportal.enums import Action
from imyportal.models import AuditEvent, OutgoingMail
from placements.absences import papers
from placements.enums import DayKind
from placements.models import Absence, AbsencePaper, WorkDay
from tests import uploaded
from tests.factories import SendingTutorFactory, UserFactory

from .filling import ABSENCE, HOME, THURSDAY, ill, said, text

pytestmark = pytest.mark.django_db

TODAY = {"kind": "ill", "first_day": "2026-03-12"}


def page_of(absence):
    return reverse("placements:absence_page", args=[absence.public_id])


def test_three_taps_tell_the_company_and_say_so(me, placement):
    form = me.get(ABSENCE).context["form"]

    page = me.post(ABSENCE, TODAY | {"once": uuid.uuid4()}, follow=True)

    assert form["first_day"].value() == "2026-03-12"
    assert said(page) == [
        "Marco Bartolini gets an e-mail now, and IMY knows that you can’t come: Thursday 12 March."
    ]
    assert WorkDay.objects.get().kind == DayKind.ILL


def test_double_tap_mails_once(me):
    data = TODAY | {"once": uuid.uuid4()}

    codes = [me.post(ABSENCE, data).status_code for _tap in range(2)]

    assert codes == [302, 302]
    assert OutgoingMail.objects.count() == 2


def test_absence_to_a_tutor_without_address_asks_to_call(me, placement):
    type(placement.company_tutor).objects.update(email="")

    page = me.post(ABSENCE, TODAY, follow=True)

    assert said(page) == [
        "IMY knows that you can’t come: Thursday 12 March. Please call Marco Bartolini as well."
    ]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [({"kind": ""}, "kind", "Choose why you can’t go."),
     ({"first_day": "2026-03-14"}, "first_day", "Choose a day."),
     ({"last_day": "soon"}, "last_day", "Enter a day, like 2026-03-12."),
     ({"last_day": "2026-03-11"}, "last_day", "The last day is before the first day.")],
)  # fmt: skip
def test_bad_input_is_said_at_its_field_and_tells_nobody(me, change, field, words):
    page = me.post(ABSENCE, TODAY | change)

    assert page.context["form"].errors == {field: [words]}
    assert not OutgoingMail.objects.exists()


def test_at_the_weekend_the_next_day_of_work_is_offered(me, today):
    today("2026-03-14")

    form = me.get(ABSENCE).context["form"]

    assert [label for _day, label in form.fields["first_day"].choices] == [
        "Monday 16 March", "Tuesday 17 March",
    ]  # fmt: skip


def test_wrong_tap_is_taken_back_from_home(me, placement):
    row = ill(placement, THURSDAY)
    shown = me.get(HOME)

    page = me.post(page_of(row), {"do": "go", "day": "2026-03-12"}, follow=True)

    assert shown.context["today"].absence_url == page_of(row)
    assert said(page) == ["Marco Bartolini and IMY hear that you come on Thursday 12 March."]
    assert not WorkDay.objects.exists()


@pytest.mark.parametrize(
    ("kind", "state"), [("ill", "I am ill"), ("denied", "You said: I was at work")]
)
def test_trainee_answers_what_the_company_noticed(me, placement, company_client, kind, state):
    link_page = reverse("company:absent", args=[placement.public_id])
    company = company_client(placement.company_tutor)
    company.post(link_page, {"day": "2026-03-12", "once": uuid.uuid4()})
    row = Absence.objects.get()

    asked = me.get(page_of(row))
    page = me.post(page_of(row), {"do": "answer", "kind": kind}, follow=True)

    assert "What happened?" in text(asked)
    assert page.context["state"] == state
    assert "ill" not in text(company.get(link_page)).lower().split()


def test_company_that_told_reads_that_and_when_instead_of_the_offer_again(
    placement, company_client
):
    company = company_client(placement.company_tutor)
    page = reverse("company:weeks") + "?all=1"
    link_page = reverse("company:absent", args=[placement.public_id])

    (before,) = company.get(page).context["absences"]
    company.post(link_page, {"day": "2026-03-12", "once": uuid.uuid4()})
    (row,) = company.get(page).context["absences"]
    Absence.objects.update(withdrawn_at=timezone.now())

    assert before.icon == "alert"
    assert (row.icon, row.url) == ("check-circle", link_page)
    assert "12 marzo" in row.title and "12 marzo" in row.note
    assert company.get(page).context["absences"][0].icon == "alert"


def test_company_reads_of_an_absence_the_days_and_never_why(placement, company_client):
    ill(placement, THURSDAY, note="canary migraine")
    page = company_client(placement.company_tutor).get(
        reverse("company:absent", args=[placement.public_id])
    )

    assert page.context["known"] == ["giovedì 12 marzo"]
    assert "canary" not in page.content.decode()


def test_tutor_writes_down_what_was_heard_and_the_trainee_is_asked_what_nobody_knows(
    client, placement
):
    client.force_login(placement.trainee.responsible)
    address = reverse("admin:placements_placement_absence", args=[placement.pk])
    data = {"first_day": "2026-03-11", "kind": "unknown"}

    wrong = client.post(address, data | {"said_at": "2026-03-11T07:00"})
    right = client.post(address, data)

    assert wrong.context["form"].errors == {"kind": ["Choose the reason that was said."]}
    row = Absence.objects.get()
    assert right.headers["Location"] == reverse("admin:placements_absence_change", args=[row.pk])
    assert [mail.template for mail in OutgoingMail.objects.all()] == ["placements/absence_asked"]
    assert not WorkDay.objects.exists()


def test_tutor_clears_up_settles_and_ends(client, placement):
    client.force_login(placement.trainee.responsible)
    row = ill(placement, THURSDAY)
    Absence.objects.update(paper_due_on=THURSDAY)
    at = {name: reverse(f"admin:placements_absence_{name}", args=[row.pk])
          for name in ("clear", "settle", "over")}  # fmt: skip

    client.post(at["clear"])
    client.post(at["settle"])
    client.post(at["over"], {"day": "2026-03-12"})

    row.refresh_from_db()
    assert row.cleared_by == row.paper_settled_by == placement.trainee.responsible
    assert row.withdrawn_at is not None


def test_paper_is_for_trainee_and_allowed_tutors_and_every_look_is_noted(
    me, placement, client_for, company_client, settings, tmp_path
):
    settings.MEDIA_ROOT = str(tmp_path)
    row = ill(placement, THURSDAY)
    file = uploaded.upload(uploaded.picture(), "paper.jpg")
    me.post(page_of(row), {"do": "paper", "file": file})
    address = reverse("placements:absence_paper", args=[AbsencePaper.objects.get().public_id])
    tutor, allowed = placement.trainee.responsible, UserFactory(admin=True)
    school = SendingTutorFactory(organisation=placement.trainee.group.organisation).user

    codes = [client_for(who).get(address).status_code for who in (tutor, school)]
    codes.append(company_client(placement.company_tutor).get(address).status_code)
    codes += [browser.get(address).status_code for browser in (me, client_for(allowed))]

    looks = AuditEvent.objects.filter(action=Action.FILE_DOWNLOADED)
    assert codes == [404, 404, 302, 200, 200]
    assert [each.user for each in looks.order_by("pk")] == [placement.trainee.user, allowed]


def test_desk_shows_that_a_paper_is_there_to_who_may_not_open_it(client, placement):
    tutor = placement.trainee.responsible
    client.force_login(tutor)
    row = ill(placement, THURSDAY)
    file = uploaded.upload(uploaded.picture(), "paper.jpg")
    papers.hand_in(row, file, by=placement.trainee.user)
    address = reverse("admin:placements_absence_change", args=[row.pk])
    before = client.get(address)
    tutor.user_permissions.add(Permission.objects.get(codename="view_absencepaper"))

    after = client.get(address)

    assert ("you may not open it" in before.text, "/paper/" in before.text) == (True, False)
    assert "/paper/" in after.text


@pytest.mark.parametrize(
    ("moment", "told", "label"),
    [
        ("2026-03-15 19:00", "", "I can’t go on Monday 16 March"),
        ("2026-03-15 19:00", "2026-03-16", "I can’t go on Tuesday 17 March"),
        ("2026-03-01 19:00", "", "I can’t go on Monday 2 March"),
        ("2026-03-12 07:00", "", "I can’t go today"),
        ("2026-04-25 09:00", "", ""),
    ],
)
def test_way_to_say_it_names_the_next_day_of_work(me, placement, today, moment, told, label):
    today(moment)
    if told:
        me.post(ABSENCE, {"kind": "ill", "first_day": told})

    pages = [me.get(url).content.decode() for url in (HOME, "/me/hours/", "/me/help/")]

    links = [re.findall(rf'href="{ABSENCE}">([^<]+)<', page) for page in pages]
    assert links == [[label] if label else []] * 3
