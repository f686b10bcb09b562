"""Is this file ours, and as we made it? For anybody who has one: nothing of it is kept.

`program.py` looks into the file in a process of its own, `opening.py` starts it, `deciding.py` compares what
was found with our rows, and an `Answer` says it in words.
"""

from .answers import MAX_BYTES, Answer, Outcome
from .deciding import check_file

__all__ = ["MAX_BYTES", "Answer", "Outcome", "check_file"]
