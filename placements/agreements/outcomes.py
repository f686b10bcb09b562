"""What somebody shall learn: the room that knows objectives says it.

It registers a function in a module its `AppConfig.ready()` imports:

    @outcomes.register
    def objectives(placement: Placement, language: str) -> list[str]: ...
"""

from collections.abc import Callable

from ..models import Placement

Asked = Callable[[Placement, str], list[str]]
_asked: list[Asked] = []


def register(function: Asked) -> Asked:
    """`function` says the objectives that hold for a placement; none where one of them has no name in the language."""
    _asked.append(function)
    return function


def of(placement: Placement, language: str) -> list[str]:
    """All of them, in their order."""
    return [words for ask in _asked for words in ask(placement, language)]
