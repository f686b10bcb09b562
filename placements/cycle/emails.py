"""The mail of the weekly cycle that cannot wait. Its texts are in templates/emails/placements/."""

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from ..enums import CheckInBy
from ..models import CheckIn


@mail.fills("placements/call_wanted")
def call_wanted(row: OutgoingMail) -> Content | None:
    """To the agency tutor: company or trainee asks for a call. Pointless once somebody called."""
    people = ("placement__trainee", "placement__company", "placement__company_tutor")
    found = CheckIn.objects.filter(pk=row.about_key, call_wanted=True, called_at=None)
    check_in = found.select_related(*people).first()
    if check_in is None:
        return None
    path = reverse("admin:placements_checkin_change", args=[check_in.pk])
    placement, by_company = check_in.placement, check_in.said_by == CheckInBy.COMPANY
    return Content(
        {
            "name": User.objects.get(pk=row.details["tutor"]).get_short_name(),
            "trainee": placement.trainee,
            "company": placement.company,
            "company_tutor": placement.company_tutor if by_company else None,
            "phone": placement.company_tutor.phone if by_company else placement.trainee.phone,
            "url": f"{settings.SITE_URL}{path}",
        }
    )
