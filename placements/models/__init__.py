"""Host companies, placements and their hour charts."""

from .companies import CompanyImport, CompanyTutor, HostCompany
from .hours import Correction, HourWeek, WeekSignature, WorkDay
from .papers import ChartPrint, SignatureScan
from .placements import AgreedDay, Placement
from .requests import CorrectionRequest
from .worktime import (
    WorkingTimeException,
    WorkingTimeFinding,
    WorkingTimeLimit,
    WorkingTimeRecheck,
    WorkingTimeRules,
)

__all__ = [
    "AgreedDay",
    "ChartPrint",
    "CompanyImport",
    "CompanyTutor",
    "Correction",
    "CorrectionRequest",
    "HostCompany",
    "HourWeek",
    "Placement",
    "SignatureScan",
    "WeekSignature",
    "WorkDay",
    "WorkingTimeException",
    "WorkingTimeFinding",
    "WorkingTimeLimit",
    "WorkingTimeRecheck",
    "WorkingTimeRules",
]
