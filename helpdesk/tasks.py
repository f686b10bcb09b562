"""Background work of the help desk."""

from django.utils import timezone

from imyportal import work

from .answers import missed
from .callbacks import settling


@work.job
def forget_calls() -> int:
    """Delete calls that were asked for long ago."""
    return settling.forget(timezone.now())


@work.job
def forget_words() -> int:
    """Delete words of searches that found nothing, of weeks that are long over."""
    return missed.forget(timezone.now())
