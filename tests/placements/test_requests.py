"""Asking to correct a signed day, and deciding about it."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from imyportal import mail, weeks
from imyportal.models import OutgoingMail
from placements import requests, signing
from placements.entries import DayEntry
from placements.enums import DayKind, RequestStatus, SignedHow, WeekStatus
from placements.models import Correction, CorrectionRequest, HourWeek
from tests.factories import MONDAY, SendingTutorFactory, UserFactory, filled_week

pytestmark = pytest.mark.django_db

TUESDAY = MONDAY + timedelta(days=1)
LONGER = DayEntry(DayKind.WORKED, time(8, 30), time(18, 30), 90)
SHORTER = DayEntry(DayKind.WORKED, time(8, 30), time(16, 30), 90)


@pytest.fixture
def week(today):
    today("2026-03-19")
    week = filled_week(WeekStatus.DECLARED)
    signing.sign_week(
        week, name="Marco", role="Tutor", how=SignedHow.LINK, button="Firma", version=week.version
    )
    return HourWeek.objects.select_related("placement__trainee__user").get(pk=week.pk)


@pytest.fixture
def me(week):
    return week.placement.trainee.user


@pytest.fixture
def tutor(week):
    return week.placement.trainee.group.lead_tutor


@pytest.fixture
def link(week):
    return links.create(Purpose.COMPANY, week.placement.company_tutor)


def ask(week, by, day=TUESDAY, wanted=LONGER, **kwargs):
    return requests.ask(week, day, by=by, reason="A secret migraine", wanted=wanted, **kwargs)


def accept(asked, by, seen=0, entry=LONGER):
    return requests.accept(asked, entry, by=by, reason="Delivery until 18:30", seen=seen)


def code(error):
    return error.value.code


def mails():
    rows = OutgoingMail.objects.order_by("pk").values_list("template", "to")
    return [(name.removeprefix("placements/"), to) for name, to in rows]


def ask_url(week, day=TUESDAY):
    return reverse("placements:day_ask", args=[day])


def decide_url(asked):
    return reverse("admin:placements_hourweek_request", args=[asked.pk])


# --- Asking -----------------------------------------------------------------------------------


def test_ask_keeps_what_who_and_why_and_changes_no_hours(week, me):
    asked = ask(week, me)

    assert (asked.wanted["minutes"], asked.by, asked.link, asked.by_name) == (
        510, me, None, me.get_full_name(),
    )  # fmt: skip
    assert not Correction.objects.exists()


def test_ask_twice_for_one_day_is_once(week, me, link):
    once = uuid.uuid4()
    first = ask(week, me, once=once)

    assert ask(week, me, once=once) == first
    with pytest.raises(ValidationError) as error:
        ask(week, link, wanted=None)
    assert code(error) == "asked"
    assert ask(week, link, day=MONDAY, wanted=None).by_name == str(week.placement.company_tutor)


@pytest.mark.parametrize(
    ("day", "wanted", "why"),
    [
        (TUESDAY, DayEntry(DayKind.WORKED, time(8, 30), time(17, 30), 90), "same"),
        (MONDAY - timedelta(days=1), LONGER, "outside"),
    ],
)
def test_ask_refuses_what_cannot_be_corrected(week, me, day, wanted, why):
    with pytest.raises(ValidationError) as error:
        ask(week, me, day=day, wanted=wanted)

    assert code(error) == why


def test_ask_about_a_week_that_is_not_signed_is_refused(me, week):
    with pytest.raises(ValidationError) as error:
        ask(filled_week(WeekStatus.DECLARED), me)

    assert code(error) == "open"


# --- Deciding ---------------------------------------------------------------------------------


def test_accept_corrects_the_day_once_and_tells_both_sides(week, me, tutor):
    asked = ask(week, me)

    done = accept(asked, tutor)
    again = accept(asked, tutor)

    correction = Correction.objects.get()
    assert (done.status, done.correction, again.correction) == ("accepted", correction, correction)
    assert (correction.new, correction.by) == (LONGER.as_json(), tutor)
    sent = [to for name, to in mails() if name == "week_corrected"]
    assert sent == [week.placement.trainee.email, week.placement.company_tutor.email]


def test_decline_needs_an_answer_and_tells_both_sides_once(week, me, tutor, mailoutbox):
    asked = ask(week, me)
    with pytest.raises(ValidationError):
        requests.decline(asked, by=tutor, answer=" ")

    requests.decline(asked, by=tutor, answer="The company remembers 17:30.")
    requests.decline(asked, by=tutor, answer="Again")

    sent = [to for name, to in mails() if name == "request_declined"]
    assert sent == [week.placement.trainee.email, week.placement.company_tutor.email]
    mail.deliver_due()
    bodies = [each.body for each in mailoutbox if "17:30." in each.body]
    assert len(bodies) == 2
    assert not any("migraine" in body for body in bodies)


def test_deciding_otherwise_after_a_decision_is_refused(week, me, tutor):
    declined = requests.decline(ask(week, me), by=tutor, answer="No")
    accepted = accept(ask(week, me), tutor)

    for act in (
        lambda: accept(declined, tutor),
        lambda: requests.decline(accepted, by=tutor, answer="No"),
    ):
        with pytest.raises(ValidationError) as error:
            act()
        assert code(error) == "decided"


def test_accept_of_a_day_corrected_meanwhile_shows_it_anew(week, me, tutor, client_for):
    asked = ask(week, me)
    browser = client_for(tutor)
    signing.correct(week, TUESDAY, SHORTER, by=tutor, reason="By phone")
    typed = {
        "accept-date": TUESDAY, "accept-kind": "worked", "accept-starts_at": "08:30",
        "accept-ends_at": "18:30", "accept-break_minutes": "90", "accept-reason": "Delivery",
        "accept-seen": "0", "accept": "1",
    }  # fmt: skip

    page = browser.post(decide_url(asked), typed)

    assert "This day was corrected meanwhile" in page.text
    assert "6:30 h, 08:30–16:30" in page.text
    assert 'name="accept-seen" value="1"' in page.text
    assert browser.post(decide_url(asked), typed | {"accept-seen": "1"}).status_code == 302
    decided = browser.get(decide_url(asked)).context
    assert decided["stood"].startswith("6:30 h")
    assert decided["decided"].startswith("8:30 h")
    assert CorrectionRequest.objects.get().status == RequestStatus.ACCEPTED


# --- What can never be false ------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"by": None},
        {"wanted": None},
        {"status": RequestStatus.DECLINED},
        {"status": RequestStatus.DECLINED, "decided_at": "now", "decided_by": "tutor"},
        {"status": RequestStatus.ACCEPTED, "decided_at": "now", "decided_by": "tutor"},
        {"decided_at": "now", "decided_by": "tutor"},
        {"link": "link"},
    ],
)
def test_constraint_refuses(week, me, tutor, link, wrong):
    fields = {"week": week, "date": TUESDAY, "wanted": {"kind": "ill"}, "reason": "x", "by": me}
    stands_for = {"now": timezone.now(), "tutor": tutor, "link": link}
    fields |= {name: stands_for.get(value, value) for name, value in wrong.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionRequest.objects.create(by_name="x", **fields)


def test_constraint_refuses_a_second_open_request_for_a_day(week, me):
    ask(week, me)

    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionRequest.objects.create(
            week=week, date=TUESDAY, wanted={}, reason="x", by=me, by_name="x"
        )


def test_visible_to_is_the_trainee_the_tutor_and_what_the_company_asked(week, me, tutor, link):
    own, theirs = ask(week, me), ask(week, link, day=MONDAY, wanted=None)
    school = SendingTutorFactory(organisation=week.placement.trainee.group.organisation).user
    other = filled_week().placement

    def seen(viewer):
        return set(CorrectionRequest.objects.visible_to(viewer))

    assert seen(me) == seen(tutor) == {own, theirs}
    assert seen(link) == {theirs}
    assert seen(school) == seen(UserFactory(tutor=True)) == seen(other.trainee.user) == set()
    assert seen(links.create(Purpose.COMPANY, other.company_tutor)) == set()


# --- Pages ------------------------------------------------------------------------------------


def test_trainee_asks_on_the_signed_week_and_reads_the_state(week, me, client_for):
    browser = client_for(me)
    page = browser.get(reverse("placements:week", args=[MONDAY])).text
    assert ask_url(week) in page
    assert "tell your tutor" not in page

    sent = browser.post(
        ask_url(week),
        {
            "kind": "worked", "starts_at": "08:30", "ends_at": "18:30", "break_minutes": "90",
            "reason": "Delivery",
        },
    )  # fmt: skip

    page = browser.get(sent["Location"]).text
    assert "The agency decides" in page
    assert "Should be: 8:30 h, 08:30–18:30, break 1:30 h" in page


def test_trainee_gets_errors_at_the_field_with_what_was_typed(week, me, client_for):
    typed = {"kind": "worked", "starts_at": "8", "ends_at": "x", "break_minutes": "90"}

    page = client_for(me).post(ask_url(week), typed).text

    assert "Write what is wrong, and why." in page
    assert "Enter when you finished" in page
    assert not CorrectionRequest.objects.exists()


def test_page_of_a_day_that_is_not_signed_does_not_exist(me, week, client_for):
    assert client_for(me).get(ask_url(week, date(2026, 3, 19))).status_code == 404
    assert client_for(me).get(ask_url(week, date(2026, 2, 19))).status_code == 404


def test_company_asks_in_words_from_the_thanks_page(week, link, company_client):
    browser = company_client(link)
    path = [week.placement.public_id, weeks.iso(MONDAY)]
    url = reverse("company:ask", args=path)
    assert url in browser.get(reverse("company:thanks", args=path)).text

    wrong = browser.post(url, {"date": "2026-01-01", "reason": " "})
    right = browser.post(url, {"date": TUESDAY, "reason": "Alle 16:30"})

    thanks = browser.get(right["Location"])
    assert wrong.status_code == 200
    assert thanks.context["pending"] == "martedì 3 marzo"
    assert thanks.text.count(thanks.context["pending"]) == 1
    assert reverse("company:chart", args=path[:1]) in thanks.text
    assert right["Location"] == reverse("company:thanks", args=path)
    asked = CorrectionRequest.objects.get()
    assert (asked.link, asked.wanted, asked.reason) == (link, None, "Alle 16:30")


def test_tutor_sees_before_and_wanted_side_by_side_and_declines(week, me, tutor, client_for):
    asked, browser = ask(week, me), client_for(tutor)
    board = browser.get(reverse("admin:index")).text
    page = browser.get(decide_url(asked)).text

    browser.post(decide_url(asked), {"decline-answer": "No", "decline": "1"})

    assert decide_url(asked) in board
    assert "7:30 h, 08:30–17:30, break 1:30 h" in page
    assert "8:30 h, 08:30–18:30, break 1:30 h" in page
    assert page.count("A secret migraine") == 1  # shown, and not offered as the reason
    asked.refresh_from_db()
    assert (asked.status, asked.answer) == ("declined", "No")
    assert "Decided by" in browser.get(decide_url(asked)).text
    history = browser.get(reverse("admin:placements_hourweek_change", args=[week.pk])).text
    assert "declined" in history


@pytest.mark.parametrize("who", ["stranger", "trainee"])
def test_decision_page_is_for_tutors_who_see_the_trainee(week, me, who, client_for):
    asked = ask(week, me)
    user = me if who == "trainee" else UserFactory(tutor=True)

    assert client_for(user).post(decide_url(asked), {"decline": "1"}).status_code == 404
    asked.refresh_from_db()
    assert asked.status == RequestStatus.OPEN
