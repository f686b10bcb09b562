"""Files that people hand in: PDF, JPEG and PNG, once for all rooms.

A form has an `UploadField` (and mixes in `ChooseAgain`), the domain function calls `take_in()`
before it locks anything and points its row at the `StoredFile`, and the view that found that row by
`visible_to` returns `answer()`. What is stored was read by a real parser in a process of its own and
written anew; the bytes that were sent are never kept.
"""

from .fields import ChooseAgain, UploadField
from .keeping import copy, reap, take_in, take_in_all
from .scanning import scan_due, tell_too
from .serving import FileChanged, answer
from .shrinking import Small, answer_small, shrunk

__all__ = [
    "ChooseAgain",
    "FileChanged",
    "Small",
    "UploadField",
    "answer",
    "answer_small",
    "copy",
    "reap",
    "scan_due",
    "shrunk",
    "take_in",
    "take_in_all",
    "tell_too",
]
