"""Companies, placements and hour charts on the desk."""

from . import companies, cycle, hours, placements, worktime

__all__ = ["companies", "cycle", "hours", "placements", "worktime"]
