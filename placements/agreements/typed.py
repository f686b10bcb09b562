"""What can be typed in an agreement: each text with its words, in a box for each language.

A text stands in the language of the sending organisation, and in Italian for the company; in English where nobody
has it in one of these. A training plan is Italian.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..enums import AgreementKind

FIELDS: dict[str, Any] = {  # lazy words
    "objective": _("Aim of the placement"),
    "outcomes": _("Learning outcomes"),
    "tasks": _("Programme and tasks"),
    "monitoring": _("Monitoring and support"),
    "evaluation": _("Evaluation"),
    "recognition": _("Recognition"),
    "duties": _("Duties of the trainee"),
}
TERMS = ("monitoring", "evaluation", "recognition", "duties")
REQUIRED = ("outcomes", "tasks", "monitoring", "evaluation")
# DM 142/1998, article 4(2)(a): aims and ways.
REQUIRED_ITALIAN = ("objective", *REQUIRED)
MOST = 4000  # characters of each
ITALIAN, ENGLISH = "it", "en"


def languages(kind: str, first: str) -> list[str]:
    """In which a version can be written; `first` is its own, that of the school."""
    return [first] if kind == AgreementKind.TRAINING else [*wanted(kind, first), *_else(first)]


def wanted(kind: str, first: str) -> list[str]:
    """In which each text should stand: of the school, and of the company."""
    return [first] if kind == AgreementKind.TRAINING else list(dict.fromkeys([first, ITALIAN]))


def _else(first: str) -> list[str]:
    return [] if first == ENGLISH else [ENGLISH]


def box(name: str, language: str, first: str) -> str:
    """The key of a text in one language; that of the version's own is the name alone."""
    return name if language == first else f"{name}_{language}"


def boxes(kind: str, first: str) -> Iterator[tuple[str, str, str]]:
    """Key, name and language of all, text by text."""
    for name in FIELDS:
        for language in languages(kind, first):
            yield box(name, language, first), name, language
