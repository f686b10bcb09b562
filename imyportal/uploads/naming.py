"""Names of files: what people called them, made harmless for any disk and any header."""

import re
import unicodedata

from django.utils.translation import gettext as _

from imyportal.enums import FileKind

MOST_CHARACTERS = 80
MOST_BYTES = 180  # file systems take 255, and a browser adds " (1)"
# Names that are devices on Windows, whatever their ending.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def clean_name(name: str, kind: FileKind) -> str:
    """`name` without folders, control and direction characters, ending as its kind does."""
    text = unicodedata.normalize("NFC", name)
    # C: control characters, direction overrides, halves of characters, private use.
    text = "".join(
        each for each in text if each.isspace() or not unicodedata.category(each).startswith("C")
    )
    text = re.split(r"[/\\]", text)[-1]
    text = re.sub(r'[<>:"|?*;%\s]+', " ", text)
    stem = _without_ending(text)[:MOST_CHARACTERS]
    stem = stem.encode()[:MOST_BYTES].decode(errors="ignore").strip(" .")
    if not stem or DEVICES.fullmatch(stem):
        # Translators: the name of a file that came without one
        stem = _("file")
    return f"{stem}.{kind.value}"


def _without_ending(text: str) -> str:
    stem = text.rstrip(" .")
    while match := re.fullmatch(r"(.*)\.(pdf|jpe?g|png)", stem, re.IGNORECASE | re.DOTALL):
        stem = match[1].rstrip(" .")
    return stem
