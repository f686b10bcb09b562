"""Sending organisations, their groups and their trainees."""

from .consents import Consent, ConsentRequest
from .groups import Group, SendingOrganisation, SendingTutor
from .imports import GroupImport, HandedInList
from .journey import JourneyStep, StepDone
from .people import AttentionOwner, AttentionSnooze, Guardian, Trainee
from .publications import Edition, EditionSection, Handover, Receipt
from .reflections import EditionQuestion, Reflection, ReflectionAnswer
from .stand_ins import StandIn

__all__ = [
    "AttentionOwner",
    "AttentionSnooze",
    "Consent",
    "ConsentRequest",
    "Edition",
    "EditionQuestion",
    "EditionSection",
    "Group",
    "GroupImport",
    "Guardian",
    "HandedInList",
    "Handover",
    "JourneyStep",
    "Receipt",
    "Reflection",
    "ReflectionAnswer",
    "SendingOrganisation",
    "SendingTutor",
    "StandIn",
    "StepDone",
    "Trainee",
]
