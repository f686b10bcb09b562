"""Companies, placements and hour charts on the desk."""

from . import absences, companies, cycle, hours, placements, worktime

__all__ = ["absences", "companies", "cycle", "hours", "placements", "worktime"]
