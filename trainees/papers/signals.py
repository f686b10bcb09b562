"""Papers of the school on the Today board: one that waits to be looked at, and what did not come in spite of a mail."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal.attention import Level, Signal, day_words
from imyportal.db import DaysBetween

from ..enums import DueFrom, PaperVerdict
from ..models import PaperHandIn, PaperReminder, PaperWaiver, Trainee

AFTER = timedelta(days=2)  # after the reminder
UNTIL = timedelta(days=60)  # after the end of the stay nobody is sent after a paper any more


def waiting(viewer: User, today: date) -> QuerySet[PaperHandIn]:
    """Papers that nobody has looked at, of whom `viewer` sees."""
    return PaperHandIn.objects.waiting().filter(trainee__in=Trainee.objects.visible_to(viewer))


def late(viewer: User, today: date) -> QuerySet[PaperReminder]:
    """Reminders that were of no use: the paper's day is past, and it is not there."""
    day = Value(today, output_field=DateField())
    here = DaysBetween(day, F("wanted__group__arrives_on"))
    gone = DaysBetween(day, F("wanted__group__leaves_on"))
    pair = {"trainee": OuterRef("trainee"), "wanted": OuterRef("wanted")}
    there = PaperHandIn.objects.filter(
        verdict__in=[PaperVerdict.WAITING, PaperVerdict.ACCEPTED], **pair
    )
    return PaperReminder.objects.filter(
        Q(wanted__due_from=DueFrom.ARRIVAL, wanted__due_days__lt=here)
        | Q(wanted__due_from=DueFrom.DEPARTURE, wanted__due_days__lt=gone),
        ~Exists(there),
        ~Exists(PaperWaiver.objects.filter(**pair)),
        trainee__in=Trainee.objects.visible_to(viewer),
        wanted__group__leaves_on__gte=today - UNTIL,
        reminded_at__date__lte=today - AFTER,
    )


def paper_waits(row: Any, now: datetime) -> Signal:
    """The reason to look at what was handed in."""
    return Signal(
        trainee_id=row.who,
        key="paper_waits",
        level=Level.AMBER,
        icon="file",
        text=_("A paper of the school waits to be looked at"),
        since=_("handed in %(day)s") % {"day": day_words(timezone.localdate(row.at))},
        action=_("Look at it"),
        url=_page(row),
    )


def paper_late(row: Any, now: datetime) -> Signal:
    """The reason to talk about what is missing."""
    return Signal(
        trainee_id=row.who,
        key="paper_late",
        level=Level.PLAIN,
        icon="file",
        text=_("A paper of the school is late"),
        since=_("reminded %(day)s") % {"day": day_words(timezone.localdate(row.at))},
        action=_("Open the papers"),
        url=_page(row),
    )


def _page(row: Any) -> str:
    return f"{reverse('admin:trainees_group_papers', args=[row.of])}#trainee-{row.who}"
