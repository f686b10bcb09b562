"""placements/views/trainee.py: a trainee's home, weeks, days and absence."""

import re
import uuid
from datetime import date, time
from html import unescape

import pytest
from django.urls import reverse

from imyportal import weeks
from imyportal.models import OutgoingMail
from placements import hours, signing, todo
from placements.entries import DayEntry
from placements.enums import DayKind, PlacementStatus, SignedHow, WeekStatus
from placements.models import HourWeek, WorkDay
from tests.factories import (
    AgreedDay,
    CompanyTutorFactory,
    HourWeekFactory,
    PlacementFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
    WorkDayFactory,
    filled_week,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 9)
TUESDAY = date(2026, 3, 10)
THURSDAY = date(2026, 3, 12)
HOME, HOURS, ABSENCE = "/me/", "/me/hours/", "/me/absence/"
WEEK, DAY = "/me/hours/2026-W11/", "/me/hours/2026-03-12/"
TIMES = {"starts_at": "08:30", "ends_at": "18:30", "break_minutes": "90", "kind": "worked"}


@pytest.fixture
def placement(today):
    """Eight weeks from Monday 2 March 2026, full time; it is Thursday of the second week."""
    today("2026-03-12 17:40")
    return PlacementFactory(full_time=True, company_tutor__last_name="Bartolini")


@pytest.fixture
def me(placement, client_for):
    return client_for(placement.trainee.user)


def text(response):
    """What a person reads: no tags, single blanks."""
    body = re.sub(r"(?s)<(style|script|head).*?</\1>|<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(body))


def said(response):
    return [str(message) for message in response.context["messages"]]


def fill(placement, monday=MONDAY, days=5):
    for day in weeks.days_of(monday)[:days]:
        hours.save_as_agreed(placement, day, by=placement.trainee.user)
    return HourWeek.objects.get(placement=placement, monday=monday)


def declare(placement, monday=MONDAY):
    week = fill(placement, monday)
    return hours.declare_week(placement, monday, by=placement.trainee.user, version=week.version)


def sign(week):
    signing.sign_week(
        week,
        name="Marco Bartolini",
        role="Owner",
        how=SignedHow.LINK,
        button="Firma",
        version=week.version,
    )


# --- Who comes in -----------------------------------------------------------------------------


@pytest.mark.parametrize("url", [HOME, HOURS, WEEK, DAY, ABSENCE])
def test_page_asks_nobody_to_sign_in(client, placement, url):
    response = client.get(url)

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("url", [HOME, HOURS, WEEK, DAY, ABSENCE])
def test_page_is_not_there_for_who_is_no_trainee(client_for, placement, url):
    group = placement.trainee.group
    people = [
        group.lead_tutor,
        UserFactory(admin=True),
        SendingTutorFactory(organisation=group.organisation).user,
        UserFactory(),
    ]

    assert [client_for(person).get(url).status_code for person in people] == [404] * 4


def test_week_of_another_trainee_is_not_touched(client_for, placement):
    fill(placement, days=4)
    stranger = PlacementFactory(full_time=True)

    page = client_for(stranger.trainee.user).get(f"{WEEK}?placement={placement.public_id}")

    assert page.status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "/me/hours/2026-W08/",
        "/me/hours/2026-W54/",
        "/me/hours/2026-02-30/",
        "/me/hours/2026-02-20/",
        "/me/hours/2026-W8/",
        f"{WEEK}?placement=nonsense",
    ],
)
def test_address_outside_the_placement_is_not_there(me, url):
    assert me.get(url).status_code == 404


@pytest.mark.parametrize("name", ["send/", "take-back/"])
def test_button_of_a_week_is_not_a_page(me, name):
    assert me.get(f"{WEEK}{name}").status_code == 405


# --- Home -------------------------------------------------------------------------------------


def test_home_offers_the_agreed_day_in_one_tap(me, placement):
    page = me.get(HOME)

    assert "Save 7:30 h for today" in text(page)
    assert "08:30–12:30 14:00–17:30" in text(page)
    assert "Week 2 of 8" in text(page)
    assert page.context["strip"] == ["done", "now", *[""] * 6]


def test_home_save_stores_the_day_and_says_so(me, placement):
    once = me.get(HOME).context["today"].once

    page = me.post(f"{DAY}as-agreed/", {"once": once, "back": "home"}, follow=True)

    assert page.redirect_chain == [(HOME, 302)]
    assert said(page) == ["Saved. 7:30 h on Thursday"]
    assert page.context["today"].state == "saved"


def test_home_save_tapped_twice_stores_one_day_and_succeeds(me, placement):
    once = me.get(HOME).context["today"].once

    pages = [
        me.post(f"{DAY}as-agreed/", {"once": once, "back": "home"}, follow=True)
        for _tap in range(2)
    ]

    assert [said(page) for page in pages] == [["Saved. 7:30 h on Thursday"]] * 2
    assert WorkDay.objects.count() == 1


def test_home_save_over_other_hours_shows_them_instead(me, placement):
    hours.save_day(
        placement, THURSDAY, DayEntry(DayKind.WORKED, time(9), time(12)), by=placement.trainee.user
    )

    page = me.post(f"{DAY}as-agreed/", {"back": "home"}, follow=True)

    assert page.redirect_chain == [(DAY, 302)]
    assert "Saved: 3:00 h, 09:00–12:00, no break" in text(page)
    assert WorkDay.objects.get().minutes == 180


def test_home_shows_a_week_that_is_with_the_company(me, placement, today):
    today("2026-03-13 17:40")
    declare(placement)

    assert "Week 2 is with Marco" in text(me.get(HOME))
    assert "37:30 h, not signed yet" in text(me.get(HOME))


def test_day_with_hours_asks_once_more_before_they_become_a_day_off(me, placement):
    hours.save_as_agreed(placement, MONDAY, by=placement.trainee.user)

    page = me.get("/me/hours/2026-03-09/").content.decode()

    closed = page[page.index("<details") : page.index("</details>", page.index("I was ill"))]
    assert "I was ill" in closed


@pytest.mark.parametrize(
    ("moment", "state", "words"),
    [
        ("2026-02-20", "before", "Your placement starts on Monday 2 March You start at 08:30."),
        ("2026-03-14", "free", "Today is a free day."),
        ("2026-04-25", "after", "Your placement ended on Friday 24 April"),
    ],
)
def test_home_on_other_days_says_what_they_are(me, today, moment, state, words):
    today(moment)

    page = me.get(HOME)

    assert page.context["today"].state == state
    assert words in text(page)


def test_home_after_telling_says_since_when_the_company_knows(me, placement, today):
    today("2026-03-12 07:48")
    hours.tell_absence(placement, THURSDAY, DayKind.ILL, by=placement.trainee.user)

    assert "Ill. You told the company at 07:48" in text(me.get(HOME))


def test_home_with_a_complete_week_offers_to_send_it(me, placement, today):
    today("2026-03-13 17:40")
    fill(placement)

    page = me.get(HOME)

    assert "Send week 2 to Marco" in page.context["send"].label
    assert [row.url for row in page.context["todos"] if row.url == WEEK] == []


def test_home_with_a_week_sent_back_gives_the_reason(me, placement, today):
    today("2026-03-14")
    week = declare(placement)
    signing.return_week(week, by_name="Marco", reason="Tuesday was short.", version=week.version)

    page = me.get(HOME)

    assert "Week 2 came back “Tuesday was short.”" in text(page)
    assert page.context["fix"].url == WEEK


def test_home_lists_what_is_open_from_other_weeks(me, placement, today):
    today("2026-03-23")
    fill(placement, date(2026, 3, 2))
    week = declare(placement)
    signing.return_week(week, by_name="Marco", reason="Tuesday was short.", version=week.version)

    own = [row for row in me.get(HOME).context["todos"] if row.url.startswith(HOURS)]

    assert [(row.title, row.note) for row in own] == [
        ("Send week 1 to Marco", "37:30 h, nothing is missing"),
        ("Week 2 came back", "“Tuesday was short.”"),
        ("Week 3: 5 days are missing", "Monday, Tuesday, Wednesday, Thursday and Friday"),
    ]


def test_home_shows_what_other_rooms_registered(me, monkeypatch):
    row = todo.Todo("Sign the house rules", "1 page", "/rules/", "file")
    monkeypatch.setattr(todo, "_todos", [lambda trainee, placement, today: [row]])
    monkeypatch.setattr(todo, "_news", [])

    page = me.get(HOME)

    assert row in page.context["todos"]
    assert "Sign the house rules" in text(page)


def test_home_names_tutor_company_and_emergency_number(me, placement, settings):
    tutor = placement.trainee.group.lead_tutor

    page = text(me.get(HOME))

    assert f"{tutor.get_full_name()}, your IMY tutor" in page
    assert placement.company.address in page
    assert settings.AGENCY["emergency_phone"] in page


def test_home_without_placement_says_what_comes(client_for):
    trainee = TraineeFactory()
    PlacementFactory(trainee=trainee, status=PlacementStatus.PROPOSED)
    me = client_for(trainee.user)

    home, chart, absence = me.get(HOME), me.get(HOURS), me.get(ABSENCE)

    assert "Your company is not fixed yet." in text(home)
    assert "Here you fill in your hours" in text(chart)
    assert "No work is agreed for today" in text(absence)


def test_home_of_somebody_who_came_twice_shows_the_placement_underway(me, placement):
    earlier = PlacementFactory(
        trainee__user=placement.trainee.user,
        full_time=True,
        starts_on=date(2025, 3, 3),
        ends_on=date(2025, 3, 28),
    )

    page = me.get(HOME)

    assert [row.title for row in page.context["earlier"]] == [earlier.company.name]
    assert me.get(page.context["earlier"][0].url).context["title"] == "Week 4"


def test_week_shared_by_two_placements_leads_to_both(me, placement):
    after = PlacementFactory(
        trainee__user=placement.trainee.user,
        full_time=True,
        starts_on=THURSDAY,
        ends_on=date(2026, 4, 3),
    )

    url = me.get(HOME).context["earlier"][0].url
    page = me.get(url)

    shown = page.context["company"]
    assert f"placement={placement.public_id}" in url or f"placement={after.public_id}" in url
    assert {shown, me.get(WEEK).context["company"]} == {
        placement.company.name,
        after.company.name,
    }


# --- A week -----------------------------------------------------------------------------------


def test_week_shows_days_as_they_are(me, placement, today):
    by = placement.trainee.user
    today("2026-03-11 07:48")
    hours.save_as_agreed(placement, MONDAY, by=by)
    hours.save_day(placement, TUESDAY, DayEntry(DayKind.HOLIDAY), by=by)
    hours.tell_absence(placement, date(2026, 3, 11), DayKind.ILL, by=by)
    today("2026-03-12")

    page = me.get(HOURS)

    rows = [
        (row.dow, row.strong, row.text, row.hours) if row else None for row in page.context["rows"]
    ]
    assert rows == [
        ("Mon", "", "08:30–17:30", "7:30"),
        ("Tue", "Public holiday", "", "–"),
        ("Wed", "Ill", "You told the company at 07:48", "–"),
        None,
        ("Fri", "", "Opens tomorrow", ""),
        ("Sat–Sun", "", "Free", ""),
    ]
    assert "7:30 of 37:30 h" in text(page)


def test_week_with_missing_days_names_them_and_has_no_send_button(me):
    page = me.get(WEEK)

    assert page.context["send"] is None
    assert (
        "Monday, Tuesday, Wednesday, Thursday and Friday are still open. "
        "On Friday you can send the week to Marco Bartolini to sign."
    ) in text(page)


def test_week_other_opens_the_form_of_today(me):
    assert '<details class="more" open>' in me.get(f"{WEEK}?other=1").content.decode()
    assert '<details class="more">' in me.get(WEEK).content.decode()


def test_week_that_began_in_its_middle_shows_only_its_days(client_for, today):
    today("2026-03-06")
    placement = PlacementFactory(full_time=True, starts_on=date(2026, 3, 4))

    page = client_for(placement.trainee.user).get(HOURS)

    assert [row.dow if row else "today" for row in page.context["rows"]] == [
        "Wed",
        "Thu",
        "today",
        "Sat–Sun",
    ]
    assert page.context["previous"] is None


@pytest.mark.parametrize(("moment", "title"), [("2026-02-20", "Week 1"), ("2026-06-01", "Week 8")])
def test_hours_outside_the_placement_show_its_nearest_week(me, today, moment, title):
    today(moment)

    assert me.get(HOURS).context["title"] == title


def test_week_send_gives_it_to_the_company(me, placement, today):
    today("2026-03-13 17:40")
    fill(placement)
    action = me.get(WEEK).context["send"]

    page = me.post(action.url, {"version": action.version, "once": action.once}, follow=True)

    assert said(page) == ["Sent. Week 2 is with Marco Bartolini."]
    assert page.context["tag"].label == "With company"
    assert OutgoingMail.objects.filter(template="placements/week_sent").count() == 1


def test_week_send_tapped_twice_sends_once_and_succeeds(me, placement, today):
    today("2026-03-13 17:40")
    fill(placement)
    action = me.get(WEEK).context["send"]
    data = {"version": action.version, "once": action.once}

    pages = [me.post(action.url, data, follow=True) for _tap in range(2)]

    assert [said(page) for page in pages] == [["Sent. Week 2 is with Marco Bartolini."]] * 2
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("data", [{}, {"version": "x"}, {"version": "1"}])
def test_week_send_of_another_version_is_not_sent(me, placement, today, data):
    today("2026-03-13 17:40")
    fill(placement)

    page = me.post(f"{WEEK}send/", data, follow=True)

    assert page.context["tag"].label == "Ready to send"
    assert not OutgoingMail.objects.exists()


def test_week_take_back_opens_it_again(me, placement, today):
    today("2026-03-13 17:40")
    declare(placement)
    action = me.get(WEEK).context["take_back"]

    page = me.post(action.url, follow=True)

    assert page.context["tag"].label == "Ready to send"


def test_week_take_back_of_a_signed_week_says_so(me, placement, today):
    today("2026-03-13 17:40")
    sign(declare(placement))

    page = me.post(f"{WEEK}take-back/", follow=True)

    assert said(page) == ["This week is signed. If something is wrong, ask for a correction."]
    assert page.context["tag"].label == "Signed"


def test_week_signed_is_only_read_and_shows_who_and_what_was_corrected(me, placement, today):
    today("2026-03-16 10:12")
    week = declare(placement)
    sign(week)
    tutor = placement.trainee.group.lead_tutor
    signing.correct(week, TUESDAY, DayEntry(DayKind.ILL), by=tutor, reason="Doctor's note")

    page = me.get(WEEK)

    assert "Signed by Marco Bartolini" in text(page)
    assert "Owner Monday 16 March at 10:12, by mailed link. 37:30 h signed; 30:00 h after" in text(
        page
    )
    assert "7:30 h, 08:30–17:30, break 1:30 h → Ill “Doctor's note”" in text(page)
    assert page.context["total"] == "30:00"
    assert not [row for row in page.context["rows"] if row.url]


# --- A day ------------------------------------------------------------------------------------


def test_day_with_other_hours_is_saved(me, placement):
    page = me.post(DAY, TIMES | {"version": 0, "once": uuid.uuid4()}, follow=True)

    assert page.redirect_chain == [(f"{WEEK}?saved=2026-03-12", 302)]
    assert said(page) == ["Saved. 8:30 h on Thursday"]
    assert f'data-sent="{placement.public_id}/2026-03-12"' in page.content.decode()


def test_day_posted_twice_is_one_day_and_succeeds(me):
    data = TIMES | {"version": 0, "once": uuid.uuid4()}

    codes = [me.post(DAY, data).status_code for _tap in range(2)]

    assert codes == [302, 302]
    assert WorkDay.objects.count() == 1


@pytest.mark.parametrize("kind", ["ill", "absent", "off", "holiday"])
def test_day_not_at_work_is_one_button(me, kind):
    me.post(DAY, {"kind": kind, "version": 0})

    assert (WorkDay.objects.get().kind, WorkDay.objects.get().minutes) == (kind, 0)


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"starts_at": ""}, "starts_at", "Enter when you started, like 08:30."),
        ({"ends_at": "late"}, "ends_at", "Enter when you finished, like 17:30."),
        (
            {"ends_at": "07:00"},
            "ends_at",
            "The end must be after the start, 13 hours later at most.",
        ),
        (
            {"ends_at": "09:30"},
            "break_minutes",
            "The break is as long as the working time or longer.",
        ),
        ({"break_minutes": "17"}, "break_minutes", "Choose a break from the list."),
        ({"kind": "sleeping"}, "kind", None),
    ],
)
def test_day_with_a_mistake_says_so_at_the_field_and_keeps_what_was_typed(me, typed, field, error):
    page = me.post(DAY, TIMES | typed)

    form = page.context["form"]
    assert list(form.errors) == [field]
    assert error is None or form.errors[field] == [error]
    assert 'class="error-summary' in page.content.decode()
    assert form["starts_at"].value() == (TIMES | typed)["starts_at"]
    assert not WorkDay.objects.exists()


@pytest.mark.parametrize("typed", ["8:30", "08.30", "830", "08:30:00"])
def test_day_understands_times_as_people_write_them(me, typed):
    me.post(DAY, TIMES | {"starts_at": typed})

    assert WorkDay.objects.get().starts_at == time(8, 30)


def test_day_break_offers_what_was_agreed(me, placement):
    AgreedDay.objects.filter(placement=placement).update(break_minutes=50)

    choices = dict(me.get(DAY).context["form"].fields["break_minutes"].choices)

    assert choices[50] == "0:50 h"
    assert list(choices)[:3] == [0, 15, 30]


def test_day_changed_meanwhile_keeps_what_was_typed_and_shows_what_is_stored(me, placement):
    hours.save_day(placement, THURSDAY, DayEntry(DayKind.OFF), by=placement.trainee.user)

    page = me.post(DAY, TIMES | {"version": 0})

    assert page.status_code == 409
    assert "This day was changed meanwhile." in text(page)
    assert "Saved: Free day" in text(page)
    assert "Save again to put yours in its place, or leave it as it is." in text(page)
    assert 'value="18:30"' in page.content.decode()
    assert WorkDay.objects.get().kind == DayKind.OFF


def test_day_changed_meanwhile_saved_again_is_stored(me, placement):
    hours.save_day(placement, THURSDAY, DayEntry(DayKind.OFF), by=placement.trainee.user)
    form = me.post(DAY, TIMES | {"version": 0, "once": uuid.uuid4()}).context["form"]

    me.post(DAY, {name: form[name].value() for name in form.fields})

    assert WorkDay.objects.get().minutes == 510


def test_day_of_a_sent_week_keeps_what_was_typed_and_brings_it_back(me, placement, today):
    today("2026-03-13 17:40")
    declare(placement)

    refused = me.post(DAY, TIMES)
    action, typed = refused.context["take_back"], refused.context["typed"]
    page = me.post(action.url, {"day": "2026-03-12", **dict(typed)}, follow=True)

    assert refused.status_code == 409
    assert "This week is with the company. Take it back to change it." in text(refused)
    assert "What you typed 8:30 h, 08:30–18:30, break 1:30 h" in text(refused)
    assert page.context["form"]["ends_at"].value() == "18:30"
    assert WorkDay.objects.get(date=THURSDAY).minutes == 450


def test_day_of_a_signed_week_is_only_read(me, placement, today):
    today("2026-03-13 17:40")
    sign(declare(placement))

    shown, refused = me.get(DAY), me.post(DAY, TIMES)

    assert not shown.context["may_write"]
    assert "Signed by Marco Bartolini" in text(shown)
    assert refused.status_code == 409


def test_day_to_come_says_when_it_opens_and_takes_nothing(me):
    url = "/me/hours/2026-03-13/"

    shown, refused = me.get(url), me.post(url, TIMES)

    assert "Opens tomorrow" in text(shown)
    assert "This day has not come yet." in text(refused)
    assert not WorkDay.objects.exists()


def test_day_on_a_free_weekday_can_be_entered_and_taken_away(me, placement):
    url = "/me/hours/2026-03-07/"

    me.post(url, TIMES, follow=True)
    entered = WorkDay.objects.get().minutes
    page = me.post(url, {"remove": "1"}, follow=True)

    assert entered == 510
    assert said(page) == ["Saturday is free again."]
    assert not WorkDay.objects.exists()


def test_day_shows_names_as_text(client_for, today):
    today("2026-03-12")
    placement = PlacementFactory(
        full_time=True,
        company_tutor=CompanyTutorFactory(first_name="<b>Marco", company__name="<script>x"),
    )
    me = client_for(placement.trainee.user)

    pages = [me.get(url).content.decode() for url in (HOME, WEEK, DAY, f"{DAY}?from=%22%3E<i>")]

    assert not [
        page for page in pages if "<script>x" in page or "<b>Marco" in page or '"><i>' in page
    ]


# --- «I can't go today» -----------------------------------------------------------------------


def test_absence_tells_the_company_and_says_so(me, placement):
    page = me.post(ABSENCE, {"kind": "ill", "once": uuid.uuid4()}, follow=True)

    assert said(page) == [
        "Marco Bartolini gets an e-mail now, and IMY knows that you can’t come today."
    ]
    assert WorkDay.objects.get().kind == DayKind.ILL
    assert [mail.template for mail in OutgoingMail.objects.all()] == ["placements/absent_today"]


def test_absence_told_twice_mails_once(me, placement):
    data = {"kind": "ill", "once": uuid.uuid4()}

    codes = [me.post(ABSENCE, data).status_code for _tap in range(2)]

    assert codes == [302, 302]
    assert OutgoingMail.objects.count() == 1


def test_absence_to_a_tutor_without_address_asks_to_call(me, placement):
    type(placement.company_tutor).objects.update(email="")

    page = me.post(ABSENCE, {"kind": "absent"}, follow=True)

    assert said(page) == [
        "IMY knows that you can’t come today. Please call Marco Bartolini as well."
    ]


def test_absence_without_a_reason_asks_for_it(me):
    page = me.post(ABSENCE, {})

    assert page.context["form"].errors["kind"] == ["Choose why you can’t go."]
    assert not WorkDay.objects.exists()


def test_absence_on_a_free_day_tells_nobody(me, today):
    today("2026-03-14")

    page = me.post(ABSENCE, {"kind": "ill"})

    assert "No work is agreed for today" in text(page)
    assert not OutgoingMail.objects.exists()


def test_absence_in_a_sent_week_is_refused(me, placement, today):
    today("2026-03-13")
    declare(placement)

    page = me.post(ABSENCE, {"kind": "ill"})

    assert page.status_code == 409
    assert "This week is with the company." in text(page)


# --- How dear it is ---------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url", [HOME, WEEK, DAY])
def test_page_query_count_does_not_grow(
    me, placement, today, django_assert_max_num_queries, url, rows
):
    today("2026-04-20")
    for monday in weeks.mondays(date(2026, 3, 9), date(2026, 4, 24))[:rows]:
        fill(placement, monday, days=rows)
    filled_week(WeekStatus.DECLARED)
    me.get(url)

    with django_assert_max_num_queries(8):
        response = me.get(url)

    assert response.status_code == 200


def test_home_with_a_signed_week_stays_within_its_queries(
    me, placement, today, django_assert_max_num_queries
):
    today("2026-03-13")
    week = declare(placement)
    sign(week)
    signing.correct(week, TUESDAY, DayEntry(DayKind.ILL), by=placement.trainee.user, reason="x")
    me.get(HOME)

    with django_assert_max_num_queries(8):
        me.get(HOME)
    with django_assert_max_num_queries(8):
        me.get(WEEK)


def test_hidden_entries_of_others_are_not_counted(me, placement):
    other = HourWeekFactory(placement=PlacementFactory(full_time=True), monday=MONDAY)
    WorkDayFactory(week=other)

    assert me.get(WEEK).context["total"] == "0:00"
