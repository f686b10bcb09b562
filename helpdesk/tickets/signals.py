"""Requests that wait for an answer, on the Today board: a part of a query of the room below, and its words.

They say the topic, never what was written: a board is seen by who passes behind the chair.
"""

from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, ExtractHour, ExtractMinute, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal.attention import Level, Signal, day_words, pages
from placements.attention import Part, add_part
from trainees.models.stand_ins import falls_to

from ..enums import DELICATE, TicketState, Topic
from ..models import Ticket

COLUMNS = ("what", "who", "number", "first", "last", "more", "words")


def part(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Open requests; `first` and `more` are day and minute (UTC) the answer is due, `last` until when it is put off."""
    is_ours = Q(owner=None) | falls_to(viewer, "owner")
    hour, minute = ExtractHour("due_at", tzinfo=UTC), ExtractMinute("due_at", tzinfo=UTC)
    whose = Case(When(is_ours, then=Value("ours:")), default=Value("others:"))
    due = TruncDate("due_at", tzinfo=UTC)
    return (
        Ticket.objects.visible_to(viewer)
        .requests()
        .filter(state=TicketState.OPEN)
        .annotate(what=Value("ticket"), who=F("trainee"), number=F("pk"))  # type: ignore[no-redef]
        .annotate(first=due, last=Coalesce(TruncDate("snoozed_until"), due))
        .annotate(more=Cast(hour * 60 + minute, IntegerField()))
        .annotate(words=Concat(whose, F("topic"), output_field=CharField()))
        .order_by()
        .values_list(*COLUMNS)
    )


def say(row: Any, now: datetime) -> Signal | None:
    """The reason that a row of `part` stands for; none while it is put off, or a colleague has it in time."""
    due = datetime.combine(row.first, time(*divmod(row.more, 60)), UTC)
    whose, _colon, topic = row.words.partition(":")
    is_late = due < now
    if row.last > max(timezone.localdate(now), row.first) or (whose == "others" and not is_late):
        return None
    is_delicate = topic in DELICATE
    level = Level(Level.PLAIN - is_late - is_delicate)
    text = _("An answer is late: %(topic)s") if is_late else _("Asked for help: %(topic)s")
    here = timezone.localtime(due)
    # Translators: day and time, like «answer due Monday 16 March, 10:20»
    since = _("answer due %(day)s, %(time)s")
    return Signal(
        trainee_id=row.trainee,
        key=f"ticket:{row.number}:{row.first}:{row.more}:{'late' if is_late else 'new'}",
        level=level,
        icon="help",
        text=text % {"topic": Topic(topic).label},
        since=since % {"day": day_words(here.date()), "time": f"{here:%H:%M}"},
        action=_("Answer"),
        url=pages("admin:helpdesk_ticket_change")(row.number),
        in_mail=_("Waits for an answer of the help desk"),
    )


add_part("ticket", Part(part, say))
