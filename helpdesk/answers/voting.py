"""What a trainee says of an article, with one tap: one word a person, and the last one counts."""

from django.db import transaction
from django.utils import timezone

from trainees.models import Trainee

from ..models import Article, ArticleVote


@transaction.atomic
def vote(article: Article, trainee: Trainee, *, has_helped: bool, language: str) -> ArticleVote:
    """Said twice it is said once; who changes their mind has said the new one only."""
    said = {"has_helped": has_helped, "language": language, "at": timezone.now()}
    row, _is_new = ArticleVote.objects.update_or_create(
        article=article, trainee=trainee, defaults=said
    )
    return row


def of_trainee(article: Article, trainee: Trainee) -> bool | None:
    """What the trainee said; None for nothing yet."""
    rows = ArticleVote.objects.filter(article=article, trainee=trainee)
    return rows.values_list("has_helped", flat=True).first()


def not_helped(trainee: Trainee) -> tuple[int, ...]:
    """Keys of articles that did not help this trainee."""
    rows = ArticleVote.objects.filter(trainee=trainee, has_helped=False)
    return tuple(rows.values_list("article", flat=True))
