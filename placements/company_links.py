"""The address of a company tutor's link, for a mail."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts import links
from accounts.enums import Purpose

from .models import CompanyTutor


def company_link(
    tutor: CompanyTutor, door: str = "company:open", **where: object
) -> dict[str, str]:
    """The address of the tutor's link and the day until which it works, for a mail.

    Another `door` leads to one task at once, which `where` says.
    """
    link = links.for_holder(Purpose.COMPANY, tutor)
    path = reverse(door, kwargs={"token": links.token_of(link)} | where)
    return {
        "url": f"{settings.SITE_URL}{path}",
        "until": date_format(timezone.localtime(link.expires_at), "j F"),
    }
