"""What a school does with a report it has: acknowledge it, ask about it. The agency answers."""

import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, mail
from imyportal.forms import use_key

from ..models import ReportAcknowledgement, ReportMessage, WeeklyReport


@transaction.atomic
def acknowledge(
    report: WeeklyReport, *, by: User, at: datetime | None = None
) -> ReportAcknowledgement:
    """Note that the school has read it; the first one stays."""
    found, is_new = ReportAcknowledgement.objects.get_or_create(
        report=report, defaults={"by": by, "at": at or timezone.now()}
    )
    if is_new:
        audit.note("report.acknowledged", by=by, about=report)
    return found


def thread(report: WeeklyReport) -> QuerySet[ReportMessage]:
    """All that was asked and answered about the week, the oldest first; versions share it."""
    return (
        ReportMessage.objects.filter(report__group=report.group_id, report__monday=report.monday)
        .select_related("by")
        .order_by("at", "pk")
    )


@transaction.atomic
def ask(
    report: WeeklyReport,
    *,
    text: str,
    by: User,
    once: uuid.UUID | None = None,
    at: datetime | None = None,
) -> None:
    """A question of the school; it stands on the agency's board until it is answered.

    The same form (`once`) asks once. Raises `ValidationError` for a report the school does not have.
    """
    if not report.is_released:
        raise ValidationError(_("This report is not released yet."))
    if use_key(once):
        ReportMessage.objects.create(
            report=report, from_school=True, by=by, text=text, at=at or timezone.now()
        )
        audit.note("report.asked", by=by, about=report)


@transaction.atomic
def answer(report: WeeklyReport, *, text: str, by: User, once: uuid.UUID | None = None) -> None:
    """An answer of the agency, mailed to everybody of the school who asked about this week."""
    if not use_key(once):
        return
    message = ReportMessage.objects.create(report=report, from_school=False, by=by, text=text)
    audit.note("report.answered", by=by, about=report)
    asked = thread(report).filter(from_school=True, by__is_active=True).values("by")
    for reader in User.objects.filter(pk__in=asked).order_by("pk"):
        mail.queue(
            "placements/report_answer",
            to=reader.email,
            language=reader.language,
            about=message,
            key=f"report-answer:{message.pk}:{reader.pk}",
        )
