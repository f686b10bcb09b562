"""What hands and lines do: a keyboard alone, no script, double taps, a dropped connection."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts import links
from accounts.enums import Purpose
from assessment.models import Evaluation
from imyportal import weeks
from placements.enums import WeekStatus
from placements.models import HourWeek, WeekSignature, WorkDay
from tests.assessment.observing import standard_set
from tests.browser.people import every, link_in, post_comes, sign_in
from tests.factories import MONDAY, PlacementFactory, WorkDayFactory, filled_week
from tests.services import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FRIDAY = MONDAY + timedelta(days=4)
SAVED = re.compile("[?]saved=")
FOCUS = """() => {
  const element = document.activeElement;
  const seen = element.closest(".scale label") || element;
  const style = getComputedStyle(seen), box = seen.getBoundingClientRect();
  const bars = [...document.querySelectorAll(".tabbar, .signbar")]
    .filter((bar) => bar.offsetHeight && !bar.contains(element));
  return {
    text: element.innerText || "",
    name: element.getAttribute("name") || "",
    html: element.outerHTML.slice(0, 120),
    nowhere: element === document.body,
    ring: parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none"
      || style.boxShadow !== "none",
    hidden: box.bottom > innerHeight + 1 || bars.some((bar) =>
      box.bottom > bar.getBoundingClientRect().top + 1
      && box.top < bar.getBoundingClientRect().bottom - 1),
  };
}"""


@pytest.fixture(autouse=True)
def friday(today):
    today(f"{FRIDAY} 17:45")


@pytest.fixture
def placement(transactional_db):
    standard_set()
    return PlacementFactory(full_time=True)


@pytest.fixture
def week(transactional_db):
    return filled_week(WeekStatus.DECLARED)


def day_path(day=FRIDAY):
    return reverse("placements:day", args=[day])


def come_in(page, week):
    link = links.for_holder(Purpose.COMPANY, week.placement.company_tutor)
    page.goto(f"/c/{links.token_of(link)}/")


def tab_to(page, *, text="", name=""):
    """Press Tab until the named element has the focus; every stop on the way can be seen."""
    for _ in range(120):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop["nowhere"]:
            continue
        assert stop["ring"], f"no focus to be seen on {stop['html']}"
        assert not stop["hidden"], f"below a bar: {stop['html']}"
        if (text and text in stop["text"]) or (name and name == stop["name"]):
            return
    pytest.fail(f"Tab does not reach {text or name}")


def test_keyboard_fills_a_day(browse, placement):
    page = browse("phone")
    sign_in(page, placement.trainee.user)
    page.goto(day_path())

    tab_to(page, name="starts_at")
    page.keyboard.type("0915")
    tab_to(page, text="Save hours")
    page.keyboard.press("Enter")

    page.wait_for_url(SAVED)
    assert f"{WorkDay.objects.get().starts_at:%H:%M}" == "09:15"


def test_keyboard_passes_every_stop_of_the_week_and_sends_it(browse, week):
    HourWeek.objects.update(status=WeekStatus.OPEN, declared_at=None)
    page = browse("phone")
    sign_in(page, week.placement.trainee.user)
    page.goto(reverse("placements:hours"))

    tab_to(page, text="Send week 1")
    page.keyboard.press("Enter")

    page.locator("#with-company").wait_for()
    assert HourWeek.objects.get().status == WeekStatus.DECLARED


def test_keyboard_scores_and_signs(browse, week):
    page = browse("phone", language="it")
    come_in(page, week)

    tab_to(page, text="Le ore non sono giuste?")
    page.keyboard.press("Enter")
    tab_to(page, name="reason")
    tab_to(page, text="Firma 37:30 ore")
    page.keyboard.press("Enter")

    page.wait_for_url("**/thanks/")
    assert WeekSignature.objects.count() == 1


def test_without_script_a_trainee_saves_a_day_and_sends_the_week(browse, placement):
    page = browse("phone", scripts=False)
    sign_in(page, placement.trainee.user)
    page.goto(day_path())

    page.fill("input[name=ends_at]", "")
    page.get_by_role("button", name="Save hours").click()
    expect(page.locator(".error-summary a")).to_have_count(1)
    expect(page.locator("input[name=starts_at]")).to_have_value("08:30")
    page.fill("input[name=ends_at]", "18:00")
    page.get_by_role("button", name="Save hours").click()
    page.wait_for_url(SAVED)
    for day in weeks.days_of(MONDAY)[:4]:
        WorkDayFactory(week=HourWeek.objects.get(), date=day)
    page.goto(reverse("placements:hours"))
    page.get_by_role("button", name="Send week 1").click()

    until(HourWeek.objects.filter(status=WeekStatus.DECLARED).exists, what="the week")


def test_without_script_a_company_signs(browse, week):
    page = browse("phone", language="it", scripts=False)
    come_in(page, week)

    page.get_by_role("button", name="Firma 37:30 ore").click()

    page.wait_for_url("**/thanks/")
    assert WeekSignature.objects.get().minutes == 37 * 60 + 30


def test_draft_stays_on_the_phone_until_it_is_sent(browse, placement):
    page = browse("phone")
    sign_in(page, placement.trainee.user)
    path = reverse("assessment:self_evaluation", args=["start"])
    page.goto(path)

    page.locator("textarea").fill("I can ask now when I do not know")
    for scale in every(page, "fieldset.score"):
        scale.get_by_role("radio", name="60", exact=True).check()
    page.reload()

    expect(page.locator("textarea")).to_have_value("I can ask now when I do not know")
    page.get_by_role("button", name="Send self-evaluation").click()
    page.wait_for_url("**/progress/")
    assert Evaluation.objects.get().comment == "I can ask now when I do not know"
    page.wait_for_function("Object.keys(localStorage).length == 0")


def test_dropped_connection_loses_nothing_that_was_typed(browse, placement):
    page = browse("phone")
    sign_in(page, placement.trainee.user)
    page.goto(day_path())
    page.fill("input[name=ends_at]", "18:15")

    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Save hours").click(no_wait_after=True)
    page.context.set_offline(False)
    page.goto(day_path())

    expect(page.locator("input[name=ends_at]")).to_have_value("18:15")
    page.get_by_role("button", name="Save hours").click()
    page.wait_for_url(SAVED)
    assert f"{WorkDay.objects.get().ends_at:%H:%M}" == "18:15"
    page.wait_for_function("Object.keys(localStorage).length == 0")


@pytest.mark.parametrize("scripts", [True, False])
def test_double_tap_on_save_stores_one(browse, placement, scripts):
    page = browse("phone", scripts=scripts)
    sign_in(page, placement.trainee.user)
    page.goto(day_path())

    page.get_by_role("button", name="Save hours").dblclick()

    page.wait_for_url(SAVED)
    page.wait_for_load_state()
    expect(page.locator(".error-summary, .callout-warn")).to_have_count(0)
    assert WorkDay.objects.count() == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_double_tap_on_the_signature_signs_once(browse, week, scripts):
    page = browse("phone", language="it", scripts=scripts)
    come_in(page, week)

    page.get_by_role("button", name="Firma 37:30 ore").dblclick()

    page.wait_for_url("**/thanks/")
    assert WeekSignature.objects.count() == 1


def test_two_phones_sign_once(browse, week):
    first, second = browse("phone", language="it"), browse("phone", language="it")
    come_in(first, week)
    come_in(second, week)

    for page in (first, second):
        page.get_by_role("button", name="Firma 37:30 ore").click(no_wait_after=True)

    for page in (first, second):
        page.wait_for_url("**/thanks/")
    assert WeekSignature.objects.count() == 1


def test_session_that_ended_keeps_the_reason_through_a_new_link(browse, week, today):
    tutor = week.placement.company_tutor
    page = browse("phone", language="it")
    come_in(page, week)
    page.get_by_text("Le ore non sono giuste?").click()
    page.locator("textarea[name=reason]").fill("Giovedì era festa")

    today(f"{FRIDAY} 18:30")
    page.locator("button[value=return]").click()
    page.locator("button[name=new_link]").click()
    page.wait_for_url("**/in/sent/")
    page.goto(link_in(post_comes(tutor.email)))
    page.wait_for_url("**/c/again/")
    page.locator("main form button").click()

    page.wait_for_url("**/c/?all=1")
    week.refresh_from_db()
    assert (week.status, week.return_reason) == (WeekStatus.RETURNED, "Giovedì era festa")
