"""Companies, placements and hour charts on the desk."""

from . import companies, hours, placements, worktime

__all__ = ["companies", "hours", "placements", "worktime"]
