"""The desk's page of a guest file, and what the Today board says of files that are open."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal.attention import Level, Signal, pages

from ..models import AccompanyingPerson, GuestEntry, GuestFile
from ..models.accompanying import Person
from . import guest_files
from .declaring import HOURS, HOURS_SHORT
from .own import asked_from


@dataclass(frozen=True)
class Line:
    """One person, as the viewer may see them."""

    key: int
    name: str  # empty for somebody of a colleague's
    url: str
    kind: str
    nights: int
    faults: list[str]
    may_lead: bool
    erased_at: datetime | None


class Sheet:
    """Six queries, however many people."""

    def __init__(self, file: GuestFile, viewer: User, now: datetime) -> None:
        self.file, self.viewer, self.now = file, viewer, now

    @cached_property
    def lines(self) -> list[Line]:
        rows = guest_files.rows(self.file)
        seen = GuestEntry.objects.visible_to(self.viewer).filter(file=self.file)
        visible = set(seen.values_list("pk", flat=True))
        return [self._line(row, row.entry.pk in visible) for row in rows]

    @property
    def may_send(self) -> bool:
        """Whether the viewer may have all its lines."""
        return all(line.name for line in self.lines)

    def _line(self, row: guest_files.Row, is_seen: bool) -> Line:
        entry, is_open = row.entry, self.file.receipted_at is None
        return Line(
            key=entry.pk,
            name=entry.person.name if is_seen else "",
            url=guest_page(entry.person) if is_seen and is_open else "",
            kind=str(row.guest.kind.label),
            nights=entry.nights,
            faults=row.faults if is_open else [],
            may_lead=is_seen and is_open and not entry.leads,
            erased_at=entry.erased_at,
        )

    @property
    def ready(self) -> int:
        return sum(not line.faults for line in self.lines)

    @property
    def state(self) -> tuple[str, str]:
        """Tone and words."""
        if self.file.receipted_at is not None:
            return "ok", _("receipt filed")
        if self.file.is_late(self.now):
            return "danger", _("late")
        if self.file.made_at is not None:
            return "wait", _("downloaded, no receipt yet")
        return ("wait", _("to be sent")) if self.now >= self.file.arrived_at else ("", _("to come"))

    @property
    def asked_from(self) -> date | None:
        """The day from which the people are asked, while it is still to come and something is missing."""
        day = asked_from(self.file.arrives_on)
        is_asked = self.file.receipted_at is None and self.ready < len(self.lines)
        return day if is_asked and timezone.localdate(self.now) < day else None

    @property
    def hours(self) -> int:
        """How many hours there are after arrival."""
        return int((self.file.due_at - self.file.arrived_at).total_seconds() // 3600)


def guest_page(person: Person) -> str:
    """The desk's page on which their identity data are entered."""
    kind = "accompanying" if isinstance(person, AccompanyingPerson) else "trainee"
    return pages(f"admin:trainees_{kind}_guest")(person.pk)


def signal(row: Any, now: datetime) -> Signal | None:
    """The reason a guest file without receipt gives, at who leads the group; None before they arrive."""
    left = row.at - now
    if left > HOURS:
        return None
    due = date_format(timezone.localtime(row.at), "l j F, H:i")
    return Signal(
        trainee_id=row.who,
        key=f"guest_file:{row.of}",
        level=Level.RED if left <= HOURS_SHORT else Level.AMBER,
        icon="shield",
        text=_("Arrival is not declared to the police yet"),
        # Translators: a day with a time, like «due Saturday 7 March, 15:00»
        since=_("due %(moment)s") % {"moment": due},
        action=_("Open the guest file"),
        url=reverse("admin:trainees_guestfile_sheet", args=[row.of]),
    )
