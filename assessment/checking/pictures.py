"""Whether a badge's picture looks as the one we bake: its signature covers the data alone.

An SVG is ours by its words, however many blanks are between them. A PNG by what it shows: programs that draw or
save it change colours by a little, and nobody sees it.
"""

import base64
import binascii
import functools
import zlib

from ..badges import files
from ..models import BadgeIssue
from .opening import Facts
from .program import SIZE, sketch

MAX_BYTES = SIZE[0] * SIZE[1] // 4  # of a sketch: four channels of a sixteenth
TOLERANCE = 8  # of 255


def is_ours(issue: BadgeIssue, facts: Facts, content: bytes) -> bool:
    """Whether `content`, which holds the credential of `issue`, shows its picture; True for what is no picture."""
    if facts.kind == "svg":
        return content.split() == files.svg(issue).split()
    if facts.kind == "png":
        found, ours = _unpacked(facts.picture), _ours(issue.level.picture)
        pairs = zip(found, ours, strict=True) if len(found) == len(ours) else [(0, 255)]
        return all(abs(one - other) <= TOLERANCE for one, other in pairs)
    return True


@functools.lru_cache
def _ours(name: str) -> bytes:
    return sketch(files.picture_png(name))


def _unpacked(packed: str) -> bytes:
    """The program that wrote it had a stranger's file in its hands."""
    try:
        return zlib.decompressobj().decompress(base64.b64decode(packed), MAX_BYTES + 1)
    except (binascii.Error, zlib.error):
        return b""
