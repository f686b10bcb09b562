"""Contacts of agency tutors about trainees and groups: written down, changed for a day, then only added to.

`writing.py` is how entries come to be and change; `weekly.py` gives them to weekly reports and to the
school's pages, in which no internal word stands; `signals.py` tells the Today board of next steps and
of trainees of whom nobody has heard for too long.
"""

from .weekly import SharedContact, WeekContact, of, of_group, shared
from .writing import Said, add_note, change, done, log, stop_sharing

__all__ = [
    "Said",
    "SharedContact",
    "WeekContact",
    "add_note",
    "change",
    "done",
    "log",
    "of",
    "of_group",
    "shared",
    "stop_sharing",
]
