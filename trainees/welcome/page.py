"""A trainee's welcome day as ready words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import cached_property

from imyportal import words

from ..models import TopicConfirmed, Trainee, WelcomeDay, WelcomePresence, WelcomeTopic


@dataclass(frozen=True)
class Line:
    """One topic."""

    key: int
    name: str
    own_name: str  # in the reader's language, where the pages do not speak it
    language: str  # of that
    begins_at: datetime
    minutes: int
    confirmed_at: datetime | None


def lines(day: WelcomeDay, confirmed: dict[int, datetime], language: str = "") -> list[Line]:
    """The agenda with its hours, one after the other, for who reads `language`; one query."""
    at, found = timezone.localtime(day.starts_at), []
    for topic in WelcomeTopic.objects.filter(group=day.group_id):
        when = confirmed.get(topic.pk)
        own = words.own(topic.names, language)
        found.append(Line(topic.pk, topic.name, own, language, at, topic.minutes, when))
        at += timedelta(minutes=topic.minutes)
    return found


class Page:
    """Four queries."""

    def __init__(self, trainee: Trainee) -> None:
        self.trainee = trainee

    @cached_property
    def day(self) -> WelcomeDay | None:
        return WelcomeDay.objects.filter(group=self.trainee.group_id).first()

    @cached_property
    def presence(self) -> WelcomePresence | None:
        return WelcomePresence.objects.filter(trainee=self.trainee).first()

    @cached_property
    def topics(self) -> list[Line]:
        confirmed = TopicConfirmed.objects.filter(trainee=self.trainee)
        if self.day is None:
            return []
        user = self.trainee.user
        language = user.language if user else self.trainee.language
        return lines(self.day, dict(confirmed.values_list("topic", "at")), language)

    @property
    def is_today(self) -> bool:
        return self.day is not None and timezone.localdate() == timezone.localdate(
            self.day.starts_at
        )

    @property
    def left(self) -> int:
        """How many topics are not confirmed."""
        return sum(line.confirmed_at is None for line in self.topics)
