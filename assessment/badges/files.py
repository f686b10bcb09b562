"""A badge as files: the credential as JSON and as a token, and baked into its picture.

Baking after Open Badges 3.0, 5.3: the token in the first child of the SVG, or in one `iTXt` chunk of the
PNG. The same credential gives the same bytes, so nothing is kept.
"""

import functools
import json as plain_json
import re
from pathlib import Path

import resvg_py
from django.conf import settings
from openbadgeslib import baking

from ..models import BadgeAward, BadgeIssue

WIDTH = 640  # pixels of a PNG
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
KEYWORD = b"openbadgecredential"
_ROOT = re.compile(rb"<svg\b[^>]*>")


def issue_of(badge: BadgeAward | BadgeIssue) -> BadgeIssue:
    """The credential itself, or the one that stands at the badge's address now."""
    return badge if isinstance(badge, BadgeIssue) else badge.current


def json(badge: BadgeAward | BadgeIssue) -> bytes:
    """The credential with its Data Integrity proof."""
    document = issue_of(badge).document
    return plain_json.dumps(document, ensure_ascii=False, indent=1).encode()


def jwt(badge: BadgeAward | BadgeIssue) -> bytes:
    """The credential as a VC-JWT."""
    return issue_of(badge).jwt.encode()


def svg(badge: BadgeAward | BadgeIssue) -> bytes:
    """The picture with the token in it."""
    issue = issue_of(badge)
    return bake_svg(picture_svg(issue.level.picture), issue.jwt)


def png(badge: BadgeAward | BadgeIssue) -> bytes:
    """The same as PNG."""
    issue = issue_of(badge)
    return bake_png(picture_png(issue.level.picture), issue.jwt)


def bake_svg(picture: bytes, token: str) -> bytes:
    """`picture` with the token as the first child of its root."""
    root = _ROOT.search(picture)
    if root is None or not re.fullmatch(r"[\w.-]+", token):
        raise ValueError("This is no SVG picture, or no token.")
    opening = root[0][:-1] + f' xmlns:openbadges="{NAMESPACE}">'.encode()
    child = f'<openbadges:credential verify="{token}"></openbadges:credential>'.encode()
    return picture[: root.start()] + opening + child + picture[root.end() :]


def bake_png(picture: bytes, token: str) -> bytes:
    """`picture` with the token in a chunk of text."""
    return bytes(baking.bake_png(picture, token, keyword=KEYWORD))


@functools.lru_cache
def picture_svg(name: str) -> bytes:
    """A level's picture without a credential."""
    folder = Path(settings.BASE_DIR) / "static" / "img" / "badges"
    return (folder / Path(name).name).read_bytes()


@functools.lru_cache
def picture_png(name: str) -> bytes:
    """The same as PNG; drawing takes 20 ms, so it is done once a process."""
    drawn = resvg_py.svg_to_bytes(svg_string=picture_svg(name).decode(), width=WIDTH)
    return bytes(drawn)
