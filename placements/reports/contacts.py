"""Which contacts the agency had in a week: how, with whom and when, of those shared with the school.

What was said is on the school's pages where the tutor wrote it for them, never here.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import contact_log
from ..contact_log import WeekContact
from ..enums import ContactKind, ContactWith
from ..models import Placement
from . import sources
from .lines import Line, Section, kind


def _details(values: Mapping[str, Any]) -> dict[str, str]:
    return {
        "how": capfirst(values["how"].label),
        "whom": str(values["whom"].label),
        "day": date_format(values["day"], "l j F"),
    }


def _one(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    details = _details(values) | {"name": names["trainee"]}
    if values["whom"] == ContactWith.TRAINEE:
        # Translators: how is like «Phone call», «On-site visit»
        return _("%(how)s with %(name)s, %(day)s") % details
    # Translators: how is like «Phone call», whom like «company tutor»
    return _("%(how)s (%(whom)s) about %(name)s, %(day)s") % details


def _many(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    # Translators: how is like «Phone call», whom like «company tutor»
    text = ngettext(
        "%(how)s (%(whom)s) about %(count)d trainee, %(day)s",
        "%(how)s (%(whom)s) about %(count)d trainees, %(day)s",
        values["count"],
    )
    return text % (_details(values) | {"count": values["count"]})


def _group(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    # Translators: how is like «Phone call», whom like «sending tutor»
    return _("%(how)s (%(whom)s) about the group, %(day)s") % _details(values)


def _step(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    details = {"name": names["trainee"], "day": date_format(values["day"], "l j F")}
    return _("Next step agreed for %(name)s, by %(day)s") % details


HOW: dict[str, Any] = {"how": ContactKind, "whom": ContactWith, "day": date}
ONE = kind("contact", Section.DONE, _one, **HOW)
MANY = kind("contacts", Section.DONE, _many, count=int, **HOW)
GROUP = kind("group_contact", Section.DONE, _group, **HOW)
STEP = kind("next_step", Section.NEXT, _step, day=date)


@sources.register
def contacts(placements: Sequence[Placement], monday: date) -> Iterator[Line]:
    """A talk about several trainees is one line; two queries."""
    found = contact_log.of(placements, monday)
    talks: dict[UUID, list[tuple[Placement, WeekContact]]] = defaultdict(list)
    for placement in placements:
        for contact in found[placement.pk]:
            if contact.school_text:  # only what is shared has any
                talks[contact.occasion].append((placement, contact))
    for occasion, rows in talks.items():
        placement, contact = rows[0]
        if len(rows) == 1:
            yield Line(placement, ONE, values=_values(contact), about=str(contact.key))
        else:
            values = _values(contact) | {"count": len(rows)}
            yield Line(None, MANY, values=values, about=str(occasion))
    yield from _steps([row for rows in talks.values() for row in rows], monday)
    if placements:
        for contact in contact_log.of_group(placements[0].trainee.group, monday):
            if contact.school_text:
                yield Line(None, GROUP, values=_values(contact), about=str(contact.key))


def _values(contact: WeekContact) -> dict[str, Any]:
    return {"how": contact.kind, "whom": contact.with_whom, "day": localdate(contact.at)}


def _steps(rows: Sequence[tuple[Placement, WeekContact]], monday: date) -> Iterator[Line]:
    """What is agreed and open for the next week."""
    first = monday + timedelta(weeks=1)
    for placement, contact in rows:
        day = contact.next_on
        if day and not contact.is_done and first <= day < first + timedelta(weeks=1):
            yield Line(placement, STEP, values={"day": day}, about=str(contact.key))
