"""What the mails about weekly reports say, and where answers to them go: to the questions of the report.

The texts are in templates/emails/placements/.
"""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import inbound, mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail, StoredFile

from ..models import ReportMessage, WeeklyReport
from . import asking, summary, timing
from .reading import read
from .showing import show

KIND = "report"


def _reply_to(row: OutgoingMail, report: WeeklyReport, tutor: User) -> str:
    """Where the reader answers: the report's questions, or the tutor where the portal gets no mail."""
    reader = User.objects.filter(email__iexact=row.to, is_active=True).first()
    address = inbound.address_for(KIND, report.pk, reader) if reader else ""
    return address or tutor.email


def _url(report: WeeklyReport) -> str:
    path = reverse("sending:report", args=[report.group.public_id, report.monday])
    return f"{settings.SITE_URL}{path}"


@mail.fills("placements/report")
def report(row: OutgoingMail) -> Content | None:
    """To the school: whether all is well, then the rest. Pointless once a later version is there."""
    found = (
        WeeklyReport.objects.standing()
        .filter(pk=row.about_key)
        .select_related("group__organisation", "released_by")
        .first()
    )
    if found is None or found.content is None or found.released_by is None:
        return None
    told = read(found.content)
    shown = show(told)
    context = {
        "subject_words": summary.subject(told),
        "first": summary.first_sentence(told),
        "is_again": found.version > 1,
        "report": told,
        "pairs": [
            (figure.label, f"{figure.value} {figure.of}".strip()) for figure in shown.figures
        ],
        "tutor": found.released_by,
        "url": _url(found),
    }
    tutor = found.released_by
    return Content(context, sender_name=str(tutor), reply_to=_reply_to(row, found, tutor))


@mail.fills("placements/report_answer")
def report_answer(row: OutgoingMail) -> Content:
    """To whom of the school asked: the answer."""
    message = ReportMessage.objects.select_related("by", "report__group").get(pk=row.about_key)
    context = {
        "message": message,
        "group": message.report.group,
        "number": timing.number(message.report.group, message.report.monday),
        "when": timezone.localtime(message.at),
        "url": f"{_url(message.report)}#thread",
    }
    reply_to = _reply_to(row, message.report, message.by)
    return Content(context, sender_name=str(message.by), reply_to=reply_to)


@inbound.receives(KIND)
def reply(reply: inbound.Reply) -> None:
    """A question of the school by mail stands with those asked on the page; files are named, not kept."""
    seen = WeeklyReport.objects.visible_to(reply.person).filter(pk=reply.thread)
    report = seen.first() if reply.is_theirs and not reply.person.is_staff else None
    if report is None:
        raise ValidationError("It is not from who got the report, or they do not see it any more.")
    names = [*(each.name for each in reply.files), *reply.left_out]
    text = reply.text.strip()
    if names:
        left_out = _("Not taken from the mail: %(names)s") % {"names": ", ".join(names)}
        text = f"{text}\n\n{left_out}".strip()
    if not text:
        raise ValidationError("The mail says nothing that could be read.")
    StoredFile.objects.filter(pk__in=[each.pk for each in reply.files]).delete()
    asking.ask(report, text=text, by=reply.person, once=uuid.uuid5(uuid.NAMESPACE_URL, reply.key))
