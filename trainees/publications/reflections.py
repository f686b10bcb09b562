"""Questions on health and safety on arrival: answered, read, talked over.

The questions are those of the guidebook in the trainee's language; the answers stay with the edition
they were begun with. What is not clear to the trainee, or was answered wrong, becomes a topic of the
welcome day; the tutor adds and takes away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action

from .. import journey
from ..enums import PublicationKind
from ..models import (
    Edition,
    EditionQuestion,
    Group,
    Reflection,
    ReflectionAnswer,
    Trainee,
)
from . import editions


@dataclass(frozen=True)
class Said:
    """What is answered to one question."""

    text: str = ""
    choice: int | None = None
    is_unclear: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.text and self.choice is None and not self.is_unclear


@dataclass(frozen=True)
class Word:
    """What the tutor says to one answer."""

    reply: str
    is_topic: bool


@dataclass
class Topic:
    """One question to be talked over, and with whom."""

    question: EditionQuestion
    answers: list[ReflectionAnswer] = field(default_factory=list)


def edition_for(trainee: Trainee, language: str) -> Edition | None:
    """Whose questions are asked: those begun with, else of the guidebook; None where there are none."""
    begun = Reflection.objects.filter(trainee=trainee).select_related("edition").first()
    if begun is not None:
        return begun.edition
    found = [
        each
        for each in editions.for_language(language)
        if each.kind == PublicationKind.GUIDEBOOK and each.questions.exists()
    ]
    return found[0] if found else None


def opens_on(trainee: Trainee) -> date:
    """The day from which it can be sent: of arrival."""
    return trainee.group.arrives_on


@transaction.atomic
def keep(trainee: Trainee, edition: Edition, said: Mapping[int, Said]) -> Reflection:
    """Keep a draft: `said` by the question's key. What is empty is forgotten.

    Raises `ValidationError` `sent` once it was sent.
    """
    Trainee.objects.select_for_update(of=("self",)).get(pk=trainee.pk)
    row, _new = Reflection.objects.get_or_create(trainee=trainee, defaults={"edition": edition})
    if row.sent_at is not None:
        raise ValidationError(_("You have sent your answers already."), code="sent")
    row.answers.all().delete()
    questions = EditionQuestion.objects.filter(edition=row.edition_id, pk__in=said)
    ReflectionAnswer.objects.bulk_create(
        ReflectionAnswer(
            reflection=row,
            question=each,
            text=said[each.pk].text,
            choice=said[each.pk].choice,
            is_unclear=said[each.pk].is_unclear,
        )
        for each in questions
        if not said[each.pk].is_empty
    )
    return row


@transaction.atomic
def send(trainee: Trainee, edition: Edition, said: Mapping[int, Said], *, by: User) -> Reflection:
    """Keep the answers and give them to the tutor; the journey's step is ticked.

    Raises `ValidationError`: `sent` once it was sent, `early` before arrival, `open` while a question is
    neither answered nor marked as not clear.
    """
    day = opens_on(trainee)
    if timezone.localdate() < day:
        text = _("You can send your answers from %(day)s on. They are kept until then.")
        raise ValidationError(text % {"day": date_format(day, "j F")}, code="early")
    row = keep(trainee, edition, said)
    answers = list(row.answers.select_related("question"))
    if row.edition.questions.exclude(pk__in=[each.question_id for each in answers]).exists():
        raise ValidationError(
            _("Answer every question, or say that it is not clear to you."), code="open"
        )
    for each in answers:
        each.is_topic = each.is_unclear or each.is_wrong
    ReflectionAnswer.objects.bulk_update(answers, ["is_topic"])
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at"])
    audit.note(Action.REFLECTION_SENT, by=by, about=row)
    journey.tick_code(trainee, journey.REFLECTION, by=by)
    return row


@transaction.atomic
def answer(reflection: Reflection, words: Mapping[int, Word], *, by: User) -> Reflection:
    """The tutor has read it: `words` by the answer's key. The trainee sees replies at once.

    Read again, it keeps the first reader and day. What was talked over stays a topic.
    """
    row = Reflection.objects.select_for_update(of=("self",)).get(pk=reflection.pk)
    changed = list(row.answers.filter(pk__in=words))
    for each in changed:
        each.reply = words[each.pk].reply
        each.is_topic = words[each.pk].is_topic or each.talked_at is not None
    ReflectionAnswer.objects.bulk_update(changed, ["reply", "is_topic"])
    if row.read_at is None:
        row.read_at, row.read_by = timezone.now(), by
        row.save(update_fields=["read_at", "read_by"])
    audit.note(Action.REFLECTION_READ, by=by, about=row)
    return row


def topics(group: Group, viewer: User) -> list[Topic]:
    """What is to be talked over with the group on the welcome day, question by question; one query.

    Editions in two languages are two lists: each trainee read their own.
    """
    waiting = ReflectionAnswer.objects.visible_to(viewer).filter(
        reflection__trainee__group=group, is_topic=True, talked_at=None
    )
    found: dict[int, Topic] = {}
    for each in waiting.select_related("question", "reflection__trainee").order_by(
        "question__position",
        "question_id",
        "reflection__trainee__last_name",
        "reflection__trainee__first_name",
        "pk",
    ):
        found.setdefault(each.question_id, Topic(each.question)).answers.append(each)
    return list(found.values())


@transaction.atomic
def talked_over(group: Group, *, by: User) -> int:
    """Everything on the group's list that `by` may see was talked over; how many answers."""
    keys = [each.pk for topic in topics(group, by) for each in topic.answers]
    rows = ReflectionAnswer.objects.select_for_update(of=("self",)).filter(
        pk__in=keys, talked_at=None
    )
    found = list(rows.order_by("pk"))
    now = timezone.now()
    for each in found:
        each.talked_at, each.talked_by = now, by
    ReflectionAnswer.objects.bulk_update(found, ["talked_at", "talked_by"])
    if found:
        audit.note(Action.REFLECTION_TALKED, by=by, about=group, answers=len(found))
    return len(found)
