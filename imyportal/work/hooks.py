"""Places where drills hold the window open."""

from collections.abc import Callable
from typing import Any

_hooks: dict[str, Callable[[], Any]] = {}


def hook(name: str) -> None:
    """A named dangerous spot. Does nothing outside drills."""
    if _hooks and name in _hooks:
        _hooks[name]()


def set_hook(name: str, action: Callable[[], Any] | None) -> None:
    """For drills: run `action` at the spot `name`; None takes it away."""
    if action is None:
        _hooks.pop(name, None)
    else:
        _hooks[name] = action
