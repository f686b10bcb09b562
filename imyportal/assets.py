"""Files made at set-up from installed packages, for the pages and the PDF: fonts and stylesheet.

Everything is made offline, from the same input always the same bytes, and only when an input changed.
"""

import hashlib
import importlib
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import fontTools
from django.conf import settings
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from . import purge

# Weights of the PDF, which wants plain fonts instead of one that varies.
PDF_WEIGHTS = (400, 600, 700)
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "rvrn"]
# What of the crispy pack our forms use; files of the same name below templates/bootstrap5/ come first.
CRISPY_TEMPLATES = [
    "field.html",
    "inputs.html",
    "layout/baseinput.html",
    "layout/buttonholder.html",
    "layout/div.html",
    "layout/field_file.html",
    "layout/fieldset.html",
    "layout/formactions.html",
    "layout/radio_checkbox_select.html",
]
FONT_FACE = re.compile(
    r'url\("\.\./build/(fonts/[\w-]+)\.woff2"\).*?unicode-range:\s*([^;]+);', re.DOTALL
)

COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)

Maker = Callable[[], bytes]


def build(target: Path, *, force: bool = False) -> list[str]:
    """Write what is missing or out of date below `target`; return the names written."""
    record = target.parent.parent / "assets.json"
    known = json.loads(record.read_text("utf-8")) if record.exists() else {}
    written = []
    for name, (digest, make) in sorted(_recipes().items()):
        if force or known.get(name) != digest or not (target / name).exists():
            _write(target / name, make())
            written.append(name)
        known[name] = digest
    _write(record, json.dumps(known, indent=1, sort_keys=True).encode())
    return written


def unicode_ranges(tokens_css: str) -> dict[str, str]:
    """Built font name to the `unicode-range` that the stylesheet promises for it."""
    return {name: " ".join(ranges.split()) for name, ranges in FONT_FACE.findall(tokens_css)}


def code_points(ranges: str) -> set[int]:
    """The code points of a CSS `unicode-range` such as `U+0000-00FF, U+0131`."""
    points: set[int] = set()
    for each in ranges.split(","):
        first, _, last = each.strip().removeprefix("U+").partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def web_font(source: bytes, points: set[int]) -> bytes:
    """A variable woff2 with only the characters of `points`."""
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    _subset(font, points)
    font.flavor = "woff2"
    return _bytes(font)


def pdf_font(source: bytes, points: set[int], weight: int) -> bytes:
    """A TrueType font of one weight, which the PDF engine reads without unpacking."""
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    _subset(font, points)
    instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True, updateFontNames=True)
    return _bytes(font)


def stylesheet(css: str, words: set[str], own: str) -> bytes:
    """One sheet for every page outside the desk: what is used of `css`, then our own rules."""
    return (purge.purge(css, words, also=own) + COMMENT.sub("", own)).encode()


def class_names() -> set[str]:
    """Every class name the pages may carry, and the few that only the keep list knows."""
    keep = Path(__file__).with_name("bootstrap_keep.txt").read_text("utf-8")
    kept = {line for line in keep.splitlines() if line and not line.startswith("#")}
    return purge.words_in(_sources()) | kept


def _recipes() -> dict[str, tuple[str, Maker]]:
    static = Path(settings.BASE_DIR, "static")
    ranges = unicode_ranges((static / "css" / "tokens.css").read_text("utf-8"))
    font = (_package("fontpkg_figtree") / "files" / "Figtree[wght].ttf").read_bytes()
    bootstrap = _package("bootstrap") / "static" / "bootstrap" / "css" / "bootstrap.min.css"
    css = bootstrap.read_text("utf-8")
    own = "".join(
        (static / "css" / name).read_text("utf-8")
        for name in ("tokens.css", "portal.css", "charts.css")
    )
    words = class_names() & purge.classes_of(css)
    everything = set().union(*map(code_points, ranges.values()))
    tools = Path(__file__).read_text("utf-8") + fontTools.version

    recipes: dict[str, tuple[str, Maker]] = {
        "portal.css": (
            _digest(css, own, *sorted(words), Path(purge.__file__).read_text("utf-8")),
            lambda: stylesheet(css, words, own),
        )
    }
    for name, text in ranges.items():
        recipes[f"{name}.woff2"] = (_digest(font, text, tools), _web_maker(font, text))
    for weight in PDF_WEIGHTS:
        digest = _digest(font, *ranges.values(), tools)
        recipes[f"fonts/figtree-{weight}.ttf"] = (digest, _pdf_maker(font, everything, weight))
    return recipes


def _web_maker(font: bytes, ranges: str) -> Maker:
    return lambda: web_font(font, code_points(ranges))


def _pdf_maker(font: bytes, points: set[int], weight: int) -> Maker:
    return lambda: pdf_font(font, points, weight)


def _sources() -> Iterator[Path]:
    base = Path(settings.BASE_DIR)
    yield from sorted((base / "templates").rglob("*.html"))
    yield from sorted((base / "static" / "js").rglob("*.js"))
    for app in ["imyportal", *_own_apps(base)]:
        yield from sorted((base / app).rglob("*.py"))
    pack = _package("crispy_bootstrap5") / "templates" / "bootstrap5"
    for name in CRISPY_TEMPLATES:
        if not (base / "templates" / "bootstrap5" / name).exists():
            yield pack / name


def _own_apps(base: Path) -> list[str]:
    names = [app.split(".")[0] for app in settings.INSTALLED_APPS]
    return sorted({name for name in names if (base / name).is_dir()} - {"imyportal"})


def _package(name: str) -> Path:
    return Path(str(importlib.import_module(name).__file__)).parent


def _subset(font: TTFont, points: set[int]) -> None:
    options = subset.Options(layout_features=FEATURES, notdef_outline=True, hinting=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)


def _bytes(font: TTFont) -> bytes:
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _digest(*parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.hexdigest()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    scratch.write_bytes(content)
    scratch.replace(path)
