"""What workers do for this room; safe to run at any time, twice."""

from django.utils import timezone

from imyportal import work
from trainees import importing

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
