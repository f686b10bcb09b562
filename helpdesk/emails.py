"""What the mails of the help desk say. The texts are in templates/emails/helpdesk/."""

from django.conf import settings
from django.urls import reverse

from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from .enums import DELICATE
from .models import Message


@mail.fills("helpdesk/answer")
def answer(row: OutgoingMail) -> Content:
    """To the trainee: the answer itself, so that many need no click; about health or safety only that it is there."""
    message = Message.objects.select_related("ticket__trainee", "by").get(pk=row.about_key)
    ticket = message.ticket
    is_private = ticket.topic in DELICATE or not message.body
    path = reverse("helpdesk:request", args=[(ticket.merged_into or ticket).public_id])
    context = {
        "trainee": ticket.trainee,
        "ticket": ticket,
        "tutor": message.by,
        "text": "" if is_private else message.body,
        "is_solved": ticket.is_solved,
        "url": f"{settings.SITE_URL}{path}#last",
    }
    return Content(context, sender_name=str(message.by), reply_to=settings.AGENCY["email"])
