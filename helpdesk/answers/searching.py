"""Finding articles by words that somebody types: one question, asked of either database's full-text search.

A word counts as it is written without accents, as the beginning of longer ones, and on PostgreSQL as each
language bends it; one of the words is enough, more of them and those of a title rank higher. All languages
are searched: who reads English may ask in German. What comes back is in the reader's language.
"""

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import connection

from accounts.models import Viewer
from imyportal import spelling

from ..models import Article, ArticleText
from ..models.answers import best

MOST_TYPED = 1000  # characters that are looked at
MOST_WORDS = 12
WORD = re.compile(r"[^\W_]+")
HERE = Path(__file__).resolve().parent

# Titles weigh most, then the short answer. A hundred texts, before it is asked who may see them.
_POSTGRES = """
WITH asked AS (
    SELECT to_tsquery('simple', %(beginnings)s)
        || to_tsquery('english', %(words)s)
        || to_tsquery('italian', %(words)s)
        || to_tsquery('german', %(words)s)
        || to_tsquery('spanish', %(words)s)
        || to_tsquery('french', %(words)s)
        || to_tsquery('hungarian', %(words)s) AS words
)
SELECT article_id, ts_rank('{0.1, 0.1, 0.4, 1}', search, words) AS rank
FROM helpdesk_articletext, asked WHERE search @@ words
ORDER BY rank DESC, id LIMIT 100
"""
_SQLITE = """
SELECT article_id, -bm25(helpdesk_articlesearch, 10, 4, 1) AS rank
FROM helpdesk_articlesearch JOIN helpdesk_articletext ON id = helpdesk_articlesearch.rowid
WHERE helpdesk_articlesearch MATCH %s
ORDER BY rank DESC, id LIMIT 100
"""


@dataclass(frozen=True)
class Found:
    """An article, and its text for the reader."""

    article: Article
    text: ArticleText


def search(
    viewer: Viewer,
    typed: str,
    language: str,
    topic: str = "",
    *,
    limit: int = 20,
    without: tuple[int, ...] = (),
    close: float = 0,
) -> list[Found]:
    """Published articles that fit, the best first; two queries, none for words without a meaning.

    `without` are keys of articles that are not wanted; `close` is how near they must come to the best (0–1).
    """
    words = meaning(typed)
    if not words:
        return []
    ranked = _ranked(words)
    least = close * max((rank for _key, rank in ranked), default=0)
    order = list(dict.fromkeys(key for key, rank in ranked if rank >= least))
    rows = ArticleText.objects.visible_to(viewer).filter(
        article__is_published=True, article__in={*order} - {*without}
    )
    if topic:
        rows = rows.filter(article__topic=topic)
    known = defaultdict(list)
    for text in rows.select_related("article").defer("more"):
        known[text.article_id].append(text)
    found = (best(known[key], language) for key in order if key in known)
    return [Found(text.article, text) for text in found if text][:limit]


def meaning(typed: str) -> list[str]:
    """The words one could look for: without those that every sentence has, and without numbers."""
    found = WORD.findall(typed[:MOST_TYPED].lower())
    words = [each for each in found if not each.isdecimal() and 1 < len(each) <= spelling.LONGEST]
    told = [each for each in words if spelling.plain(each) not in _everywhere()]
    return list(dict.fromkeys(told))[:MOST_WORDS]


@cache
def _everywhere() -> frozenset[str]:
    text = (HERE / "common.toml").read_text(encoding="utf-8")
    lines = tomllib.loads(text).values()
    return frozenset(spelling.plain(word) for line in lines for word in line.split())


def _ranked(words: list[str]) -> list[tuple[int, float]]:
    """Keys of articles with their rank, the best first, some of them more than once."""
    beginnings = [_beginning(word) for word in words]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            asked = {
                "words": " | ".join(f"'{word}'" for word in words),
                "beginnings": " | ".join(f"'{beginning}':*" for beginning in beginnings),
            }
            cursor.execute(_POSTGRES, asked)
        else:
            cursor.execute(_SQLITE, [" OR ".join(f'"{each}"*' for each in beginnings)])
        rows: list[tuple[int, float]] = cursor.fetchall()
    return rows


def _beginning(word: str) -> str:
    """Without accents, and a longer word without its ending."""
    plain = spelling.plain(word)
    ending = (len(plain) > 4) + (len(plain) > 6)
    return plain[: len(plain) - ending]
