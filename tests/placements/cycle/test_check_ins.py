"""Check-ins: the trainee's five taps, the company's three questions, and who waits for a call."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from imyportal import mail, weeks
from imyportal.models import OutgoingMail
from placements import contact_log
from placements.cycle import check_ins
from placements.enums import WeekStatus
from placements.models import CheckIn, Contact, HourWeek, Reminder
from tests.factories import MONDAY, HourWeekFactory, PlacementFactory, WorkDayFactory

THIRD = MONDAY + timedelta(weeks=2)
FIVE = {"mood": "4", "work": "3", "people": "5", "home": "2", "learning": "4"}
NUMBERS = {name: int(value) for name, value in FIVE.items()}
URL = "/me/check-in/"


@pytest.fixture
def placement(db, today):
    today("2026-03-19 13:00")  # Thursday of the third week
    return PlacementFactory(full_time=True)


@pytest.fixture
def me(placement, client_for):
    return client_for(placement.trainee.user)


def said(placement, monday=THIRD, **row):
    by = row.pop("by", placement.trainee.user)
    given = {"answers": NUMBERS, "text": "", "call_wanted": False} | row
    return check_ins.give_trainee(placement, monday, by=by, **given)


def said_by_company(placement, monday=THIRD, **row):
    given = {"answers": {"work": 4}, "text": "", "call_wanted": False} | row
    link = links.create(Purpose.COMPANY, placement.company_tutor)
    return check_ins.give_company(placement, monday, link=link, **given)


def post(client, **data):
    return client.post(URL, {"monday": THIRD, "once": uuid.uuid4()} | data)


def board_of(placement, client_for):
    page = client_for(placement.trainee.group.lead_tutor).get(reverse("admin:index"))
    rows = page.context["board"].rows
    return [(why.level.name, why.text) for row in rows for why in row.why]


# --- The trainee ------------------------------------------------------------------------------


def test_five_taps_are_stored_and_may_be_changed(me, placement):
    post(me, **FIVE)
    page = me.get(URL)
    post(me, **FIVE | {"mood": "1"}, text=" Tired ")

    row = CheckIn.objects.get()
    assert (row.answers, row.text) == (NUMBERS | {"mood": 1}, "Tired")
    assert page.context["form"]["mood"].value() == 4
    assert "You may change it" in page.content.decode()


def test_taps_that_are_missing_are_asked_for_and_the_others_kept(me):
    page = post(me, mood="4", text="Long day")

    text = page.content.decode()
    assert text.count("” Tap a number, or tick") >= 4
    assert 'value="4" id="id_mood_3" checked' in text
    assert "Long day" in text
    assert not CheckIn.objects.exists()


def test_call_is_asked_for_without_any_tap_and_goes_to_the_board(me, placement, client_for):
    answer = post(me, call_wanted="on")

    assert answer.url == reverse("placements:home")
    assert ("AMBER", "Asks for a call") in board_of(placement, client_for)
    tutor = client_for(placement.trainee.group.lead_tutor)
    for _twice in range(2):
        tutor.post(reverse("admin:placements_checkin_called", args=[CheckIn.objects.get().pk]))
    assert ("AMBER", "Asks for a call") not in board_of(placement, client_for)
    contact = Contact.objects.get()
    assert (contact.trainee, contact.with_whom) == (placement.trainee, "trainee")
    post(me, call_wanted="on")  # and again
    assert ("AMBER", "Asks for a call") in board_of(placement, client_for)


@pytest.mark.parametrize(
    ("kind", "with_whom", "is_answered"),
    [("call", "trainee", True), ("email", "trainee", False), ("call", "company", False)],
)
def test_call_that_is_logged_is_the_one_that_was_asked_for(
    me, placement, kind, with_whom, is_answered
):
    post(me, call_wanted="on")
    said = contact_log.Said(kind, with_whom, timezone.now(), "All is well.")

    contact_log.log([placement.trainee], said, by=placement.trainee.responsible)

    assert (CheckIn.objects.get().called_at is not None) is is_answered


@pytest.mark.parametrize(
    ("day", "monday", "is_stored"),
    [
        ("2026-03-23", THIRD, True),  # Monday: last week may still be told of
        ("2026-03-25", THIRD, False),
        ("2026-03-19", THIRD - timedelta(weeks=1), False),
        ("2026-03-19", THIRD + timedelta(weeks=1), False),
    ],
)
def test_week_that_is_over_is_refused_in_words(me, today, day, monday, is_stored):
    today(day)

    page = post(me, **FIVE, monday=monday)

    assert CheckIn.objects.exists() is is_stored
    assert is_stored or "This week is over" in page.content.decode()


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        ("2026-03-02", MONDAY),
        ("2026-03-10", MONDAY),
        ("2026-03-11", MONDAY + timedelta(weeks=1)),
        ("2026-02-27", None),
        ("2026-04-28", MONDAY + timedelta(weeks=7)),
        ("2026-04-29", None),
    ],
)
def test_week_that_is_asked_about_follows_the_day(placement, today, day, monday):
    today(day)

    assert check_ins.week_of(placement, check_ins.timezone.localdate()) == monday


def test_home_has_the_row_while_it_is_asked_and_open(me, placement):
    before = me.get(reverse("placements:home")).content.decode()
    Reminder.objects.create(
        kind="check_in", monday=THIRD, placement=placement, useful_until="2026-03-23T00:00Z"
    )
    asked = me.get(reverse("placements:home")).content.decode()
    post(me, **FIVE)
    after = me.get(reverse("placements:home")).content.decode()

    assert [f'href="{URL}"' in each for each in (before, asked, after)] == [False, True, False]


@pytest.mark.parametrize(("day", "is_open"), [("2026-03-24", True), ("2026-03-25", False)])
def test_home_leads_back_to_what_was_said_while_it_may_be_changed(me, today, day, is_open):
    post(me, **FIVE)
    today(day)

    found = [row.url for row in me.get(reverse("placements:home")).context["news"]]

    back = f"{URL}?week=2026-W12"
    assert found == [back if is_open else "/me/check-ins/"]
    assert ("You may change it" in me.get(back).content.decode()) is is_open


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-03-19 13:00", "hears of it now and calls you."),
        ("2026-03-19 07:00", "calls you today, after 09:30."),
        ("2026-03-22 12:00", "calls you on Monday 23 March, after 09:30."),
    ],
)
def test_call_that_the_trainee_asks_for_is_one_mail_at_once(me, placement, today, moment, words):
    today(moment)
    tutor = placement.trainee.responsible

    for _twice in range(2):
        page = me.post(URL, {"monday": THIRD, "call_wanted": "on", "text": "Ill"}, follow=True)
        assert f"Thank you. {tutor.first_name} {words}" in page.content.decode()

    row = OutgoingMail.objects.get(template="placements/call_wanted")
    message = mail.render(row)
    assert (row.to, message.subject) == (tutor.email, f"{placement.trainee.name} asks for a call")
    assert "Ill" not in message.body
    assert placement.company_tutor.name not in message.body


def test_what_was_said_of_earlier_weeks_is_read_again_by_who_said_it(
    me, placement, client_for, today
):
    said(placement, text="canary-own")
    said_by_company(placement, text="canary-company")
    check_ins.called(CheckIn.objects.get(said_by="trainee"), by=placement.trainee.group.lead_tutor)
    other = PlacementFactory(trainee__group=placement.trainee.group)
    today("2026-04-02 13:00")  # of the week nothing can be changed any more

    home, page = me.get("/me/").content.decode(), me.get("/me/check-ins/").content.decode()
    of_other = client_for(other.trainee.user).get("/me/check-ins/").content.decode()

    assert 'href="/me/check-ins/"' in home
    assert all(word in page for word in ("canary-own", "16–22 March", "How is the work?", "3 of 5"))
    assert "canary-company" not in page
    assert "canary" not in of_other and "Here you read again" in of_other


def test_check_in_of_another_is_not_there(placement, client_for):
    row = said(placement)
    stranger = PlacementFactory()

    page = client_for(stranger.trainee.user).get(URL)

    assert page.context["said"] is None
    assert not CheckIn.objects.visible_to(stranger.trainee.user).exists()
    assert CheckIn.objects.visible_to(placement.trainee.user).get() == row


def test_mood_that_falls_comes_to_the_board(placement, client_for):
    CheckIn.objects.create(
        placement=placement,
        monday=MONDAY,
        said_by="trainee",
        user=placement.trainee.user,
        **NUMBERS,
    )
    said(placement, answers=NUMBERS | {"mood": 3})
    before = board_of(placement, client_for)
    said(placement, answers=NUMBERS | {"mood": 2})

    assert not [text for _level, text in before if "Feels" in text]
    assert ("AMBER", "Feels less well than last time: 2 of 5") in board_of(placement, client_for)


# --- The company ------------------------------------------------------------------------------


def test_three_questions_are_stored_with_the_signature(placement, company_client):
    week = HourWeekFactory(placement=placement, monday=MONDAY)
    WorkDayFactory(week=week)
    HourWeek.objects.filter(pk=week.pk).update(
        status=WeekStatus.DECLARED, declared_at="2026-03-09T09:00Z"
    )
    link = links.create(Purpose.COMPANY, placement.company_tutor)
    url = reverse("company:week", args=[placement.public_id, weeks.iso(MONDAY)])
    name = f"questions-{week.pk}"

    client = company_client(link)
    client.post(url, {"version": 1, "do": "sign", f"{name}-work": "2", f"{name}-text": "Rude"})

    row = CheckIn.objects.get()
    assert (row.said_by, row.answers, row.text, row.monday) == (
        "company", {"work": 2}, "Rude", MONDAY,
    )  # fmt: skip
    assert "Le risposte sono salvate." in client.get(f"{url}thanks/").content.decode()


def test_questions_alone_want_one_answer_and_call_red(placement, company_client, client_for):
    link = links.create(Purpose.COMPANY, placement.company_tutor)
    client = company_client(link)
    url = reverse("company:questions", args=[placement.public_id, weeks.iso(THIRD)])

    empty = client.post(url, {})
    client.post(url, {"questions-call_wanted": "on"})

    assert empty.status_code == 200
    assert empty.context["form"].non_field_errors()
    assert ("RED", "The company asks for a call") in board_of(placement, client_for)
    assert client.get(url.replace("W12", "W10")).status_code == 404
    other = reverse("company:questions", args=[PlacementFactory().public_id, weeks.iso(THIRD)])
    assert client.get(other).status_code == 404


# --- For many ---------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_answers_of_many_take_two_queries_and_no_text(placement, count, django_assert_num_queries):
    more = [placement, *PlacementFactory.create_batch(count)]
    said(placement, text="Secret")
    said_by_company(placement, call_wanted=True)

    with django_assert_num_queries(2):
        found = check_ins.of(more, THIRD)

    assert set(found) == {each.pk for each in more}
    assert found[placement.pk].trainee.mean == 18 / 5
    assert found[placement.pk].company.call_wanted
    assert found[more[1].pk] == check_ins.OfWeek()
    assert "Secret" not in repr(found)


def test_desk_names_what_each_answer_is_about_where_some_are_missing(placement, client_for):
    said(placement, answers={"mood": 2, "home": 4}, call_wanted=True)
    desk = client_for(placement.trainee.group.lead_tutor)

    page = desk.get(reverse("admin:placements_checkin_changelist")).content.decode()

    assert "feels well 2 · where they live 4" in page
