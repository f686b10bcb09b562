"""One reminder of a paper, three days before it is due or as soon as it is known; then it is the board's."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from imyportal import mail

from ..enums import PaperBy
from ..models import PaperReminder, PaperWanted, Trainee
from . import standing

BEFORE = timedelta(days=3)
AFTER = timedelta(days=30)  # so long after its day nobody is reminded any more
OPENS, CLOSES = time(8), time(20)  # nobody is written to at night


def remind_due(now: datetime | None = None) -> int:
    """Remind everybody whose papers are due and missing, of all of them in one mail; how many mails.

    Three queries a group whose papers are due these days, and nothing more when everybody was reminded.
    """
    now = timezone.localtime(now or timezone.now())
    if not OPENS <= now.time() < CLOSES:
        return 0
    due: dict[int, list[PaperWanted]] = defaultdict(list)
    papers = PaperWanted.objects.exclude(group=None).exclude(filled_by=PaperBy.AGENCY)
    near = now.date() - timedelta(days=366) - AFTER
    for wanted in papers.filter(group__leaves_on__gte=near).select_related("group"):
        if wanted.group and _is_due(wanted.due_on(wanted.group), now):
            due[wanted.group.pk].append(wanted)
    return sum(_remind(group, found, now) for group, found in due.items())


def _is_due(day: date, now: datetime) -> bool:
    return now.date() - AFTER <= day <= now.date() + BEFORE


def _remind(group: int, papers: list[PaperWanted], now: datetime) -> int:
    people = list(Trainee.objects.filter(group=group).select_related("user", "group"))
    said = set(PaperReminder.objects.filter(wanted__in=papers).values_list("trainee", "wanted"))
    count = 0
    for key, each in standing.of(people, papers).items():
        open_ones = [one for one in each if one.state in standing.OF_TRAINEE]
        new = [one.wanted for one in open_ones if (key, one.wanted.pk) not in said]
        if new:
            count += _remind_one(each[0].trainee, new, now)
    return count


@transaction.atomic
def _remind_one(trainee: Trainee, papers: list[PaperWanted], now: datetime) -> bool:
    """What another worker said just now is not said again: its rows are there, and its mail has the same key."""
    PaperReminder.objects.bulk_create(
        [PaperReminder(trainee=trainee, wanted=each, reminded_at=now) for each in papers],
        ignore_conflicts=True,
    )
    user, keys = trainee.user, sorted(each.pk for each in papers)
    if user is None or not user.is_active:
        return False
    row = mail.queue(
        "trainees/papers_due",
        to=user.email,
        language=user.language,
        about=trainee,
        key=f"papers_due:{trainee.pk}:{keys[0]}",
        papers=keys[:100],
    )
    return row is not None
