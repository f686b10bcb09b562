"""What workers do for this room; safe to run at any time, twice."""

from django.utils import timezone

from imyportal import work
from trainees import importing

from .absences import papers
from .agreements import reminding, signing
from .cycle import doing, laying
from .models import CompanyImport
from .reports import drafting
from .worktime import keeping


@work.job
def forget_company_lists() -> int:
    """Delete lists nobody brought in."""
    return importing.forget_unconfirmed(CompanyImport)


@work.job
def recheck_working_time() -> int:
    """Judge all hours anew after the limits have changed."""
    return keeping.recheck_due()


@work.job
def compile_reports() -> int:
    """Lay the weekly reports that are missing, and refresh the drafts."""
    drafting.lay(timezone.now())
    return drafting.refresh_due()


@work.job
def go_on_with_the_week() -> int:
    """Lay the reminders that are due, and send those that are still wanted; in the daytime only."""
    laying.lay_due()
    return doing.do_due()


@work.job
def ask_for_papers() -> int:
    """Ask for papers of long absences, once, and remind once."""
    return papers.ask_due()


@work.job
def remind_of_agreements() -> int:
    """Complete what no guardian has to sign any more; remind who has not signed an agreement, twice at most."""
    return signing.finish_due() + reminding.remind_due()
