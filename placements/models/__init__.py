"""Host companies, placements and their hour charts."""

from .absences import Absence, AbsenceNotice, AbsencePaper, AbsenceRule
from .companies import CompanyImport, CompanyTutor, HostCompany
from .hours import Correction, HourWeek, WeekSignature, WorkDay
from .papers import ChartPrint, SignatureScan
from .placements import AgreedDay, Placement
from .reports import ReportAcknowledgement, ReportLine, ReportMessage, WeeklyReport
from .requests import CorrectionRequest
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
    "ChartPrint",
    "CompanyImport",
    "CompanyTutor",
    "Correction",
    "CorrectionRequest",
    "HostCompany",
    "HourWeek",
    "Placement",
    "ReportAcknowledgement",
    "ReportLine",
    "ReportMessage",
    "SignatureScan",
    "WeekSignature",
    "WeeklyReport",
    "WorkDay",
    "WorkingTimeException",
    "WorkingTimeFinding",
    "WorkingTimeLimit",
    "WorkingTimeRecheck",
    "WorkingTimeRules",
]
