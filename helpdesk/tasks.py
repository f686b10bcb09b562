"""Background work of the help desk."""

from django.utils import timezone

from imyportal import work

from .callbacks import settling


@work.job
def forget_calls() -> int:
    """Delete calls that were asked for long ago."""
    return settling.forget(timezone.now())
