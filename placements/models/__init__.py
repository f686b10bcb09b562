"""Host companies, placements and their hour charts."""

from .absences import Absence, AbsenceNotice, AbsencePaper, AbsenceRule
from .agreements import (
    Agreement,
    AgreementCover,
    AgreementRefusal,
    AgreementReminder,
    AgreementSignature,
    AgreementTerms,
)
from .companies import CompanyImport, CompanyTutor, HostCompany
from .company_facts import CompanyFacts
from .contact_log import Contact, ContactNote
from .cycle import CheckIn, CycleMark, CycleTime, Reminder
from .first_day import FirstDay, FirstDayPoint, FirstDayTick
from .hours import Correction, HourWeek, WeekSignature, WorkDay
from .incidents import Incident, IncidentNotice, IncidentPaper, IncidentStep, IncidentStepDone
from .papers import ChartPrint, SignatureScan
from .placements import AgreedDay, Arrangement, Placement
from .reports import ReportAcknowledgement, ReportLine, ReportMessage, WeeklyReport
from .requests import CorrectionRequest
from .visit_requests import VisitRequest
from .visits import Visit, VisitGuest, VisitReport, VisitStop
from .worktime import (
    WorkingTimeException,
    WorkingTimeFinding,
    WorkingTimeLimit,
    WorkingTimeRecheck,
    WorkingTimeRules,
)

__all__ = [
    "Absence",
    "AbsenceNotice",
    "AbsencePaper",
    "AbsenceRule",
    "AgreedDay",
    "Agreement",
    "AgreementCover",
    "AgreementRefusal",
    "AgreementReminder",
    "AgreementSignature",
    "AgreementTerms",
    "Arrangement",
    "ChartPrint",
    "CheckIn",
    "CompanyFacts",
    "CompanyImport",
    "CompanyTutor",
    "Contact",
    "ContactNote",
    "Correction",
    "CorrectionRequest",
    "CycleMark",
    "CycleTime",
    "FirstDay",
    "FirstDayPoint",
    "FirstDayTick",
    "HostCompany",
    "HourWeek",
    "Incident",
    "IncidentNotice",
    "IncidentPaper",
    "IncidentStep",
    "IncidentStepDone",
    "Placement",
    "Reminder",
    "ReportAcknowledgement",
    "ReportLine",
    "ReportMessage",
    "SignatureScan",
    "Visit",
    "VisitGuest",
    "VisitReport",
    "VisitRequest",
    "VisitStop",
    "WeekSignature",
    "WeeklyReport",
    "WorkDay",
    "WorkingTimeException",
    "WorkingTimeFinding",
    "WorkingTimeLimit",
    "WorkingTimeRecheck",
    "WorkingTimeRules",
]
