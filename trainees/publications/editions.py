"""Writing an edition and publishing it; which one somebody reads."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action

from ..enums import PublicationKind
from ..models import Edition, EditionQuestion, EditionSection
from . import starter


@transaction.atomic
def begin(kind: str, language: str, *, by: User) -> Edition:
    """The draft in this language: the one there is, or a new one with the text to go on from.

    That is the newest version in the language, or else the agency's starter text, in English where it
    is not in the language.
    """
    versions = Edition.objects.select_for_update(of=("self",)).filter(kind=kind, language=language)
    found = list(versions.order_by("version"))
    if found and not found[-1].is_published:
        return found[-1]
    newest = found[-1] if found else None
    text = _text_of(newest) if newest else starter.read(kind, language)
    draft = Edition.objects.create(
        kind=kind,
        language=language,
        version=newest.version + 1 if newest else 1,
        title=text.title,
        begun_by=by,
    )
    EditionSection.objects.bulk_create(
        EditionSection(edition=draft, position=place * 10, title=title, text=words)
        for place, (title, words) in enumerate(text.sections, start=1)
    )
    EditionQuestion.objects.bulk_create(
        EditionQuestion(edition=draft, position=place * 10, **question)
        for place, question in enumerate(text.questions, start=1)
    )
    return draft


def _text_of(edition: Edition) -> starter.Text:
    return starter.Text(
        title=edition.title,
        sections=[(each.title, each.text) for each in edition.parts],
        questions=[
            dict(each) for each in edition.questions.values("text", "choices", "right", "note")
        ],
    )


@transaction.atomic
def publish(edition: Edition, *, by: User) -> Edition:
    """From now on this is what is read in its language; it can no longer be changed.

    Raises `ValidationError`: `published` when it is already, `empty` without a section.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    if edition.is_published:
        raise ValidationError(_("This version is published already."), code="published")
    if not edition.sections.exists():
        raise ValidationError(_("Write at least one section first."), code="empty")
    edition.published_at, edition.published_by = timezone.now(), by
    edition.save(update_fields=["published_at", "published_by"])
    audit.note(Action.EDITION_PUBLISHED, by=by, about=edition, version=edition.version)
    return edition


def for_language(language: str) -> list[Edition]:
    """What somebody with this language reads; one query."""
    return choose(Edition.objects.current(), language)


def choose(current: Iterable[Edition], language: str) -> list[Edition]:
    """Of the current editions one a kind, in order: in the language, else in English, else in any."""
    found: dict[str, Edition] = {}
    for edition in sorted(current, key=lambda each: _rank(each.language, language)):
        found.setdefault(edition.kind, edition)
    return [found[kind] for kind in PublicationKind.values if kind in found]


def _rank(language: str, wanted: str) -> tuple[bool, bool, str]:
    return language != wanted, language != "en", language
