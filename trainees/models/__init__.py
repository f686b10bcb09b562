"""Sending organisations, their groups and their trainees."""

from .groups import Group, SendingOrganisation, SendingTutor
from .imports import GroupImport, HandedInList
from .journey import JourneyStep, StepDone
from .people import AttentionSnooze, Guardian, Trainee

__all__ = [
    "AttentionSnooze",
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
