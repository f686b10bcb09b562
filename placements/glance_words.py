"""Hours at a glance in words, the same on every page."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import wording
from .glance import Glance
from .models import Placement


@dataclass(frozen=True)
class Panel:
    """What a trainee sees of the whole placement."""

    figure: str  # 112:30
    of: str  # 304:00 h
    value: str  # minutes
    most: str
    parts: str
    forecast: str
    attendance: str
    gap: str


def panel(found: Glance, placement: Placement, today: date) -> Panel | None:
    """None where no hours are agreed."""
    if not found.agreed:
        return None
    return Panel(
        figure=wording.weeks.hours(found.worked),
        of=wording.hours(found.agreed),
        value=str(min(found.worked, found.agreed)),
        most=str(found.agreed),
        parts=parts(found),
        forecast=forecast(found, placement, today),
        attendance=attended(found),
        gap=gap(found),
    )


def progress(found: Glance) -> str:
    """112:30 of 304:00 h; empty where no hours are agreed."""
    if not found.agreed:
        return ""
    # Translators: hours worked of hours agreed, like «112:30 of 304:00 h»
    return _("%(worked)s of %(agreed)s") % {
        "worked": wording.weeks.hours(found.worked),
        "agreed": wording.hours(found.agreed),
    }


def below(found: Glance) -> str:
    """88 % of the agreed hours so far."""
    return _("%(percent)d %% of the agreed hours so far") % {"percent": found.kept_percent or 0}


def about(minutes: int) -> str:
    """Whole hours: 298 h."""
    return f"{(minutes + 30) // 60} h"


def forecast(found: Glance, placement: Placement, today: date) -> str:
    """Where it ends, for the trainee; empty once it has ended."""
    if today > placement.ends_on:
        return ""
    names = {"hours": about(found.forecast), "day": wording.day_month(placement.ends_on)}
    # Translators: hours like «298 h», day like «24 April»
    return _("By %(day)s you will reach about %(hours)s.") % names


def parts(found: Glance) -> str:
    """75:00 h signed · 30:00 h with the company · 37:00 h sent back · 7:30 h not sent."""
    words = [
        (found.signed, _("%(hours)s signed")),
        (found.waiting, _("%(hours)s with the company")),
        (found.returned, _("%(hours)s sent back")),
        (found.open, _("%(hours)s not sent")),
    ]
    return " · ".join(
        text % {"hours": wording.hours(minutes)} for minutes, text in words if minutes
    )


def attended(found: Glance) -> str:
    """You worked 19 of 20 days (95 %); empty before the first day."""
    if found.attendance is None:
        return ""
    days = found.days_worked + found.days_missed
    return ngettext(
        "You worked %(worked)d of %(days)d day (%(percent)d %%).",
        "You worked %(worked)d of %(days)d days (%(percent)d %%).",
        days,
    ) % {"worked": found.days_worked, "days": days, "percent": found.attendance}


def gap(found: Glance) -> str:
    """Public holidays and free days, which explain a difference; empty without any."""
    if not found.days_off:
        return ""
    return ngettext(
        "%(days)d public holiday or free day does not count against you.",
        "%(days)d public holidays or free days do not count against you.",
        found.days_off,
    ) % {"days": found.days_off}


def rule() -> str:
    """How the forecast comes about, in one sentence."""
    return _(
        "The forecast adds to the hours entered those agreed for every day without an entry, "
        "at the share worked so far, counted over three weeks at least and never above 100 percent."
    )
