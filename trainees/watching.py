"""Who wants to know that trainees' data were changed: rooms above register when they are ready."""

from collections.abc import Callable, Sequence

from .models import Trainee

# Called with the trainees and the names of the fields that changed, in the transaction of the change.
watchers: list[Callable[[Sequence[Trainee], set[str]], None]] = []


def changed(trainees: Sequence[Trainee], fields: set[str]) -> None:
    """Tell everybody who wants to know; nothing to tell of nobody."""
    if not (trainees and fields):
        return
    for watch in watchers:
        watch(trainees, fields)
