"""What a day of visits comes of: a room above this one knows it, and keeps what came.

Such a room registers a function in a module its `AppConfig.ready()` imports, and leads to the page that plans
a day with `?of=request:12`:

    @origins.register("request")
    def of_request(viewer: User, key: int) -> Origin | None: ...
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User
from trainees.models import Trainee

from ..models import Visit


@dataclass(frozen=True)
class Origin:
    """Why somebody is visited."""

    asked: str  # as it stands in the address
    label: str
    url: str
    trainee: Trainee  # only the company of theirs is proposed
    planned: Callable[[Visit], object]  # what is done about it, with the visit


Finds = Callable[[User, int], Origin | None]
_finds: dict[str, Finds] = {}


def register(kind: str) -> Callable[[Finds], Finds]:
    """The decorated function finds what `viewer` may see and change, by its key."""

    def known(finds: Finds) -> Finds:
        _finds[kind] = finds
        return finds

    return known


def find(viewer: User, asked: str) -> Origin | None:
    """Of `asked`, like «request:12»; nothing for what nobody knows."""
    kind, _colon, key = asked.partition(":")
    if kind not in _finds or not (key.isascii() and key.isdecimal()) or len(key) > 12:
        return None
    return _finds[kind](viewer, int(key))
