"""What waits for a trainee, and what their placement's card says: every room adds its own.

A room above this one registers a function in a module its `AppConfig.ready()` imports:

    @todo.register
    def evaluations(trainee: Trainee, placement: Placement | None, today: date) -> Said: ...
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from trainees.models import Trainee

from .models import Placement


@dataclass(frozen=True)
class Todo:
    """One row: the whole of it is a link."""

    title: str
    note: str
    url: str
    icon: str  # a symbol of static/img/icons.svg


@dataclass
class Said:
    """What the rooms have for one trainee, in the order they registered."""

    todos: list[Todo] = field(default_factory=list)
    told: list[Todo] = field(default_factory=list)  # of the box of today, before all else
    news: list[Todo] = field(default_factory=list)  # of the placement's card, such as a certificate


Asked = Callable[[Trainee, Placement | None, date], Said]
_asked: list[Asked] = []


def register(function: Asked) -> Asked:
    """`function` says what the trainee has to do, and what is new; one query at most."""
    _asked.append(function)
    return function


def said(trainee: Trainee, placement: Placement | None, today: date) -> Said:
    """What the other rooms have for this trainee; one query for each that registered."""
    found = Said()
    for ask in _asked:
        each = ask(trainee, placement, today)
        found.todos += each.todos
        found.told += each.told
        found.news += each.news
    return found
