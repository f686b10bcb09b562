"""What the Today board asks every app: who needs a tutor, why, since when, and what helps.

An app answers in its `attention.py` with `signals(viewer, now) -> list[Signal]`, in a fixed number
of queries, about trainees the viewer may see and nobody else.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from django.conf import settings
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import weeks
from .models import OutgoingMail


class Level(IntEnum):
    """How soon somebody should look; the worst reason of a trainee decides the place of the row."""

    RED = 1  # today, safety and absence
    AMBER = 2  # today, somebody waits
    PLAIN = 3  # today, learning
    WEEK = 4  # comes up in the next days
    WAITING = 5  # somebody else must act
    AGENDA = 6  # no reason to act: what happens today, for the panel beside the queue


@dataclass(frozen=True)
class Signal:
    """One reason."""

    trainee_id: int
    # What it is and which one it is, like `absent:2026-03-12`: another key is a new reason.
    key: str
    level: Level
    icon: str  # a symbol of static/img/icons.svg
    text: str
    since: str = ""
    action: str = ""  # text of the button
    url: str = ""  # where the button leads …
    post: str = ""  # … or what it posts to
    party: str = ""  # who must act, when it is not the tutor
    at: datetime | None = None  # since when they have been waiting
    is_pressing: bool = False  # nobody knows where somebody is: «later» is an hour, not tomorrow
    reminded: str = ""  # that they were reminded this week, in words
    # What a mail says instead of text: own words, how somebody feels, and incidents stay on the desk.
    in_mail: str = ""

    @property
    def is_link(self) -> bool:
        """Whether the words themselves lead to `url`: a button beside them does something else, or nothing is there."""
        return bool(self.url and (self.post or not self.action))


def pages(name: str) -> Callable[[int], str]:
    """Addresses of `name` by key; resolved once, for boards and lists with many rows."""
    return _pages(name, get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)


@functools.lru_cache
def _pages(name: str, prefix: str, urlconf: str) -> Callable[[int], str]:
    before, after = reverse(name, args=[0]).rsplit("/0/", 1)
    return lambda pk: f"{before}/{pk}/{after}"


def day_words(day: date, pattern: str = "l j F") -> str:
    """`day` as people write it; written once, because many signals speak of the same few days."""
    return _written(day, pattern, get_language())


@functools.lru_cache(500)
def _written(day: date, pattern: str, language: str | None) -> str:
    return date_format(day, pattern)


def reminder_of(kind: str, person: str, today: date) -> Subquery:
    """When this week's reminder `kind` was queued; `person` is the path to the key of who gets it."""
    key = Concat(
        Value(f"reminder:{kind}:"),
        Cast(OuterRef(person), CharField()),
        Value(f":{weeks.iso(today)}"),
        output_field=CharField(),
    )
    return Subquery(OutgoingMail.objects.filter(key=key).values("created_at")[:1])


def reminded(at: datetime | None, today: date) -> str:
    """That somebody was reminded `at` some time of this week; "" when nobody was."""
    if at is None:
        return ""
    day = timezone.localdate(at)
    if day == today:
        return _("reminded today")
    # Translators: a weekday, like «reminded on Tuesday»
    return _("reminded on %(day)s") % {"day": day_words(day, "l")}
