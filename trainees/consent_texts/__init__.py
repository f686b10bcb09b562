"""The texts people agree to, by purpose, version and language: data, because a version never changes."""

import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from ..enums import ConsentPurpose


@dataclass(frozen=True)
class ConsentText:
    """What somebody reads before a yes or a no; filled with the trainee's first name."""

    version: int
    language: str
    guardian: str  # the question to a guardian
    sees: str  # what comes before the list
    shown: list[str]
    never: str
    rights: str
    trainee: str = ""  # the question to the trainee; empty where only guardians are asked
    # The same as said to the trainee; empty where it is what guardians read.
    own_shown: list[str] = field(default_factory=list)
    own_never: str = ""
    own_rights: str = ""


@cache
def _versions(purpose: str) -> dict[int, dict[str, dict[str, str | list[str]]]]:
    known = ConsentPurpose(purpose)
    path = Path(__file__).with_name(f"{known.value}.toml")
    return {each.pop("number"): each for each in tomllib.loads(path.read_text())["versions"]}


def newest(purpose: str) -> int:
    """The number of the version that is asked now."""
    return max(_versions(purpose))


def languages(purpose: str) -> list[str]:
    """Those the newest version can be read in."""
    return list(_versions(purpose)[newest(purpose)])


def text(
    purpose: str, first_name: str, *, language: str = "", version: int | None = None
) -> ConsentText:
    """The text in `language` (default: the active one), English where there is none; the newest version.

    Raises `KeyError` for a version that never was.
    """
    number = newest(purpose) if version is None else version
    found = _versions(purpose)[number]
    wanted = language or (get_language() or "").split("-")[0]
    spoken = wanted if wanted in found else "en"
    parts = {
        name: [each.format(name=first_name) for each in value]
        if isinstance(value, list)
        else value.format(name=first_name)
        for name, value in found[spoken].items()
    }
    return ConsentText(version=number, language=spoken, **parts)  # type: ignore[arg-type]


@cache
def _around(name: str) -> dict[str, dict[str, dict[str, str]]]:
    path = Path(__file__).with_name(f"{name}.words.toml")
    return tomllib.loads(path.read_text())


def words(purpose: str, part: str, *, language: str, **known: object) -> dict[str, str]:
    """The words around the text, of the `page` or the `mail`, in a language of the text.

    Filled with what is known; a sentence that needs something else is left out.
    """
    return _filled(_around(ConsentPurpose(purpose).value)[language][part], known)


def guardian_words(part: str, *, language: str, **known: object) -> dict[str, str]:
    """The same of what a guardian reads besides: `page`, `titles`, `mail`, `news`, `paper`."""
    return _filled(_around("guardian")[language][part], known)


def _filled(sentences: dict[str, str], known: dict[str, object]) -> dict[str, str]:
    said = {}
    for key, sentence in sentences.items():
        with suppress(KeyError):
            said[key] = sentence.format(**known)
    return said
