"""A report in words and figures ready to print: the same on the school's page, in its PDF and its tables."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imyportal import charts, weeks

from ..enums import ReportLevel, WeekStatus
from ..presenting import period
from .hours import status_words
from .lines import Fact
from .reading import Person, Report

SIGNATURE_TONES = {
    WeekStatus.SIGNED: "ok",
    WeekStatus.DECLARED: "wait",
    WeekStatus.OPEN: "warn",
    WeekStatus.RETURNED: "warn",
}
LEVEL_TONES = {ReportLevel.CONCERN: "danger", ReportLevel.NOTE: "warn", ReportLevel.FINE: ""}


@dataclass(frozen=True)
class Tag:
    """A state as a word; `tone` only adds a colour."""

    label: str
    tone: str


@dataclass(frozen=True)
class Row:
    """One trainee of a report; empty where the tutor shows nothing."""

    id: str
    name: str
    company: str
    hours: str  # «30:30»
    agreed: str
    signature: Tag | None
    concerns: list[Tag]
    average: str  # «66»
    change: str  # «+16»
    line: SafeString  # the small chart


@dataclass(frozen=True)
class Figure:
    """A number of the week, with what it is of."""

    label: str
    value: str
    of: str


@dataclass(frozen=True)
class Shown:
    """All that stands on the page."""

    report: Report
    title: str
    period: str
    stay: str
    figures: list[Figure]
    rows: list[Row]
    done: list[str]
    coming: list[str]


def show(report: Report) -> Shown:
    """In the active language; no query."""
    names = {"group": report.group, "number": report.number}
    return Shown(
        report=report,
        # Translators: title of a weekly report: the group's name, and which week of its stay
        title=_("%(group)s, week %(number)d") % names,
        period=f"{period(report.monday, report.sunday)} {report.sunday.year}",
        stay=period(report.arrives_on, report.leaves_on),
        figures=_figures(report),
        rows=[_row(person) for person in report.people],
        done=[fact.words for fact in report.done],
        coming=[fact.words for fact in report.coming],
    )


def _figures(report: Report) -> list[Figure]:
    signed, count = report.signed
    found = []
    if count:
        of = _("of %(hours)s") % {"hours": weeks.hours(report.agreed)} if report.agreed else "h"
        found.append(Figure(_("Hours this week"), weeks.hours(report.minutes), of))
        # Translators: below «Weeks signed»: 6 of 8
        found.append(Figure(_("Weeks signed"), str(signed), _("of %(count)d") % {"count": count}))
    if report.tells_absences:
        days = report.days_absent
        found.append(Figure(_("Absence"), str(days), ngettext("day", "days", days)))
    if report.average is not None:
        found.append(Figure(_("Average score"), str(report.average), signed_points(report.change)))
    return found


def signed_points(points: int | None) -> str:
    """«+16» or «−6»; empty when they are not known."""
    if points is None:
        return ""
    return f"+{points}" if points > 0 else str(points).replace("-", "−")


def _row(person: Person) -> Row:
    week, score = person.week, person.score
    return Row(
        id=person.id,
        name=person.name,
        company=person.company,
        hours=weeks.hours(week.values["minutes"]) if week else "",
        agreed=weeks.hours(week.values["agreed"]) if week and week.values["agreed"] else "",
        signature=_signature(week) if week else None,
        concerns=[Tag(fact.words, LEVEL_TONES[fact.level]) for fact in person.concerns],
        average=str(score.values["now"]) if score else "",
        change=signed_points(score.values.get("change")) if score else "",
        line=_course(person.name, score.values) if score else SafeString(""),
    )


def _signature(week: Fact) -> Tag:
    status = week.values["status"]
    return Tag(status_words(status), SIGNATURE_TONES[status])


def _course(name: str, values: Any) -> SafeString:
    told = [each for each in values.get("course", []) if each is not None]
    if len(told) < 2:
        return SafeString("")
    names = {"name": name, "first": told[0], "now": told[-1]}
    title = _("%(name)s: from %(first)d at the start to %(now)d") % names
    return charts.sparkline(title, values["course"])


def day_and_time(moment: Any) -> str:
    """«Friday 13 March, 17:55»."""
    return f"{date_format(moment, 'l j E')}, {moment:%H:%M}"
