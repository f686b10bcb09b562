"""The code on the tutor's screen: six characters that change every minute, so that only who is there has one."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from imyportal.codes import ALPHABET

from ..models import WelcomeDay

SECONDS = 60  # a code is shown; it holds as long again, for who is slow
LENGTH = 6
REFRESH = 20  # seconds after which the screen looks anew


def code(day: WelcomeDay, at: datetime) -> str:
    """What the screen shows at that moment: 31^6 codes, one a minute and day."""
    return _code(day, int(at.timestamp()) // SECONDS)


def _code(day: WelcomeDay, window: int) -> str:
    digest = salted_hmac(
        "trainees.welcome.screen", f"{day.nonce}|{window}", algorithm="sha256"
    ).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])


def holds(day: WelcomeDay, typed: str, at: datetime) -> bool:
    """Whether `typed` was on the screen at `at` or just before, on the day itself."""
    if timezone.localdate(at) != timezone.localdate(day.starts_at):
        return False
    window = int(at.timestamp()) // SECONDS
    given = "".join(sign for sign in typed.upper() if sign.isalnum())
    return any(constant_time_compare(given, _code(day, each)) for each in (window, window - 1))


def address(day: WelcomeDay, at: datetime) -> str:
    """Where the QR code leads."""
    return settings.SITE_URL + reverse("trainees:welcome_scan", args=[code(day, at)])
