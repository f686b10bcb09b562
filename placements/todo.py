"""What waits for a trainee, and what their placement's card says: every room adds its own.

A room above this one registers a function in a module its `AppConfig.ready()` imports:

    @todo.register
    def evaluations(trainee: Trainee, placement: Placement | None, today: date) -> Said: ...

Most have nothing to say on most days. Such a one tells by which rows it would be asked; one question for
all of them finds out who is:

    @todo.register(when=_unread)
    def unread(trainee: Trainee, placement: Placement | None, today: date) -> Said: ...
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, overload

from django.db.models import Exists, QuerySet

from trainees.models import Trainee

from .models import Placement


@dataclass(frozen=True)
class Todo:
    """One row: the whole of it is a link."""

    title: str
    note: str
    url: str
    icon: str  # a symbol of static/img/icons.svg
    is_needed: bool = (
        False  # the company's list counts it: somebody waits for a signature or an answer
    )


@dataclass
class Said:
    """What the rooms have for one trainee, in the order they registered."""

    todos: list[Todo] = field(default_factory=list)
    told: list[Todo] = field(default_factory=list)  # of the box of today, before all else
    news: list[Todo] = field(default_factory=list)  # of the placement's card, such as a certificate


Asked = Callable[[Trainee, Placement | None, date], Said]
When = Callable[[Trainee, date], QuerySet[Any]]
_asked: list[tuple[Asked, When | None]] = []


@overload
def register(function: Asked) -> Asked: ...
@overload
def register(*, when: When) -> Callable[[Asked], Asked]: ...
def register(function: Asked | None = None, *, when: When | None = None) -> Any:
    """`function` says what the trainee has to do, and what is new; one query at most.

    It is not asked at all while `when(trainee, today)` has no rows.
    """

    def known(asked: Asked) -> Asked:
        _asked.append((asked, when))
        return asked

    return known if function is None else known(function)


def said(trainee: Trainee, placement: Placement | None, today: date) -> Said:
    """What the other rooms have for this trainee; a query for all with `when`, one for each that is asked."""
    rows = {
        f"asked_{number}": Exists(when(trainee, today))
        for number, (_ask, when) in enumerate(_asked)
        if when is not None
    }
    waits = Trainee.objects.filter(pk=trainee.pk).order_by().values(**rows).get()
    found = Said()
    for number, (ask, _when) in enumerate(_asked):
        if not waits.get(f"asked_{number}", True):
            continue
        each = ask(trainee, placement, today)
        found.todos += each.todos
        found.told += each.told
        found.news += each.news
    return found
