"""What lies on a trainee's shelf: the publications in their language, and which they have read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Edition, Receipt, Trainee
from . import editions, markup, receipts


@dataclass(frozen=True)
class Book:
    """One publication on the list."""

    title: str
    note: str
    url: str
    kept_url: str  # the whole of it, for who has no network
    tone: str
    label: str


@dataclass(frozen=True)
class Chapter:
    """One section, with its number from 1 on."""

    number: int
    title: str
    html: SafeString


def of(trainee: Trainee, language: str) -> list[Book]:
    """Three queries."""
    said = receipts.of_trainee(trainee)
    found = editions.for_language(language)
    return [_book(each, said) for each in found]


def _book(edition: Edition, said: list[Receipt]) -> Book:
    tone, label = state(edition, said)
    return Book(
        title=edition.title,
        note=facts(edition),
        url=reverse("trainees:publication", args=[edition.kind]),
        kept_url=reverse("trainees:publication_kept", args=[edition.kind]),
        tone=tone,
        label=label,
    )


def state(edition: Edition, said: Iterable[Receipt]) -> tuple[str, str]:
    """Tone and words: read, to read, or read in an earlier version only."""
    of_kind = [each for each in said if each.edition.kind == edition.kind]
    if receipts.is_read(edition, of_kind):
        return "ok", _("Read")
    return ("wait", _("New version")) if of_kind else ("", _("To read"))


def read_on(edition: Edition, said: Iterable[Receipt]) -> str:
    """The day on which this edition was confirmed; empty when it was not."""
    of_kind = [each for each in said if receipts.is_read(edition, [each])]
    return date_format(timezone.localdate(of_kind[-1].at), "j F Y") if of_kind else ""


def facts(edition: Edition) -> str:
    """Version and day, in words."""
    day = edition.published_at
    if day is None:
        return _("Version %(number)d, draft") % {"number": edition.version}
    # Translators: like «Version 2 of 12 March 2026»
    return _("Version %(number)d of %(day)s") % {
        "number": edition.version,
        "day": date_format(timezone.localdate(day), "j F Y"),
    }


def chapters(edition: Edition) -> list[Chapter]:
    """All sections as HTML; one query."""
    return [
        Chapter(number, part.title, markup.html(part.text))
        for number, part in enumerate(edition.parts, start=1)
    ]


def size(edition: Edition) -> str:
    """How much there is to read."""
    count, words = len(edition.parts), sum(len(part.text.split()) for part in edition.parts)
    minutes = max(1, round(words / 180))  # words a minute, in a language that is not one's own
    said = ngettext("%(count)d section", "%(count)d sections", count) % {"count": count}
    return _("%(sections)s, about %(minutes)d minutes") % {"sections": said, "minutes": minutes}
