"""A program of its own: reads a picture from standard input, writes a small one to standard output.

Run by path in a cell (`imyportal/confined/`), as `parser.py`. Output is one line of JSON, `{"width": …, "height": …}`
in pixels, then a JPEG.
"""

import io
import json
import sys
from typing import Any

SIDE = 480  # pixels of the longer side: sharp on telephones, where it is shown half as large
MOST_BYTES = 30_000
QUALITIES = (75, 60, 45, 30)


def shrink(content: bytes) -> tuple[dict[str, int], bytes]:
    """A JPEG of at most 480 pixels a side and, unless it is a picture of noise, 30 kB."""
    from PIL import Image

    image: Any = Image.open(io.BytesIO(content), formats=["JPEG", "PNG"])
    image.thumbnail((SIDE, SIDE))
    image.info = {}
    made = b""
    for quality in QUALITIES:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, optimize=True)
        made = file.getvalue()
        if len(made) <= MOST_BYTES:
            break
    return {"width": image.width, "height": image.height}, made


def main() -> None:
    """From standard input to standard output."""
    facts, made = shrink(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
