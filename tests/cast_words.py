"""Who is who in the cast, and its clock."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

TODAY = "2026-03-19"  # Thursday of the third week of every placement
NOW = datetime(2026, 3, 19, 12, tzinfo=ZoneInfo("Europe/Rome"))


@dataclass(frozen=True)
class Words:
    """What gives each person's data away."""

    trainee: str
    guardian: str
    tutor: str
    school: str
    company: str


ONE = Words("Quokka", "Tapir", "Heron", "Okapi", "Kestrel")
OTHER = Words("Wombat", "Ocelot", "Egret", "Bongo", "Osprey")
