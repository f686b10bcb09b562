"""The mail about incidents: that there is one, and not a word more."""

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail


@mail.fills("placements/incident_reported")
def incident_reported(row: OutgoingMail) -> Content:
    """To who may see the register: open its page on the desk."""
    user = User.objects.get(pk=row.about_key)
    path = reverse("admin:placements_incident_changelist")
    if pk := row.details.get("incident"):
        path = reverse("admin:placements_incident_change", args=[pk])
    return Content({"name": user.get_short_name(), "url": f"{settings.SITE_URL}{path}"})
