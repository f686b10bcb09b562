"""Requests for help in the stay of a trainee (`trainees/course.py`); the direct line tells nothing here."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from imyportal.attention import pages
from trainees import course
from trainees.course import Moment
from trainees.models import Trainee

from .models import Ticket


@course.register("request", gettext_lazy("Requests for help"), "help", "helpdesk.view_ticket")
def requests(trainee: Trainee, viewer: User) -> list[Moment]:
    """That one was asked and solved, and about what; what was written stays on its page."""
    page = pages("admin:helpdesk_ticket_change")
    asked, solved = _("Request for help: %(topic)s"), _("Solved: %(subject)s")
    found = []
    for row in Ticket.objects.visible_to(viewer).requests().filter(trainee=trainee):
        topic = {"topic": row.get_topic_display()}
        found.append(Moment(row.opened_at, asked % topic, page(row.pk), row.subject))
        if row.solved_at:
            found.append(Moment(row.solved_at, solved % {"subject": row.subject}, page(row.pk)))
    return found
