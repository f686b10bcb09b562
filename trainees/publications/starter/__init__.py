"""The text a first edition begins with: one Markdown file a publication and language.

`# ` heads the title, `## ` each section. `questions.toml` has the questions of the guidebook, each in
every language the starter speaks.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imyportal import words

from ...enums import PublicationKind

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Text:
    """What an edition says."""

    title: str
    sections: list[tuple[str, str]]  # heading, Markdown
    questions: list[dict[str, Any]] = field(default_factory=list)


def read(kind: str, language: str) -> Text:
    """In `language`, else in English."""
    spoken = language if (HERE / f"{kind}.{language}.md").exists() else "en"
    title, *parts = (HERE / f"{kind}.{spoken}.md").read_text(encoding="utf-8").split("\n## ")
    return Text(
        title=title.removeprefix("# ").strip(),
        sections=[(head.strip(), text.strip()) for head, _, text in map(_cut, parts)],
        questions=_questions(spoken) if kind == PublicationKind.GUIDEBOOK else [],
    )


def _cut(part: str) -> tuple[str, str, str]:
    return part.partition("\n")


def _questions(language: str) -> list[dict[str, Any]]:
    listed = tomllib.loads((HERE / "questions.toml").read_text(encoding="utf-8"))["questions"]
    return [
        {
            "text": words.pick(each["text"], language),
            "choices": "\n".join(words.pick(one, language) for one in each.get("choices", [])),
            "right": each.get("right"),
            "note": words.pick(each.get("note", {}), language),
        }
        for each in listed
    ]
