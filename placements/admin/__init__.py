"""Companies, placements and hour charts on the desk."""

from . import (
    absences,
    agreements,
    companies,
    contacts,
    cycle,
    first_day,
    hours,
    incidents,
    placements,
    visits,
    worktime,
)

__all__ = [
    "absences",
    "agreements",
    "companies",
    "contacts",
    "cycle",
    "first_day",
    "hours",
    "incidents",
    "placements",
    "visits",
    "worktime",
]
