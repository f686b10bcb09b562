"""What waits for a trainee, and what their placement's card says: every room adds its own.

A room above this one registers a function in a module its `AppConfig.ready()` imports:

    @todo.register
    def evaluations(trainee: Trainee, placement: Placement | None, today: date) -> list[Todo]: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
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


Asked = Callable[[Trainee, Placement | None, date], list[Todo]]
_todos: list[Asked] = []
_news: list[Asked] = []


def register(function: Asked) -> Asked:
    """`function` says what the trainee has to do; one query at most."""
    _todos.append(function)
    return function


def register_news(function: Asked) -> Asked:
    """`function` says what the placement's card shows besides, such as a certificate; one query."""
    _news.append(function)
    return function


def todos(trainee: Trainee, placement: Placement | None, today: date) -> list[Todo]:
    """What the other rooms want of this trainee, in the order they registered."""
    return [row for ask in _todos for row in ask(trainee, placement, today)]


def news(trainee: Trainee, placement: Placement | None, today: date) -> list[Todo]:
    """What the other rooms have for this trainee's placement card."""
    return [row for ask in _news for row in ask(trainee, placement, today)]
