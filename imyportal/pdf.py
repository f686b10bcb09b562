"""PDF files that are valid PDF/A-3a and PDF/UA-1 at once, and the same bytes for the same input.

`pdf_engine` draws them, and is loaded with the first one: most processes print nothing, and WeasyPrint with
its fonts takes a second to load.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

GAP = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Attached:
    """A file inside the document: data the page was made of, for programs."""

    name: str
    description: str
    content: bytes
    made_at: datetime


class PdfError(Exception):
    """A document that must not be printed: something is missing, or it asked for something it may not have."""


class UnprintableError(PdfError):
    """Letters or pictures no font of this machine has; `signs` are they."""

    def __init__(self, signs: Iterable[str]) -> None:
        self.signs = sorted(signs)
        listed = " ".join(f"{sign} (U+{ord(sign):04X})" for sign in self.signs)
        super().__init__(
            f"No font of this machine can print {listed}. Install one, for example fonts-dejavu-core."
        )


def render(
    template_name: str,
    context: Mapping[str, Any],
    *,
    stylesheet: str | tuple[str, ...],
    language: str,
    identifier: str,
    assets: Mapping[str, bytes] | None = None,
    attached: Iterable[Attached] = (),
    marks_gaps: bool = False,
) -> bytes:
    """The template as PDF, in `language`, with the files `attached`.

    `stylesheet` is the name of a static file, or of several that follow one another. `identifier` names the
    document among all others: the same one gives the same file identifier. `assets` are pictures for this
    document alone, `asset:<name>` in the page. The page needs `<html lang>`, `<title>`, `alt` at each picture
    and `<title>` in each inline SVG. Raises `PdfError` when a file or a character's shape is missing, or when
    the page asks for anything else. With `marks_gaps`, for papers that somebody waits for, a sign that no font
    has is printed as the one Unicode keeps for that (U+FFFD) instead.
    """
    from . import pdf_engine

    with translation.override(language):
        page = render_to_string(template_name, dict(context))
    sheets = stylesheet if isinstance(stylesheet, tuple) else (stylesheet,)
    draw = functools.partial(
        pdf_engine.write,
        sheets=sheets,
        identifier=identifier,
        assets=assets or {},
        attached=list(attached),
    )
    try:
        return draw(page)
    except UnprintableError as error:
        if not marks_gaps:
            raise
        return draw(page.translate(dict.fromkeys(map(ord, error.signs), GAP)))
