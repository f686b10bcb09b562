"""Sending organisations, their groups and their trainees."""

from .accompanying import AccompanyingPerson
from .conduct import Breach, BreachMeasure, BreachNotice, BreachReply
from .consents import Consent, ConsentRequest
from .going_home import HomeReminder, WayHome
from .groups import Group, SendingOrganisation, SendingTutor
from .guardians import EmergencyContact, GroupAuthorisation
from .guests import GuestEntry, GuestFile, GuestIdentity, PoliceCode
from .houses import Bed, BedStay, House, Room
from .imports import GroupImport, HandedInList
from .journey import JourneyStep, StepDone
from .papers import PaperHandIn, PaperReminder, PaperWaiver, PaperWanted
from .particulars import Particulars
from .people import AttentionOwner, AttentionSnooze, Guardian, Trainee
from .privacy import ErasureRequest, LegalHold, PurgeRun, RetentionRule
from .publications import Edition, EditionSection, Handover, Receipt
from .reflections import EditionQuestion, Reflection, ReflectionAnswer
from .stand_ins import StandIn
from .support import SupportEntry, SupportPlan, SupportShare
from .welcome import TopicConfirmed, WelcomeDay, WelcomePresence, WelcomeTopic

__all__ = [
    "AccompanyingPerson",
    "AttentionOwner",
    "AttentionSnooze",
    "Bed",
    "BedStay",
    "Breach",
    "BreachMeasure",
    "BreachNotice",
    "BreachReply",
    "Consent",
    "ConsentRequest",
    "Edition",
    "EditionQuestion",
    "EditionSection",
    "EmergencyContact",
    "ErasureRequest",
    "Group",
    "GroupAuthorisation",
    "GroupImport",
    "Guardian",
    "GuestEntry",
    "GuestFile",
    "GuestIdentity",
    "HandedInList",
    "Handover",
    "HomeReminder",
    "House",
    "JourneyStep",
    "LegalHold",
    "PaperHandIn",
    "PaperReminder",
    "PaperWaiver",
    "PaperWanted",
    "Particulars",
    "PoliceCode",
    "PurgeRun",
    "Receipt",
    "Reflection",
    "ReflectionAnswer",
    "RetentionRule",
    "Room",
    "SendingOrganisation",
    "SendingTutor",
    "StandIn",
    "StepDone",
    "SupportEntry",
    "SupportPlan",
    "SupportShare",
    "TopicConfirmed",
    "Trainee",
    "WayHome",
    "WelcomeDay",
    "WelcomePresence",
    "WelcomeTopic",
]
