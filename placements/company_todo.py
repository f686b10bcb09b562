"""What else waits for a company tutor beside hours: every room adds its own.

A room above this one registers a function in a module its `AppConfig.ready()` imports:

    @company_todo.register
    def certificates(viewer: AccessLink) -> list[Todo]: ...
"""

from collections.abc import Callable

from accounts.models import AccessLink

from .todo import Todo

Asked = Callable[[AccessLink], list[Todo]]
_todos: list[Asked] = []


def register(function: Asked) -> Asked:
    """`function` says what waits for who came in by this link; a fixed number of queries."""
    _todos.append(function)
    return function


def todos(viewer: AccessLink) -> list[Todo]:
    """What the other rooms want of this company tutor, in the order they registered."""
    return [row for ask in _todos for row in ask(viewer)]
