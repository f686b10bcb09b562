"""Guidebook, info kit and house rules of the demo: published, given to the schools, read by most."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from placements.models import Placement
from trainees.enums import PublicationKind
from trainees.models import (
    Edition,
    EditionQuestion,
    Group,
    Handover,
    Receipt,
    Reflection,
    ReflectionAnswer,
    StepDone,
    Trainee,
)
from trainees.publications import editions

from .stay import at

LEFT = {3, 9}  # by place: who has read nothing
SPOKEN = ["en", "it"]
AGO = timedelta(days=200)
# Which question was answered wrong (its position), and what was written to the open ones.
ANSWERS = [
    (
        30,
        [
            "The way out is at the end of the corridor. I did not find the fire extinguisher.",
            "The saw, and lifting. I keep my gloves on and ask before I lift.",
            "Whom do I call at night when nobody speaks English?",
        ],
    ),
    (
        0,
        [
            "Behind the kitchen door, all three.",
            "Hot pans. I say “behind you” when I pass.",
            "Nothing, thank you.",
        ],
    ),
    (
        50,
        [
            "The way out is the green sign. The box is in the bathroom.",
            "Chemicals for cleaning. I read the label first.",
            "The bus at six in the morning.",
        ],
    ),
]


def build(placements: list[Placement], today: date) -> None:
    """Everything in both languages, the schools' receipts, and the trainees'."""
    boss = User.objects.filter(is_superuser=True).order_by("pk").first()
    if boss is None:
        return
    drafts = [
        editions.begin(kind, language, by=boss)
        for kind in PublicationKind.values
        for language in SPOKEN
    ]
    Edition.objects.filter(pk__in=[each.pk for each in drafts]).update(
        published_at=timezone.now() - AGO, published_by=boss, begun_at=F("begun_at") - AGO
    )
    mine = editions.for_language("en")
    _give(mine, today)
    _read(placements, mine)
    _answer(placements, mine[0])


def _give(mine: list[Edition], today: date) -> None:
    """Three weeks before the first group came; the newest school has still to confirm."""
    groups = Group.objects.select_related("organisation", "lead_tutor").order_by("arrives_on")
    known: set[int] = set()
    for group in groups:
        if group.organisation_id in known or group.arrives_on > today:
            continue
        known.add(group.organisation_id)
        tutor = group.organisation.tutors.select_related("user").first()
        given = at(group.arrives_on - timedelta(days=21), 10)
        for place, edition in enumerate(mine):
            is_confirmed = tutor is not None and (place < 2 or len(known) > 1)
            Handover.objects.create(
                edition=edition,
                organisation=group.organisation,
                given_at=given,
                given_by=group.lead_tutor,
                received_at=given + timedelta(days=2) if is_confirmed else None,
                received_by=tutor.user if tutor and is_confirmed else None,
            )


def _read(placements: list[Placement], mine: list[Edition]) -> None:
    """The guidebook at home, the rest on the welcome day."""
    days = [-8, 1, 1]
    Receipt.objects.bulk_create(
        Receipt(
            edition=edition,
            trainee=placement.trainee,
            at=at(placement.trainee.group.arrives_on + timedelta(days=day), 17, number % 60),
        )
        for number, placement in enumerate(placements)
        if number not in LEFT and placement.trainee.user
        for edition, day in zip(mine, days, strict=True)
    )


def _answer(placements: list[Placement], edition: Edition) -> None:
    """Whose step is ticked has answered; what the first of them wrote waits to be read."""
    ticked = set(StepDone.objects.filter(step__code="reflection").values_list("trainee", flat=True))
    people = [each.trainee for each in placements if each.trainee_id in ticked]
    rows = Reflection.objects.bulk_create(
        Reflection(trainee=each, edition=edition, begun_at=_on(each, 10)) for each in people
    )
    questions = list(edition.questions.all())
    ReflectionAnswer.objects.bulk_create(
        answer
        for number, row in enumerate(rows)
        for answer in _answers(row, questions, *ANSWERS[number % len(ANSWERS)])
    )
    for number, row in enumerate(rows):
        row.sent_at = _on(row.trainee, 25)
        if number:
            row.read_at, row.read_by = _on(row.trainee, 55), row.trainee.responsible
    Reflection.objects.bulk_update(rows, ["sent_at", "read_at", "read_by"])


def _on(trainee: Trainee, minute: int) -> datetime:
    return at(trainee.group.arrives_on + timedelta(days=1), 18, minute)


def _answers(
    row: Reflection, questions: list[EditionQuestion], wrong: int, texts: list[str]
) -> Iterator[ReflectionAnswer]:
    written = iter(texts)
    for each in questions:
        is_wrong = each.position == wrong
        right = each.right
        yield ReflectionAnswer(
            reflection=row,
            question=each,
            choice=None if right is None else (right + is_wrong) % len(each.options),
            text=next(written, "") if right is None else "",
            is_topic=is_wrong,
        )
