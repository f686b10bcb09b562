"""What the mails about publications say. The texts are in templates/emails/trainees/."""

from django.conf import settings
from django.urls import reverse

from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from ..models import Handover, SendingTutor


@mail.fills("trainees/publications_given")
def publications_given(row: OutgoingMail) -> Content | None:
    """To a school's tutor. Pointless for who has left, and once all of it is confirmed."""
    readers = SendingTutor.objects.filter(user__is_active=True, organisation=row.about_id or 0)
    reader = readers.filter(pk=row.details["reader"]).select_related("user").first()
    waiting = Handover.objects.filter(pk__in=row.details["handovers"], received_at=None)
    given = list(waiting.select_related("edition", "given_by").order_by("edition__kind"))
    if reader is None or not given:
        return None
    giver = given[0].given_by
    context = {
        "titles": [each.edition.title for each in given],
        "reader": reader.user,
        "giver": giver,
        "url": settings.SITE_URL + reverse("sending:guide"),
    }
    return Content(context, sender_name=str(giver), reply_to=giver.email)
