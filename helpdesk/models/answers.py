import uuid
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Exists, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.models import User, Viewer
from trainees.models import House, Trainee

from ..enums import Topic

LONGEST = 40  # letters of a word that found nothing


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: all. Trainees: what is published, of houses where they have a bed."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.is_staff:
            return self.all()
        is_trainee = Exists(Trainee.objects.filter(user=viewer))
        theirs = Q(house=None) | Q(house__in=House.objects.visible_to(viewer))
        return self.published().filter(theirs, is_trainee)

    def published(self) -> Self:
        """Those that are not drafts."""
        return self.filter(is_published=True)


class Article(models.Model):
    """An answer that many need, in as many languages as somebody wrote it in."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Of those the agency begins with.
    code = models.SlugField(max_length=40, blank=True, editable=False, db_index=False)
    topic = models.CharField(_("topic"), max_length=10, choices=Topic)
    house = models.ForeignKey(
        House,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("house"),
        help_text=_("Empty: for everybody. Else only who has a bed in this house reads it."),
    )
    is_published = models.BooleanField(
        _("published"), default=False, help_text=_("Trainees read it. Else it is a draft.")
    )
    checked_at = models.DateTimeField(_("last looked at"), null=True, editable=False)
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer for everybody")
        verbose_name_plural = _("answers for everybody")
        ordering = ["topic", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], name="helpdesk_article_code_once", condition=~Q(code="")
            ),
            models.CheckConstraint(
                name="helpdesk_article_checked_by_somebody",
                condition=Q(checked_at=None, checked_by=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        text = self.text_for(get_language() or "en")
        return text.title if text else f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("helpdesk:article", args=[self.public_id])

    def text_for(self, language: str) -> "ArticleText | None":
        """In this language, else in English, else in any; of `texts`, best prefetched."""
        return best(self.texts.all(), language)


class ArticleTextQuerySet(models.QuerySet["ArticleText"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the article."""
        return self.filter(article__in=Article.objects.visible_to(viewer))


class ArticleText(models.Model):
    """An article in one language."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    title = models.CharField(
        _("title"), max_length=120, help_text=_("As one would ask it: “There is no hot water”.")
    )
    short = models.TextField(
        _("answer"), max_length=600, help_text=_("In a few sentences. Often that is enough.")
    )
    more = models.TextField(
        _("more"),
        max_length=6000,
        blank=True,
        help_text=_("Markdown: - for lists, **bold**, [words](https://…) for links."),
    )

    objects = ArticleTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of an answer")
        verbose_name_plural = _("texts of answers")
        ordering = ["article", "language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "language"],
                name="helpdesk_articletext_once_a_language",
                violation_error_message=_("There is a text in this language."),
            ),
            models.CheckConstraint(
                name="helpdesk_articletext_says_something",
                condition=~Q(title="") & ~Q(short=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


def best(texts: Iterable[ArticleText], language: str) -> ArticleText | None:
    """Of one article's texts the one in this language, else in English, else in any."""
    found = {each.language: each for each in texts}
    order = [language.split("-", maxsplit=1)[0], "en", *sorted(found)]
    return next((found[each] for each in order if each in found), None)


class ArticleVoteQuerySet(models.QuerySet["ArticleVote"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own; what all of them come to is told as numbers."""
        is_known = isinstance(viewer, User) and viewer.is_active
        return self.filter(trainee__user=viewer) if is_known else self.none()


class ArticleVote(models.Model):
    """Whether an article helped a trainee; one a person, which may change."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="votes")
    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=Language)  # in which it was read
    has_helped = models.BooleanField(_("it helped"))
    at = models.DateTimeField(default=timezone.now)

    objects = ArticleVoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("word on an answer")
        verbose_name_plural = _("words on answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "trainee"], name="helpdesk_articlevote_once_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class MissedWordQuerySet(models.QuerySet["MissedWord"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: all."""
        is_tutor = isinstance(viewer, User) and viewer.is_active and viewer.is_staff
        return self.all() if is_tutor else self.none()


class MissedWord(models.Model):
    """A word of searches that found nothing: how often in a week, and nothing of who asked."""

    monday = models.DateField(_("week"))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    word = models.CharField(_("word"), max_length=LONGEST)
    count = models.PositiveIntegerField(_("times"), default=1)

    objects = MissedWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word that found nothing")
        verbose_name_plural = _("words that found nothing")
        ordering = ["-monday", "-count", "word", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["monday", "language", "word"], name="helpdesk_missedword_once_a_week"
            ),
            models.CheckConstraint(
                name="helpdesk_missedword_of_a_monday",
                condition=Q(monday__iso_week_day=1),
            ),
        ]

    def __str__(self) -> str:
        return self.word
