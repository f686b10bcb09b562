"""Reminders of open self-evaluations: one mail a trainee and ISO week, however often asked for."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from imyportal import mail, weeks

from .attention import open_self_evaluations


@transaction.atomic
def remind_self_evaluations(*, viewer: User | None = None, now: datetime | None = None) -> int:
    """Remind trainees whose self-evaluation of this week is open; how many mails were queued.

    With a `viewer` only trainees they see.
    """
    today = timezone.localdate(now)
    placements = open_self_evaluations(today).select_related("trainee__user")
    if viewer is not None:
        placements = placements.visible_to(viewer)
    queued = [
        mail.queue(
            "assessment/self_reminder",
            to=placement.trainee.email,
            language=getattr(placement.trainee.user, "language", placement.trainee.language),
            about=placement,
            key=f"reminder:self:{placement.trainee_id}:{weeks.iso(today)}",
        )
        for placement in placements
    ]
    return sum(row is not None for row in queued)
