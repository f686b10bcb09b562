"""Sending organisations, their groups and their trainees."""

from .consents import Consent, ConsentRequest
from .groups import Group, SendingOrganisation, SendingTutor
from .imports import GroupImport, HandedInList
from .journey import JourneyStep, StepDone
from .people import AttentionOwner, AttentionSnooze, Guardian, Trainee
from .stand_ins import StandIn

__all__ = [
    "AttentionOwner",
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
    "StandIn",
    "StepDone",
    "Trainee",
]
