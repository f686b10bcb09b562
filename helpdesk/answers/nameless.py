"""An answer that was given to one, as the beginning of an article for all: without names and numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trainees.models import Trainee

from ..models import Ticket
from ..models.answers import ArticleText

GONE = "…"
# The first line of a letter: a few words up to a comma.
GREETING = re.compile(r"\A\W*\w[^\n,.!?]{0,60}[,!]\s*\n")
REACHED = re.compile(r"\S+@\S+|(?<!\w)\+?\d[\d /().-]{5,}\d")
LEFT = f" \n,.–-{GONE}"


@dataclass(frozen=True)
class Draft:
    """What the form for an article begins with."""

    title: str
    short: str
    more: str


def draft(ticket: Ticket) -> Draft:
    """Of the last answer of the agency; three queries.

    Names are those of the group, of who wrote in the thread and of the house. What else gives somebody away
    only a reader finds.
    """
    said = ticket.messages.filter(from_agency=True, is_note=False)
    last = said.values_list("body", flat=True).last() or ""
    names = re.compile(rf"\b(?:{'|'.join(_names(ticket))})(?:['’]?s)?\b", re.IGNORECASE)

    def told(text: str) -> str:
        return REACHED.sub(GONE, names.sub(GONE, text))

    text = told(GREETING.sub("", last.replace("\r\n", "\n"))).strip(LEFT)
    longest = ArticleText._meta.get_field("short").max_length or 0
    short, more = (text, "") if len(text) <= longest else _parts(text, longest)
    return Draft(told(ticket.subject).strip(LEFT), f"{short}." if short else "", more)


def _parts(text: str, longest: int) -> tuple[str, str]:
    """The first paragraph, or as many whole words as fit, and the rest."""
    first, _line, rest = text.partition("\n\n")
    if len(first) < longest:
        return first.strip(LEFT), rest
    cut = text.rfind(" ", 0, longest - 1)
    return text[:cut].strip(LEFT), text[cut:].strip()


def _names(ticket: Ticket) -> list[str]:
    found = {name for many in _people(ticket) for name in many.split() if len(name) > 1}
    return [re.escape(name) for name in sorted(found, key=len, reverse=True)] or ["(?!)"]


def _people(ticket: Ticket) -> Iterator[str]:
    group = Trainee.objects.filter(group=ticket.trainee.group_id)
    for first, last in group.values_list("first_name", "last_name"):
        yield f"{first} {last}"
    for first, last in ticket.messages.values_list("by__first_name", "by__last_name").distinct():
        yield f"{first or ''} {last or ''}"
    if ticket.room is not None:
        yield str(ticket.room.house)
