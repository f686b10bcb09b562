"""An agency tutor at the door, and the desk behind it."""

import time

from allauth.mfa.totp.internal import auth
from django.urls import reverse

PASSWORD = "odd lantern seven rivers"
SECRET = "JBSWY3DPEHPK3PXP"
DESK = "/admin/"
SET_UP = "/in/security/app/"


def app_code(secret=SECRET):
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


def sign_in(browser, tutor, password=PASSWORD, **extra):
    return browser.post("/in/password/", {"login": tutor.email, "password": password}, **extra)


def desk_action(browser, name, user):
    return browser.post(
        reverse("admin:accounts_user_changelist"),
        {"action": name, "_selected_action": [user.pk]},
        follow=True,
    )
