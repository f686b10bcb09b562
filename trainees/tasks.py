"""What workers do for this room; safe to run at any time, twice."""

from imyportal import work

from . import importing
from .going_home import doing, laying
from .models import GroupImport
from .papers import reminding
from .privacy import retention


@work.job
def forget_participant_lists() -> int:
    """Delete lists nobody brought in."""
    return importing.forget_unconfirmed(GroupImport)


@work.job
def see_people_home() -> int:
    """Ask those who leave to say when they are home, remind them, and tell who waits for them."""
    laying.lay_due()
    return doing.do_due()


@work.job
def remind_of_papers() -> int:
    """Ask trainees once for the papers of their school that are due."""
    return reminding.remind_due()


@work.job
def purge_personal_data() -> int:
    """Once a night: take away what has been kept as long as its rule says."""
    return retention.purge_due()
