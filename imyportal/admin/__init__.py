"""What every admin module of the desk rests on, and the portal's own pages there."""

from . import mail as _mail  # noqa: F401 - registers its page
from . import opening as _opening  # noqa: F401 - registers its pages
from .audit import add_part, add_trail
from .scope import (
    CappedPaginator,
    ReadOnly,
    ReadOnlyRows,
    Scoped,
    ScopedStacked,
    ScopedTabular,
    VisibleRelated,
    link,
    tag,
)
from .tools import Part, Tool, add_tool

__all__ = [
    "CappedPaginator",
    "Part",
    "ReadOnly",
    "ReadOnlyRows",
    "Scoped",
    "ScopedStacked",
    "ScopedTabular",
    "Tool",
    "VisibleRelated",
    "add_part",
    "add_tool",
    "add_trail",
    "link",
    "tag",
]
