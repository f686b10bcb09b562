"""Giving a report to the school: frozen for good, told by mail; a correction is the next version."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal import audit, mail
from trainees.models import SendingTutor

from ..models import ReportLine, WeeklyReport
from . import summary
from .content import current_lines, digest_of, facts, language, people
from .drafting import locked
from .reading import read


def drafted(report: WeeklyReport, *, by: User) -> dict[str, Any]:
    """What the school would see now; two queries. The words are the tutor's, or drafted from the facts."""
    content = facts(report, people(report), current_lines(report))
    written = report.in_short or summary.in_short(read(content), language(report))
    return content | {"in_short": written, "tutor": str(by)}


def readers(report: WeeklyReport) -> list[User]:
    """Sending tutors of the organisation who get the mail."""
    tutors = SendingTutor.objects.filter(
        organisation=report.group.organisation, wants_reports=True, user__is_active=True
    )
    return [tutor.user for tutor in tutors.select_related("user").order_by("pk")]


@transaction.atomic
def release(
    report: WeeklyReport, *, by: User, revision: int, at: datetime | None = None
) -> WeeklyReport:
    """Freeze the draft as it stands and mail every reader once.

    `revision` is what the tutor looked at: raises `ValidationError` when the sources say something else by
    now, and while there is nothing to tell. Released already is done.
    """
    report = locked(report)
    if report.is_released:
        return report
    if report.revision == 0:
        raise ValidationError(_("The draft is not there yet. Refresh it, then release it."))
    if report.revision != revision:
        new = report.lines.filter(revision__gt=revision).count()
        text = ngettext(
            "%(count)d line is new or has changed since you looked. It is marked: look at it, then release.",
            "%(count)d lines are new or have changed since you looked. They are marked: look at them, then "
            "release.",
            new,
        )
        raise ValidationError(text % {"count": new}, code="changed")

    content = drafted(report, by=by)
    report.content, report.digest = content, digest_of(content)
    report.released_at = report.done_at = at or timezone.now()
    report.released_by = by
    report.lease_until = report.lease_token = None
    report.save(
        update_fields=[
            "content", "digest", "released_at", "released_by", "done_at", "lease_until", "lease_token",
        ]
    )  # fmt: skip
    audit.note("report.released", by=by, about=report, version=report.version)
    for reader in readers(report):
        mail.queue(
            "placements/report",
            to=reader.email,
            language=reader.language,
            about=report,
            key=f"report:{report.pk}:{reader.pk}",
        )
    return report


@transaction.atomic
def correct(report: WeeklyReport) -> WeeklyReport:
    """The draft of the next version, with what was decided so far; the one there is, if there is one.

    Raises `ValidationError` for a report that was not released.
    """
    report = locked(report)
    if not report.is_released:
        raise ValidationError(_("This report is not released yet. Change the draft."))
    week = WeeklyReport.objects.filter(group=report.group, monday=report.monday)
    last = week.order_by("-version")[0]
    if not last.is_released:
        return last
    draft = WeeklyReport.objects.create(
        group=report.group,
        monday=report.monday,
        version=last.version + 1,
        supersedes=last,
        revision=1,
        in_short=last.in_short,
        in_short_at=last.in_short_at,
        in_short_by=last.in_short_by,
    )
    lines = list(last.lines.all())
    for line in lines:
        line.pk, line.report, line.revision = None, draft, 1
    ReportLine.objects.bulk_create(lines)
    return draft
