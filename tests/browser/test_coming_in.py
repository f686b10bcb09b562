"""Coming in, in a real browser: by invitation, by code, by password and second factor."""

import re
import time

import pytest
from allauth.mfa.totp.internal import auth
from django.core import mail as outbox

from accounts import invitations, links
from accounts.enums import Purpose
from accounts.models import AccessLink
from tests.browser.people import shown
from tests.factories import CompanyTutorFactory, TraineeFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "odd lantern seven rivers"


def test_invitation_signs_a_trainee_in_on_the_phone(browse, axe, shoot):
    trainee = TraineeFactory(first_name="Lena")
    invitations.invite(trainee.user, by=UserFactory(tutor=True))
    page = browse("phone")

    page.goto(f"/in/{links.token_of(AccessLink.objects.get())}/")
    axe(page)
    shoot(page, "in-invitation")
    page.get_by_role("button", name="Continue").click()

    page.wait_for_url("**/me/")


def test_code_in_the_mail_signs_in(browse, axe, shoot):
    trainee = TraineeFactory()
    page = browse("phone", dark=True)
    page.goto("/me/hours/")
    axe(page)
    shoot(page, "in")
    page.get_by_label("E-mail address").fill(trainee.user.email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Six-digit code").wait_for()
    axe(page)
    shoot(page, "in-code")
    page.get_by_label("Six-digit code").fill(re.search(r"\d{3} \d{3}", outbox.outbox[0].subject)[0])
    page.get_by_role("button", name="Sign in").click()

    page.wait_for_url("**/me/hours/**")


def test_agency_tutor_sets_up_the_second_factor(browse, axe, shoot):
    tutor = UserFactory(tutor=True)
    tutor.set_password(PASSWORD)
    tutor.save(update_fields=["password"])
    page = browse("desktop")
    page.goto("/admin/")
    axe(page)
    page.get_by_label("E-mail address").fill(tutor.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/in/security/app/")
    axe(page)
    shoot(page, "in-second-factor")
    secret = shown(page, "code")
    code = auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))
    page.get_by_label("Code that the app shows now").fill(code)
    page.get_by_role("button", name="Set up this phone").click()
    page.wait_for_url("**/in/security/codes/")
    axe(page)
    shoot(page, "in-recovery-codes")
    page.get_by_role("link", name="Go to the desk").click()

    page.wait_for_url("**/admin/")


def test_ended_link_offers_a_new_one(browse, axe, shoot):
    tutor = CompanyTutorFactory(language="en")
    link = links.create(Purpose.COMPANY, tutor)
    links.renew(Purpose.COMPANY, tutor)
    page = browse("phone")
    page.goto(f"/c/{links.token_of(link)}/")
    axe(page)
    shoot(page, "link-ended")
    page.get_by_role("button", name="Send me a new link").click()

    page.wait_for_url("**/in/sent/")
    axe(page)
