"""The page of who comes with a group, as ready words: whom they look after, what happens when, who is home."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit, tracking
from imyportal.enums import Action

from ..enums import News
from ..going_home import board
from ..going_home.laying import planned
from ..houses import own
from ..models import AccompanyingPerson, BedStay, GuestEntry, Trainee
from ..models.stand_ins import on_duty
from . import news, timetable


@dataclass(frozen=True)
class Row:
    """One trainee: the name, and whether they have arrived or are home; nothing else of them."""

    name: str
    tone: str
    label: str


class Page:
    """Nine queries, however many people; the person's group, organisation and lead tutor are loaded."""

    def __init__(self, person: AccompanyingPerson, now: datetime) -> None:
        self.person, self.group, self.now = person, person.group, now
        self.today = timezone.localdate(now)

    @property
    def tutor(self) -> User:
        return on_duty(self.group.lead_tutor, self.today)

    @cached_property
    def house(self) -> own.Page:
        """Where they sleep, from today on."""
        return own.Page(self.person)

    @cached_property
    def guest(self) -> GuestEntry | None:
        """What is to be declared of them to the police."""
        return own.guest_entry(self.person)

    @property
    def is_leaving(self) -> bool:
        """From the day of departure on it matters who is home."""
        return self.today >= self.group.leaves_on

    @cached_property
    def rows(self) -> list[Row]:
        """Those who are missed first, then who is on the way, then who is home; before, by name."""
        people = list(Trainee.objects.filter(group=self.group).select_related("way_home"))
        lacking = {each.pk for each in news.missing(self.group.pk, News.ARRIVED)}
        found = []
        for trainee in people:
            trainee.group = self.group
            found.append(self._row(trainee, has_arrived=trainee.pk not in lacking))
        return sorted(found, key=lambda row: row.tone == "ok") if self.is_leaving else found

    def _row(self, trainee: Trainee, *, has_arrived: bool) -> Row:
        if self.is_leaving:
            way = getattr(trainee, "way_home", None) or planned(trainee)
            return Row(trainee.name, *board.standing(way, self.now))
        return Row(trainee.name, "ok", _("arrived")) if has_arrived else Row(trainee.name, "", "")

    @property
    def home(self) -> int:
        """How many are."""
        return sum(row.tone == "ok" for row in self.rows)

    @cached_property
    def lines(self) -> list[timetable.Line]:
        """The timetable."""
        return timetable.of(self.person)


@transaction.atomic
def switch_news(person: AccompanyingPerson, *, wants: bool, by: AccessLink) -> None:
    """Whether they hear by mail that the group has arrived, has started, is home or is not."""
    row = AccompanyingPerson.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if row.wants_news != wants:
        row.wants_news = wants
        with tracking.kept(row, by=by):
            row.save(update_fields=["wants_news"])
        audit.note(Action.ACCOMPANYING_NEWS, by=by, about=person, wants=wants)


def own_data(person: AccompanyingPerson, *, by: AccessLink) -> dict[str, object]:
    """All that is kept of them (GDPR, articles 15 and 20), as values for JSON; noted."""
    audit.note(Action.OWN_DATA_TAKEN, by=by, about=person)
    names = (
        "first_name", "last_name", "email", "phone", "language", "sex", "arrives_on", "leaves_on",
        "wants_news", "entered_at",
    )  # fmt: skip
    stays = BedStay.objects.of(person).select_related("bed__room__house")
    declared = GuestEntry.objects.of(person).select_related("file__house")
    return {
        "group": person.group.name,
        **{name: getattr(person, name) for name in names},
        "beds": [
            {"bed": str(row.bed), "first_night": row.first_night, "leaves_on": row.leaves_on}
            for row in stays
        ],
        "declared_to_the_police": [
            {"file": str(row.file), "nights": row.nights, "data_deleted": row.erased_at}
            for row in declared
        ],
    }
