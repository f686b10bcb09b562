"""How soon the help desk answers, and whether it helped: by topic, house, group or week."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from imyportal import weeks
from imyportal.spreadsheets import Cell, Table

from ..enums import Helped, TicketState, Topic
from ..models import Ticket

BY: Mapping[str, Any] = {
    "topic": gettext_lazy("Topic"),
    "house": gettext_lazy("House"),
    "group": gettext_lazy("Group"),
    "week": gettext_lazy("Week"),
}
COLUMNS = (
    "topic", "room__house__name", "trainee__group__name", "opened_at", "first_answer_minutes",
    "state", "helped",
)  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """Of some requests; minutes are those of opening hours, None while nothing was answered."""

    label: str
    asked: int
    solved: int
    unanswered: int  # of those solved
    usual: int | None  # half of the first answers came sooner
    slowest: int | None
    helped: int
    partly: int
    not_helped: int


def figures(viewer: User, by: str, first: date, last: date) -> list[Figures]:
    """A row for each topic, house, group or week of what was asked from `first` to `last`, then all; one query."""
    start, end = _begins(first), _begins(last + timedelta(days=1))
    rows = (
        Ticket.objects.visible_to(viewer)
        .requests()
        .filter(opened_at__gte=start, opened_at__lt=end, merged_into=None)
        .order_by("opened_at", "pk")
        .values_list(*COLUMNS, named=True)
    )
    parts: dict[str, list[Any]] = defaultdict(list)
    for row in (every := list(rows)):
        parts[_label(row, by)].append(row)
    labels = list(parts) if by == "week" else sorted(parts)
    found = [_of(label, parts[label]) for label in labels]
    return [*found, _of(_("All"), every)] if every else []


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _label(row: Any, by: str) -> str:
    if by == "topic":
        return str(Topic(row.topic).label)
    if by == "house":
        return row.room__house__name or _("house not known")
    if by == "group":
        return str(row.trainee__group__name)
    monday = weeks.monday_of(timezone.localdate(row.opened_at))
    # Translators: day is a Monday, like «week of 16 March 2026»
    return _("week of %(day)s") % {"day": date_format(monday, "j F Y")}


def _of(label: str, rows: Sequence[Any]) -> Figures:
    took = [row.first_answer_minutes for row in rows if row.first_answer_minutes is not None]
    said = [row.helped for row in rows]
    solved = [row for row in rows if row.state == TicketState.SOLVED]
    return Figures(
        label=label,
        asked=len(rows),
        solved=len(solved),
        unanswered=sum(row.first_answer_minutes is None for row in solved),
        usual=round(median(took)) if took else None,
        slowest=max(took, default=None),
        helped=said.count(Helped.YES),
        partly=said.count(Helped.PARTLY),
        not_helped=said.count(Helped.NO),
    )


def table(rows: Sequence[Figures], by: str) -> Table:
    """The same for other programs; times in whole minutes."""
    head = [
        str(BY[by]), _("Requests"), _("Solved"), _("Of these without an answer"),
        _("First answer, usual, minutes"),
        _("First answer, slowest, minutes"), _("Helped"), _("Helped partly"), _("Did not help"),
    ]  # fmt: skip
    lines: list[list[Cell]] = [
        [
            r.label, r.asked, r.solved, r.unanswered, r.usual, r.slowest, r.helped, r.partly,
            r.not_helped,
        ]
        for r in rows
    ]  # fmt: skip
    return Table(_("Help desk"), head, [30, 10, 10, 14, 14, 14, 10, 10, 10], lines)
