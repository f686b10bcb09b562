"""What the mails of the help desk say (templates/emails/helpdesk/), and what becomes of answers to them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from imyportal import inbound, mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from . import lines
from .enums import DELICATE, Via
from .models import CallbackRequest, Message, Ticket
from .tickets import answering, asking
from .tickets.posting import Said

KIND = "ticket"
MOST = 5  # messages in one mail


def _message(row: OutgoingMail) -> Message:
    people = ("ticket__trainee__user", "ticket__merged_into", "by")
    return Message.objects.select_related(*people).get(pk=row.about_key)


def _content(ticket: Ticket, to: User | None, sender: str, context: dict[str, Any]) -> Content:
    """With an address that leads back into the thread, where the portal gets mail."""
    address = inbound.address_for(KIND, ticket.pk, to) if to is not None else ""
    shared = {"trainee": ticket.trainee, "ticket": ticket, "can_reply": bool(address)}
    reply_to = address or settings.AGENCY["email"]
    return Content(shared | context, sender_name=sender, reply_to=reply_to)


@mail.fills("helpdesk/answer")
def answer(row: OutgoingMail) -> Content:
    """To the trainee: the answer itself, so that many need no click; about health or safety only that it is there."""
    message = _message(row)
    ticket = message.ticket.merged_into or message.ticket
    is_private = ticket.topic in DELICATE or not message.body
    path = reverse("helpdesk:request", args=[ticket.public_id])
    context = {
        "tutor": message.by,
        "text": "" if is_private else message.body,
        "is_solved": ticket.is_solved,
        "url": f"{settings.SITE_URL}{path}#last",
    }
    return _content(ticket, message.ticket.trainee.user, str(message.by), context)


@mail.fills("helpdesk/urgent")
def urgent(row: OutgoingMail) -> Content:
    """To whoever is on duty, at any hour: somebody needs help about health or safety; what is on the desk."""
    message = _message(row)
    ticket = message.ticket.merged_into or message.ticket
    due = date_format(timezone.localtime(ticket.due_at), "l j F, H:i") if ticket.due_at else ""
    url = f"{settings.SITE_URL}{ticket.get_absolute_url()}"
    return Content({"trainee": ticket.trainee, "ticket": ticket, "due": due, "url": url})


@mail.fills("helpdesk/line")
def line(row: OutgoingMail) -> Content | None:
    """To the trainee: what their tutor wrote in the direct line. Pointless once it is read."""
    message = _message(row)
    if message.read_at is not None:
        return None
    path = reverse("helpdesk:line")
    context = {
        "tutor": message.by,
        "text": message.body,
        "url": f"{settings.SITE_URL}{path}#last",
    }
    return _content(message.ticket, message.ticket.trainee.user, str(message.by), context)


@mail.fills("helpdesk/line_tutor")
def line_tutor(row: OutgoingMail) -> Content | None:
    """To the tutor: what a trainee wrote and nobody has read. Pointless once somebody has."""
    ticket = Ticket.objects.select_related("trainee").get(pk=row.about_key)
    unread = list(lines.unread(ticket)[: MOST + 1])
    if not unread:
        return None
    tutor = User.objects.get(pk=row.details["tutor"])
    path = reverse("admin:helpdesk_line", args=[ticket.trainee_id])
    context = {
        "name": tutor.get_short_name(),
        "texts": [(each.at, each.body) for each in unread[:MOST]],
        "has_more": len(unread) > MOST,
        "url": f"{settings.SITE_URL}{path}#last",
    }
    return _content(ticket, tutor, "", context)


@inbound.receives(KIND)
def reply(reply: inbound.Reply) -> None:
    """An answer by mail: of the trainee, of an agency tutor, or of somebody else, which only the agency sees."""
    ticket = Ticket.objects.select_related("trainee__user").filter(pk=reply.thread).first()
    if ticket is None:
        raise ValidationError("There is no such thread any more.")
    left_out = [*reply.left_out, *(["mail"] if reply.trouble or reply.was_longer else [])]
    said = Said(
        reply.text,
        key=reply.key,
        via=Via.MAIL,
        stored=reply.files,
        left_out=", ".join(left_out),
        sender="" if reply.is_theirs else (reply.sender or "?")[:254],
    ).checked()
    if not reply.is_theirs:
        asking.say_strangely(ticket, said)
    elif reply.person.is_staff:
        _answered(ticket, said, reply.person)
    elif reply.person != ticket.trainee.user:
        raise ValidationError("The thread is somebody else's.")
    elif ticket.is_line:
        lines.say(ticket.trainee, said, by=reply.person)
    else:
        asking.say(ticket, said, by=reply.person)


def _answered(ticket: Ticket, said: Said, by: User) -> None:
    sees = Ticket.objects.visible_to(by).filter(pk=ticket.pk).exists()
    if not (sees and by.has_perm("helpdesk.change_ticket")):
        raise ValidationError("The tutor does not look after this trainee any more.")
    answering.answer(ticket, said, by=by)


@mail.fills("helpdesk/callback")
def callback(row: OutgoingMail) -> Content | None:
    """To whoever answers: somebody asks to be called. What about stays on the desk. Pointless once it is done."""
    found = CallbackRequest.objects.waiting().select_related("trainee").filter(pk=row.about_key)
    asked = found.first()
    if asked is None:
        return None
    context = {
        "asked": asked,
        "reach": asked.phone or asked.email,
        "due": date_format(timezone.localtime(asked.due_at), "l j F, H:i"),
        "url": f"{settings.SITE_URL}{asked.get_absolute_url()}",
    }
    return Content(context)
