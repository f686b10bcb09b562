"""What cannot wait for the queue: a mail at once, at any hour, to whoever is on duty.

It says that there is something about health or safety, never what. Nobody is bound to read it while the
office is closed: the trainee is told so, and is led to the emergency number first.
"""

from django.utils import timezone

from imyportal import mail
from trainees.models.stand_ins import on_duty

from ..enums import DELICATE
from ..models import Message


def tell(message: Message) -> None:
    """Queue the mail about what a trainee wrote, when its topic is delicate; one a message."""
    ticket = message.ticket
    if ticket.is_line or ticket.topic not in DELICATE:
        return
    looks_after = ticket.owner or ticket.trainee.responsible
    person = on_duty(looks_after, timezone.localdate(message.at))
    mail.queue(
        "helpdesk/urgent",
        to=person.email,
        language=person.language,
        about=message,
        key=f"ticket-urgent:{message.pk}",
    )
