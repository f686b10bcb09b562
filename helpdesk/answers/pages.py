"""What trainees' pages show of articles."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from accounts.models import User
from trainees.models import Trainee
from trainees.publications import markup

from ..enums import Topic
from ..models import Article, ArticleText
from . import searching, voting

FEW = 3  # suggestions
MOST_KEPT = 150  # on one page, for who has no network
CLOSE = 0.4  # to the best of them; one common word is not enough beside it


@dataclass(frozen=True)
class Shelf:
    """Articles on one topic."""

    topic: str
    label: Any
    texts: list[ArticleText]

    @property
    def whole(self) -> list[tuple[ArticleText, SafeString]]:
        """Each with all that stands below its title."""
        return [(each, html(each)) for each in self.texts]


def shelves(viewer: User) -> list[Shelf]:
    """All that the viewer may read, by topic in the order of the topics; two queries."""
    rows = Article.objects.visible_to(viewer).published()
    return _by_topic(rows.prefetch_related("texts"), viewer.language)


def kept(viewer: User) -> list[Shelf]:
    """The same without what tells where somebody lives, and not without end; two queries."""
    rows = Article.objects.visible_to(viewer).published().filter(house=None)
    return _by_topic(rows.prefetch_related("texts")[:MOST_KEPT], viewer.language)


def _by_topic(rows: Iterable[Article], language: str) -> list[Shelf]:
    found: dict[str, list[ArticleText]] = {topic: [] for topic in Topic.values}
    for row in rows:
        if text := row.text_for(language):
            found[row.topic].append(text)
    for texts in found.values():
        texts.sort(key=lambda each: each.title.casefold())
    return [Shelf(topic, Topic(topic).label, texts) for topic, texts in found.items() if texts]


def suggestions(trainee: Trainee, viewer: User, typed: str) -> list[searching.Found]:
    """A few that fit what is typed, without those that did not help; three queries."""
    gone = voting.not_helped(trainee)
    return searching.search(viewer, typed, viewer.language, limit=FEW, without=gone, close=CLOSE)


def html(text: ArticleText) -> SafeString:
    """All of it that stands below the title."""
    return markup.html(f"{text.short}\n\n{text.more}")
