"""The picture other sites show beside a link to a badge (Open Graph): 1200 by 630, drawn here."""

import functools
from pathlib import Path

import resvg_py
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.text import Truncator

from .badge_page import BadgePage
from .badges import files
from .models import BadgeAward

WIDTH, HEIGHT = 1200, 630
LETTERS_A_LINE = 15  # of the title in its full size; longer ones become smaller
LONGEST = 40  # letters of a title or a name; what is longer is cut
FAMILY = "Figtree Light"  # what the files call themselves, whatever their weight
FONTS = [f"build/fonts/figtree-{weight}.ttf" for weight in (400, 700)]


def png(award: BadgeAward, page: BadgePage) -> bytes:
    """The card of an open page: level, name as the page shows it, agency; nothing else."""
    picture = files.picture_svg(award.level.picture).decode()
    title, holder = (Truncator(each).chars(LONGEST) for each in (page.level, page.holder))
    words = {
        "title": title,
        "holder": holder,
        "family": FAMILY,
        "agency": settings.AGENCY,
        "title_size": _size(title, 68),
        "holder_size": _size(holder, 52, letters=21),
    }
    text = render_to_string("assessment/badges/card.svg", words)
    return _draw(text.replace("<!--picture-->", _inner(picture), 1))


def _size(text: str, size: int, *, letters: int = LETTERS_A_LINE) -> int:
    """Pixels, so that the text does not leave the card."""
    return min(size, max(20, size * letters // max(len(text), 1)))


def _inner(picture: str) -> str:
    """The badge as a picture inside another, 430 pixels wide."""
    return picture.replace("<svg ", '<svg x="70" y="90" width="430" height="430" ', 1)


@functools.lru_cache(maxsize=64)
def _draw(text: str) -> bytes:
    """Drawing takes a part of a second: once a process and card."""
    fonts = [str(Path(str(finders.find(name)))) for name in FONTS]
    drawn = resvg_py.svg_to_bytes(
        svg_string=text,
        width=WIDTH,
        height=HEIGHT,
        skip_system_fonts=True,
        font_files=fonts,
        font_family=FAMILY,
    )
    return bytes(drawn)
