"""The desk's page of a group's welcome day: who is there, who is late, who has to catch up, who confirmed what."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal.attention import Level, Signal, day_words, pages

from ..enums import PresentHow
from ..models import (
    Group,
    TopicConfirmed,
    Trainee,
    WelcomeDay,
    WelcomePresence,
    WelcomeTopic,
)
from .page import Line, lines

MISSED_AFTER = 3  # hours after it began, who was not there comes to the board


@dataclass(frozen=True)
class Row:
    """One trainee."""

    key: int
    name: str
    url: str
    presence: WelcomePresence | None
    tone: str
    state: str
    confirmed: list[datetime | None]  # by topic


class Sheet:
    """Six queries, however many people."""

    def __init__(self, group: Group, viewer: User) -> None:
        self.group, self.viewer = group, viewer

    @cached_property
    def day(self) -> WelcomeDay | None:
        return WelcomeDay.objects.filter(group=self.group).first()

    @cached_property
    def topics(self) -> list[Line]:
        return lines(self.day, {}) if self.day else []

    @cached_property
    def missing(self) -> int:
        """How many of the agency's topics the group lacks."""
        return WelcomeTopic.objects.lacking(self.group).count()

    @cached_property
    def people(self) -> list[Trainee]:
        return list(Trainee.objects.visible_to(self.viewer).filter(group=self.group))

    @cached_property
    def rows(self) -> list[Row]:
        """Who is missing first, then who was late, then the others."""
        found = WelcomePresence.objects.filter(trainee__in=self.people)
        there = {each.trainee_id: each for each in found.select_related("day", "by")}
        confirmed: dict[int, dict[int, datetime]] = defaultdict(dict)
        for row in TopicConfirmed.objects.filter(trainee__in=self.people):
            confirmed[row.trainee_id][row.topic_id] = row.at
        rows = [self._row(each, there.get(each.pk), confirmed[each.pk]) for each in self.people]
        order = {"danger": 0, "warn": 1, "": 2, "wait": 3, "ok": 4}
        return sorted(rows, key=lambda row: order[row.tone])

    def _row(
        self, trainee: Trainee, presence: WelcomePresence | None, at: dict[int, datetime]
    ) -> Row:
        tone, state = self._state(presence)
        return Row(
            key=trainee.pk,
            name=trainee.name,
            url=trainee.get_absolute_url(),
            presence=presence,
            tone=tone,
            state=state,
            confirmed=[at.get(line.key) for line in self.topics],
        )

    def _state(self, presence: WelcomePresence | None) -> tuple[str, str]:
        if presence is None:
            is_over = self.day is not None and _is_missed(self.day.starts_at, timezone.now())
            return ("danger", _("was not there")) if is_over else ("", _("not yet here"))
        if presence.how == PresentHow.LATER:
            return "wait", _("caught up later")
        if late := presence.minutes_late:
            text = ngettext("%d minute late", "%d minutes late", late)
            return "warn", text % late
        return "ok", _("was there")

    @property
    def there(self) -> int:
        return sum(row.presence is not None for row in self.rows)

    @property
    def left(self) -> int:
        return len(self.rows) - self.there


def _is_missed(starts_at: datetime, now: datetime) -> bool:
    return (now - starts_at).total_seconds() >= MISSED_AFTER * 3600


AGENDA = "welcome_day"  # of the day's panel


def signal(row: Any, now: datetime) -> Signal | None:
    """The reason that somebody gives who was not there; while it is still to begin, it is of the day."""
    if not _is_missed(row.at, now):
        at = timezone.localtime(row.at)
        return Signal(
            trainee_id=row.who,
            key=AGENDA,
            level=Level.AGENDA,
            icon="calendar",
            text=f"{at:%H:%M}",
            action=_("Show the code"),
            url=pages("admin:trainees_group_welcome_code")(row.of),
        )
    return Signal(
        trainee_id=row.who,
        key="not_welcomed",
        level=Level.AMBER,
        icon="calendar",
        text=_("Was not at the welcome day"),
        since=day_words(timezone.localdate(row.at)),
        action=_("Catch up on it"),
        url=reverse("admin:trainees_group_welcome", args=[row.of]),
    )
