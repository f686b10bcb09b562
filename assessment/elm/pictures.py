"""The picture a viewer shows of the credential: a summary page, drawn as SVG and made a PNG.

The format wants every page as a picture. Nothing in production turns PDF into pixels, so this page is drawn
from the same frozen content; the PDF itself travels as an attachment.
"""

import functools
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import resvg_py
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from imyportal.weeks import hours

from .. import certificate_pdf
from ..certificate_content import Content

FONTS = [f"build/fonts/figtree-{weight}.ttf" for weight in (400, 600, 700)]
WIDTH = 1240  # A4 at 150 dots an inch
LINE = 34  # characters of the large type that surely fit
ROWS = 14  # objectives that fit on the page


def page_picture(content: Content) -> bytes:
    """A4 upright as PNG, in the active language."""
    page = certificate_pdf.page(content)
    rows = [
        (_("Company"), content["host"]["name"]),
        (_("Sent by"), content["sending"]["name"]),
        (_("Field"), content["experience"]["field"]),
        (_("Period"), page["period"]),
        (_("Signed hours"), hours(content["experience"]["signed_minutes"])),
        (_("Result"), page["result"]),
    ]
    context = {
        "agency": content["intermediary"]["name"],
        "number": content["number"],
        "holder": _placed(textwrap.wrap(page["holder"], LINE)[:4], top=330, step=62),
        "rows": _placed([(a, _short(b, 52)) for a, b in rows if b], top=590, step=56),
        "results": _placed(
            [(_short(each["name"], 56), each["final"]) for each in page["objectives"][:ROWS]],
            top=1000,
            step=44,
        ),
        "address": content["verify_url"],
    }
    drawn = render_to_string("assessment/elm/page.svg", context)
    # Fonts of the machine stay in reach: they have the letters that ours has not.
    return bytes(resvg_py.svg_to_bytes(svg_string=drawn, width=WIDTH, font_files=_fonts()))


def _placed(values: Sequence[Any], *, top: int, step: int) -> list[tuple[int, Any]]:
    """Each value with the line it stands on."""
    return [(top + step * at, value) for at, value in enumerate(values)]


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


@functools.cache
def _fonts() -> list[str]:
    """Raises `FileNotFoundError` when the assets were not built."""
    found = [finders.find(name) for name in FONTS]
    if not all(found):
        raise FileNotFoundError("Fonts are missing. Run manage.py build_assets.")
    return [str(Path(str(each))) for each in found]
