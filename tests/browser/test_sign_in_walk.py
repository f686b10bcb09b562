"""Signing in more than once: the second factor after the first day, a code that is used up."""

import time

import pytest
from allauth.mfa.totp.internal import auth
from playwright.sync_api import expect

from tests.browser.people import code_in, post_comes, shown
from tests.factories import TraineeFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "odd lantern seven rivers"


def app_code(secret):
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


def give_password(page, tutor):
    page.goto("/in/password/")
    page.get_by_label("E-mail address").fill(tutor.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def give_code(page, code):
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name="Sign in").click()


def ask_for_code(page, email):
    page.goto("/in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url("**/in/code/")
    return code_in(post_comes(email))


def test_agency_tutor_signs_in_again_with_the_app(browse, axe, shoot, today):
    tutor = UserFactory(tutor=True)
    tutor.set_password(PASSWORD)
    tutor.save(update_fields=["password"])
    page = browse("desktop")
    today("2026-03-05 08:00")

    give_password(page, tutor)
    page.wait_for_url("**/in/security/app/")
    secret = shown(page, "code")
    page.get_by_label("Code that the app shows now").fill(app_code(secret))
    page.get_by_role("button", name="Set up this phone").click()
    page.get_by_role("link", name="Go to the desk").click()
    page.get_by_role("button", name="Log out").click()
    today("2026-03-05 08:05")
    give_password(page, tutor)
    page.wait_for_url("**/in/factor/")
    axe(page)
    give_code(page, f"{(int(app_code(secret)) + 1) % 1_000_000:06}")
    expect(page.locator(".error-summary")).to_be_visible()
    axe(page)
    shoot(page, "in-factor-wrong")
    give_code(page, app_code(secret))

    page.wait_for_url("**/admin/")


def test_code_of_a_trainee_works_once(browse):
    trainee = TraineeFactory()
    page = browse("phone")

    used = ask_for_code(page, trainee.email)
    give_code(page, used)
    page.wait_for_url("**/me/")
    page.goto("/out/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    assert page.goto("/in/code/").url.endswith("/in/")
    ask_for_code(page, trainee.email)
    give_code(page, used)

    page.locator(".error-summary").wait_for()
    assert page.goto("/me/").url.endswith("/in/?next=/me/")
