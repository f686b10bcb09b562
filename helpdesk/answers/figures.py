"""Articles in numbers: whether they helped, by language, and what was looked for in vain."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from accounts.enums import Language
from accounts.models import User

from ..models import Article, MissedWord
from .missed import KEPT

MOST = 100  # rows of a table
WEEKS = KEPT.days // 7


@dataclass(frozen=True)
class Line:
    """What the readers of an article said, in one language."""

    article: Article
    language: str
    helped: int
    not_helped: int


def of_articles(viewer: User) -> list[Line]:
    """Those that did not help most often first; three queries."""
    rows: Any = (
        Article.objects.visible_to(viewer)
        .filter(votes__isnull=False)
        .values("pk", "votes__language")
        .annotate(
            yes=Count("votes", filter=Q(votes__has_helped=True)),
            no=Count("votes", filter=Q(votes__has_helped=False)),
        )
        .order_by("-no", "-yes", "pk", "votes__language")[:MOST]
    )
    counted = list(rows)
    named = Article.objects.filter(pk__in=[row["pk"] for row in counted]).prefetch_related("texts")
    known = {each.pk: each for each in named}
    return [
        Line(known[row["pk"]], Language(row["votes__language"]).label, row["yes"], row["no"])
        for row in counted
    ]


def missed(viewer: User) -> list[tuple[str, str, int]]:
    """Word, language and how often it found nothing, the most frequent first; one query."""
    rows = (
        MissedWord.objects.visible_to(viewer)
        .values_list("word", "language")
        .annotate(times=Sum("count"))
        .order_by("-times", "word", "language")[:MOST]
    )
    return [(word, Language(language).label, times) for word, language, times in rows]
