"""Who wants to know that a trainee's page was changed: rooms above register when they are ready."""

from collections.abc import Callable

from .models import Trainee

# Called with the trainee and the names of the fields that changed, in the transaction of the change.
watchers: list[Callable[[Trainee, set[str]], None]] = []


def changed(trainee: Trainee, fields: set[str]) -> None:
    """Tell everybody who wants to know."""
    for watch in watchers:
        watch(trainee, fields)
