"""What workers do for this room; safe to run at any time, twice."""

from imyportal import work

from . import importing
from .models import GroupImport


@work.job
def forget_participant_lists() -> int:
    """Delete lists nobody brought in."""
    return importing.forget_unconfirmed(GroupImport)
