"""What the mails about weekly reports say. The texts are in templates/emails/placements/."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from ..models import ReportMessage, WeeklyReport
from . import summary, timing
from .reading import read
from .showing import show


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
    return Content(context, sender_name=str(tutor), reply_to=tutor.email)


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
    return Content(context, sender_name=str(message.by), reply_to=message.by.email)
