"""Answers that a trainee has not read yet, on their home page."""

from datetime import date

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements import todo
from placements.models import Placement
from placements.todo import Said, Todo
from trainees.models import Trainee

from .enums import TicketKind
from .models import Message

MOST = 3  # requests with something new


def _new(trainee: Trainee, today: date) -> QuerySet[Message]:
    return Message.objects.filter(
        ticket__trainee=trainee, from_agency=True, is_note=False, read_at=None
    )


@todo.register(when=_new)
def unread(trainee: Trainee, placement: Placement | None, today: date) -> Said:
    """What the tutor wrote, then requests with a new answer; one query."""
    columns = ("ticket__kind", "ticket__public_id", "ticket__subject")
    rows = _new(trainee, today).order_by().values_list(*columns).annotate(count=Count("pk"))
    rows = rows.order_by("ticket__kind", "-ticket__last_at")[: MOST + 1]
    return Said(todos=[_todo(*row) for row in rows])


def _todo(kind: str, public_id: object, subject: str, count: int) -> Todo:
    if kind == TicketKind.LINE:
        # Translators: of messages of the tutor
        text = ngettext("%(count)d new message", "%(count)d new messages", count)
        note = _("Your tutor wrote to you")
        return Todo(text % {"count": count}, note, f"{reverse('helpdesk:line')}#last", "chat")
    url = f"{reverse('helpdesk:request', args=[public_id])}#last"
    return Todo(_("The help desk answered"), subject, url, "help")
