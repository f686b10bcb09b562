"""A day of visits in words, the same on pages, in mails and in calendars."""

from django.utils.translation import gettext as _

from imyportal.attention import day_words

from ..enums import StopAnswer
from ..models import Visit, VisitRequest, VisitStop
from ..presenting import in_agency
from ..presenting import period as days

TONES = {
    StopAnswer.YES: "ok",
    StopAnswer.ASKED: "wait",
    StopAnswer.OTHER: "warn",
    StopAnswer.NO: "danger",
    StopAnswer.OPEN: "",
}


def span(stop: VisitStop) -> str:
    """09:30–10:00."""
    return f"{stop.starts_at:%H:%M}–{stop.ends_at:%H:%M}"


def takes_place(stop: VisitStop) -> bool:
    """Unless the company cannot, or somebody called it off."""
    return stop.withdrawn_at is None and stop.answer != StopAnswer.NO


def visitors(visit: Visit) -> list[str]:
    """Everybody who comes: Giulia Conti (IMY), Petra Berger (Berufskolleg Technik)."""
    agency = [in_agency(visit.agency_tutor)] if visit.agency_tutor else []
    rows = visit.guest_rows.select_related("tutor__user")
    return agency + [f"{row.tutor} ({visit.organisation})" for row in rows]


def meeting(visit: Visit) -> str:
    """Where and when they meet; empty when that was not said."""
    time = f"{visit.meeting_at:%H:%M}" if visit.meeting_at else ""
    return ", ".join(filter(None, [time, visit.meeting_point]))


def period(request: VisitRequest) -> str:
    """3–4 December 2026."""
    return f"{days(request.first_day, request.last_day)} {request.last_day.year}"


def answer(stop: VisitStop) -> str:
    """What the company says, with the time it proposes."""
    if stop.answer == StopAnswer.OTHER and stop.proposed_at:
        # Translators: a time like 11:30, or «Thursday 26 November, 11:30»
        return _("proposes %(time)s") % {"time": proposal(stop)}
    return stop.get_answer_display()


def proposal(stop: VisitStop) -> str:
    """11:30, or Thursday 26 November, 11:30."""
    at = f"{stop.proposed_at:%H:%M}" if stop.proposed_at else ""
    return f"{day_words(stop.proposed_on)}, {at}" if stop.proposed_on else at


def to_company(stop: VisitStop) -> str:
    """What the company said, as a sentence to it; empty before it answered."""
    # Translators: all three are read by a company, in a polite or neutral form
    return {
        StopAnswer.YES: _("You agreed to this time."),
        StopAnswer.OTHER: _("You proposed %(time)s. The agency looks at it and tells you."),
        StopAnswer.NO: _("You said that a visit does not work on this day."),
    }.get(StopAnswer(stop.answer), "") % {"time": proposal(stop)}
