"""What a drill of the whole installation begins with; prints it as JSON.

Trainees who are signed in, each with a week that is ready to be sent, and one certificate that was
asked for.
"""

# ruff: noqa: E402 - models can be imported once Django is set up
import json
import sys
import time

import django

django.setup()

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessment import certificates
from tests.assessment.ready import LAST_MONDAY, ready_placement
from tests.factories import UserFactory, filled_week


def signed_in(week):
    browser = Client()
    browser.force_login(week.placement.trainee.user)
    return {
        "session": browser.cookies[settings.SESSION_COOKIE_NAME].value,
        "page": reverse("placements:week", args=[week.monday]),
        "to": week.placement.company_tutor.email,
    }


@transaction.atomic
def seed(count):
    ready = ready_placement()
    certificates.request([ready], by=UserFactory(tutor=True))
    weeks = [
        filled_week(starts_on=LAST_MONDAY, ends_on=LAST_MONDAY.replace(year=LAST_MONDAY.year + 1))
        for _ in range(count)
    ]
    return [signed_in(week) for week in weeks]


print(json.dumps(seed(int(sys.argv[1]))))
time.sleep(0.5)  # the bell is rung by a thread that ends with us
