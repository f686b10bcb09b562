"""What workers do for this room: each may run twice, or never."""

from imyportal import work

from . import certificates


@work.job
def render_certificates() -> int:
    """Make the certificates that were asked for."""
    return certificates.render_due()
