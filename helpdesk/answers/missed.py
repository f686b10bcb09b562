"""Words that found nothing: counted by week, so that somebody writes the article that is missing.

What was typed is not kept, only its single words, and none of who asked: not their name, no numbers, nothing
with an @. After twelve weeks they are deleted.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from imyportal import spelling, weeks

from ..models import MissedWord
from ..models.answers import LONGEST
from .searching import meaning

KEPT = timedelta(weeks=12)


@transaction.atomic
def note(typed: str, language: str, *, by: User) -> None:
    """Count each word of a search that found nothing."""
    monday = weeks.monday_of(timezone.localdate())
    for word in _nameless(typed, by):
        row, is_new = MissedWord.objects.get_or_create(monday=monday, language=language, word=word)
        if not is_new:
            MissedWord.objects.filter(pk=row.pk).update(count=F("count") + 1)


def _nameless(typed: str, by: User) -> list[str]:
    own = {spelling.plain(each) for each in f"{by.first_name} {by.last_name}".split()}
    parts = " ".join(each for each in typed.split() if "@" not in each)
    words = dict.fromkeys(spelling.plain(each) for each in meaning(parts))
    return [each for each in words if each.isalpha() and each not in own and len(each) <= LONGEST]


def forget(now: datetime) -> int:
    """Delete words of weeks that are long over; how many rows."""
    return MissedWord.objects.filter(monday__lt=(now - KEPT).date()).delete()[0]
