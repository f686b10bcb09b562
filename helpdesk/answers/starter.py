"""The articles an agency begins with, published: one file a language, the topic stands in the English one."""

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SPOKEN = ["en", "it"]


def read(language: str) -> list[dict[str, str]]:
    """As they stand in the file of a language."""
    text = (HERE / f"starter.{language}.toml").read_text(encoding="utf-8")
    found: list[dict[str, str]] = tomllib.loads(text)["articles"]
    return [{name: value.strip() for name, value in each.items()} for each in found]


def write(*, models: Any) -> None:
    """Store those that are not there; `models` has `Article` and `ArticleText`."""
    known = set(models.Article.objects.exclude(code="").values_list("code", flat=True))
    new = {each["code"]: each for each in read("en") if each["code"] not in known}
    rows = {
        code: models.Article.objects.create(code=code, topic=each["topic"], is_published=True)
        for code, each in new.items()
    }
    models.ArticleText.objects.bulk_create(
        models.ArticleText(
            article=rows[each["code"]],
            language=language,
            title=each["title"],
            short=each["short"],
            more=each.get("more", ""),
        )
        for language in SPOKEN
        for each in read(language)
        if each["code"] in rows
    )
