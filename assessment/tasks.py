"""What workers do for this room: each may run twice, or never."""

from imyportal import work

from . import certificates, framework, making, reminders
from .badges import awarding
from .credentials import status


@work.job
def render_certificates() -> int:
    """Make the certificates that were asked for."""
    return certificates.render_due()


@work.job
def remove_certificate_leftovers() -> int:
    """Remove what killed workers left of certificates that are not wanted any more."""
    return making.remove_leftovers()


@work.job
def award_badges() -> int:
    """Give the badges that were earned."""
    return awarding.award_due()


@work.job
def publish_status_lists() -> int:
    """Sign the lists of withdrawn credentials that changed or grew old."""
    return status.publish_due()


@work.job
def begin_placements() -> int:
    """Write down what placements are observed by, on their first day."""
    return framework.begin_due()


@work.job
def remind_late_evaluations() -> int:
    """Remind of evaluations that are late, once each."""
    return reminders.remind_by_itself()
