"""Which changes of this room's rows are kept. What an erasure must be able to take is only said to be changed."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from imyportal import weeks
from imyportal.tracking import OWN, PORTAL, STAMPED, leave, track

from .enums import Weekday
from .models import AgreedDay

AT_PLACEMENT = {"placements.Placement": "placement"}
REGISTER = "A register that is only added to: triggers see to it."
VERSIONS = "A draft until it is sent or used, then frozen: a change is a new version."


def _day(row: AgreedDay) -> dict[str, Any]:
    return {
        "from": f"{row.starts_at:%H:%M}",
        "to": f"{row.ends_at:%H:%M}",
        "break": row.break_minutes,
        "break_from": f"{row.break_starts_at:%H:%M}" if row.break_starts_at else "",
        "minutes": row.minutes,
    }


def _day_in_words(day: dict[str, Any]) -> str:
    text = f"{day['from']}–{day['to']}"
    if day["break"]:
        # Translators: a break of an agreed day, like «break 30 min from 12:30»; or without the time
        pause = (
            _("break %(minutes)d min from %(start)s")
            if day["break_from"]
            else _("break %(minutes)d min")
        )
        text += ", " + pause % {"minutes": day["break"], "start": day["break_from"]}
    return f"{text}, {weeks.hours(day['minutes'])} h"


def _weekday(key: str) -> str:
    # Translators: what was agreed for a day of the week, like «Agreed hours, Monday»
    return _("Agreed hours, %(day)s") % {"day": capfirst(str(Weekday(int(key)).label))}


track(
    "placements.Placement",
    plain="trainee company company_tutor starts_on ends_on status working_language evaluation_days",
    hidden="tasks objective",
)
track(
    "placements.AgreedDay",
    plain="weekday starts_at ends_at break_starts_at break_minutes",
    at=AT_PLACEMENT,
    key="weekday",
    as_one=_day,
    in_words=_day_in_words,
    heading=_weekday,
)
track(
    "placements.Arrangement",
    plain="first_day last_day most_day_minutes",
    without={"agreed_at ended_at": STAMPED},
    at=AT_PLACEMENT,
    key="pk",
)
track(
    "placements.FirstDay",
    plain="meets_at accompanied_by minutes",
    hidden="place bring route lines ticket",
    without={"briefed_at alone_on": STAMPED},
    at=AT_PLACEMENT,
)
track(
    "placements.CompanyTutor",
    plain="company language is_active",
    hidden="first_name last_name email phone",
)
track(
    "placements.CompanyFacts",
    plain="legal_name tax_code vat_number seat ateco ccnl employees inail_position inps_number",
    hidden="represented_by",
    at={"placements.HostCompany": "company"},
)
track(
    "placements.HostCompany",
    plain="name sector address country phone places languages step_free minors_allowed directions"
    " is_active",
)
track(
    "placements.AgreementCover",
    plain="organisation legal_name tax_number accident_cover liability_cover health_cover",
    hidden="represented_by",
)
leave(
    "placements.HourWeek placements.WorkDay placements.Correction placements.CorrectionRequest"
    " placements.Contact placements.ContactNote",
    OWN,
)
leave(
    "placements.WeekSignature placements.SignatureScan placements.ChartPrint"
    " placements.WorkingTimeException placements.Absence placements.AbsenceNotice"
    " placements.AbsencePaper placements.AgreementSignature placements.AgreementRefusal"
    " placements.CheckIn placements.FirstDayTick placements.VisitRequest placements.Visit"
    " placements.VisitGuest placements.VisitStop placements.VisitReport"
    " placements.ReportAcknowledgement placements.ReportMessage placements.CompanyImport",
    STAMPED,
)
leave(
    "placements.Incident placements.IncidentNotice placements.IncidentStep"
    " placements.IncidentStepDone placements.IncidentPaper",
    REGISTER,
)
leave("placements.Agreement placements.WeeklyReport placements.ReportLine", VERSIONS)
leave("placements.WorkingTimeFinding placements.AgreementReminder placements.Reminder", PORTAL)
