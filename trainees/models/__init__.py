"""Sending organisations, their groups and their trainees."""

from .consents import Consent, ConsentRequest
from .groups import Group, SendingOrganisation, SendingTutor
from .imports import GroupImport, HandedInList
from .journey import JourneyStep, StepDone
from .people import AttentionSnooze, Guardian, Trainee

__all__ = [
    "AttentionSnooze",
    "Consent",
    "ConsentRequest",
    "Group",
    "GroupImport",
    "Guardian",
    "HandedInList",
    "JourneyStep",
    "SendingOrganisation",
    "SendingTutor",
    "StepDone",
    "Trainee",
]
