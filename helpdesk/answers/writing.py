"""What is kept when an article is written: from what to what, and who looked at it last."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, history, vocabulary
from imyportal.enums import Action
from imyportal.history import Parts

from ..enums import Topic
from ..models import Article, ArticleText

OF_TEXT = ("title", "short", "more")


def parts(article: Article) -> Parts:
    """All of it as it is stored now; the texts below names like `title de`."""
    row = Article.objects.select_related("house").prefetch_related("texts").get(pk=article.pk)
    found = {
        "topic": row.topic,
        "house": row.house.name if row.house else None,
        "is_published": row.is_published,
    }
    for text in row.texts.all():
        found |= {f"{name} {text.language}": getattr(text, name) for name in OF_TEXT}
    return found


@transaction.atomic
def begin(topic: str, text: ArticleText, *, by: User) -> Article:
    """A draft with its first text."""
    article = Article.objects.create(topic=topic)
    text.article = article
    text.save(force_insert=True)
    written(article, by=by, before=None)
    return article


@transaction.atomic
def written(article: Article, *, by: User, before: Parts | None) -> None:
    """Keep what differs from `before`; nothing was there for a new one. Who writes has looked at it."""
    if before is not None:
        history.keep(article, by=by, before=before, after=parts(article))
    audit.note(Action.ARTICLE_WRITTEN, by=by, about=article, published=article.is_published)
    looked_at(article, by=by)


def looked_at(article: Article, *, by: User) -> None:
    """It still holds, says `by`."""
    Article.objects.filter(pk=article.pk).update(checked_at=timezone.now(), checked_by=by)


def labels(names: set[str]) -> dict[str, str]:
    """What the parts of a change are called."""
    return {name: capfirst(_label(name)) for name in names}


def _label(name: str) -> str:
    field, _space, language = name.partition(" ")
    model = ArticleText if language else Article
    label = str(model._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    # Translators: part of an article in a language, like «Answer (Deutsch)»
    words = _("%(part)s (%(language)s)")
    return words % {"part": label, "language": vocabulary.language(language)} if language else label


def text(name: str, value: Any) -> str:
    """A part's value in words."""
    if value in (None, ""):
        return "–"
    if name == "topic":
        return str(Topic(value).label)
    if name == "is_published":
        return _("yes") if value else _("no")
    return str(value)
