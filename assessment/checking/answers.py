"""What somebody is told about a file: one outcome, a sentence for it, what it means, what to compare."""

import enum
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from imyportal.uploads.keeping import MB

from ..models import Certificate
from ..verification import ChartPaper, Paper

MAX_BYTES = 10 * MB


class Outcome(enum.StrEnum):
    """What a file is to us."""

    VALID = "valid"
    COMPARE = "compare"  # ours by its code or its data; what else was changed only comparing shows
    NOT_THEIRS = "not_theirs"  # real, and somebody else's than was said
    ALTERED = "altered"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    NOT_TRUSTWORTHY = "not_trustworthy"
    EXPIRED = "expired"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"

    @property
    def tone(self) -> str:
        """Of its callout."""
        return TONES.get(self, "warn")


TONES = {
    Outcome.VALID: "ok",
    Outcome.ALTERED: "danger",
    Outcome.WITHDRAWN: "danger",
    Outcome.NOT_TRUSTWORTHY: "danger",
}


@dataclass(frozen=True)
class Answer:
    """Ready words in the active language."""

    outcome: Outcome
    title: str
    words: list[str]
    certificate: Certificate | None = None
    paper: Paper | None = None  # what the certificate must say
    charts: list[ChartPaper] = field(default_factory=list)
    rows: list[tuple[str, str]] = field(default_factory=list)  # what a badge must say
    url: str = ""  # a badge's own page, while it is open
    picture: str = ""  # a badge's, as we make it; below static/
    recipient: tuple[str, str] = ("", "")  # what else is to say of the typed address: tone, words


def unknown() -> Answer:
    """Nothing in the file leads to anything of ours."""
    return Answer(
        Outcome.UNKNOWN,
        _("We do not know this file."),
        [
            _("Nothing in it leads to a certificate, an hour chart or a badge of ours."),
            _(
                "Does a code stand on the paper, beside the QR code? Type it in below. If the file says "
                "that it is from us, send it to %(agency)s: we tell you whether it is."
            )
            % {"agency": settings.AGENCY["email"]},
        ],
    )


def unreadable(code: str) -> Answer:
    """Why the file could not be looked into, and what to do instead."""
    kinds = _(
        "Choose the PDF of a certificate or hour chart, or a badge as PNG or SVG picture, JSON or token."
    )
    words = {
        "kind": _("This is none of the files we give out."),
        "photo": _(
            "This is a photo or a scan, and nothing in it can be checked. Type in the code that stands "
            "beside the QR code, or ask its holder for the file."
        ),
        "damaged": _("This file is damaged or not complete. Ask for it again."),
        "credential": _(
            "It has the signed data of a badge in it, but they are damaged and cannot be read. Ask its "
            "holder for the file again."
        ),
        "encrypted": _(
            "This PDF is locked with a password. Ask for it without one, or type in the code that "
            "stands on it."
        ),
        "large": _("What this file holds is larger than anything we sign."),
        "many": _("There are several badges in this picture. One picture stands for one badge."),
        "empty": _("This file is empty. Look whether it opens, and choose it again."),
        "busy": _("Many files are being checked just now. Choose the file again in a minute."),
    }.get(code) or _("This file takes too much work to read. Ask its holder for the original.")
    title = _("We could not check this file.")
    tells_all = code in ("busy", "credential")
    return Answer(Outcome.UNREADABLE, title, [words] if tells_all else [words, kinds])
