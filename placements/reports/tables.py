"""A released report as tables for other programs."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from imyportal import weeks
from imyportal.spreadsheets import Cell, Table

from .hours import status_words
from .reading import Report


def tables(report: Report) -> list[Table]:
    """A row for each trainee, and what is told of the group."""
    header = [
        _("Trainee"), _("Company"), _("ISO week"), _("Minutes"), _("Hours"), _("Agreed minutes"),
        _("State"), _("Days absent"), _("Absence or concern"), _("Own average"), _("Change"),
    ]  # fmt: skip
    widths = [26, 30, 10, 9, 8, 14, 14, 11, 44, 12, 8]
    people = Table(_("Trainees"), header, widths, _people(report))
    return [people, Table(_("Report"), [_("What"), _("Text")], [26, 90], _told(report))]


def _people(report: Report) -> Iterator[list[Cell]]:
    week = weeks.iso(report.monday)
    for person in report.people:
        hours: dict[str, Any] = dict(person.week.values) if person.week else {}
        score: dict[str, Any] = dict(person.score.values) if person.score else {}
        minutes = hours.get("minutes")
        yield [
            person.name, person.company, week, minutes,
            None if minutes is None else round(minutes / 60, 2), hours.get("agreed"),
            status_words(hours["status"]) if hours else None,
            person.days_absent if report.tells_absences or person.days_absent else None,
            "; ".join(fact.words for fact in person.concerns), score.get("now"), score.get("change"),
        ]  # fmt: skip


def _told(report: Report) -> Iterator[list[Cell]]:
    yield [_("In short"), report.in_short]
    for label, facts in (
        (_("What IMY did this week"), report.done),
        (_("Next week"), report.coming),
    ):
        for fact in facts:
            yield [label, fact.words]


def filename(report: Report, form: str) -> str:
    """Like `mechatronics-2026-2026-W11.pdf`."""
    return f"{slugify(report.group) or 'report'}-{weeks.iso(report.monday)}.{form}"
