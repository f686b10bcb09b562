"""What a week's hour charts say: hours, signature, days without hours."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imyportal import weeks

from ..enums import ReportLevel, WeekStatus
from ..models import Placement
from ..sheets import Sheet, week_of
from . import sources
from .lines import Line, Section, kind


def _week_words(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    hours = {"done": weeks.hours(values["minutes"]), "agreed": weeks.hours(values["agreed"])}
    # Translators: hours of a week, like «30:30 of 37:30 h»
    text = _("%(done)s of %(agreed)s h") % hours if values["agreed"] else f"{hours['done']} h"
    return f"{text}, {status_words(values['status'])}"


def status_words(status: WeekStatus) -> str:
    """How far the signature of a week is, for the school."""
    return {
        WeekStatus.OPEN: _("Not sent"),
        WeekStatus.DECLARED: _("With company"),
        WeekStatus.SIGNED: _("Signed"),
        WeekStatus.RETURNED: _("Sent back"),
    }[status]


def _missing_words(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    days = values["days"]
    return ngettext("%d day without hours", "%d days without hours", days) % days


WEEK = kind("week", Section.WEEK, _week_words, minutes=int, agreed=int, status=WeekStatus, days=int)
MISSING = kind("missing", Section.CONCERN, _missing_words, days=int)
GOOD = (WeekStatus.DECLARED, WeekStatus.SIGNED)


@sources.register
def hours(placements: Sequence[Placement], monday: date) -> Iterator[Line]:
    """Four queries."""
    for sheet in week_of(placements, monday, today=timezone.localdate()):
        yield _week(sheet)
        yield from _missing(sheet)


def _week(sheet: Sheet) -> Line:
    return Line(
        sheet.placement,
        WEEK,
        ReportLevel.FINE if sheet.status in GOOD else ReportLevel.NOTE,
        {
            "minutes": sheet.minutes,
            "agreed": sheet.agreed_minutes,
            "status": sheet.status,
            "days": sum(line.minutes > 0 for line in sheet.days),
        },
    )


def _missing(sheet: Sheet) -> Iterable[Line]:
    days = sum(line.is_missing and line.is_past for line in sheet.days)
    return [Line(sheet.placement, MISSING, ReportLevel.NOTE, {"days": days})] if days else []
