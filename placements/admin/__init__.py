"""Companies, placements and hour charts on the desk."""

from . import absences, companies, contacts, cycle, hours, incidents, placements, visits, worktime

__all__ = [
    "absences",
    "companies",
    "contacts",
    "cycle",
    "hours",
    "incidents",
    "placements",
    "visits",
    "worktime",
]
