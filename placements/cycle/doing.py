"""Sends what reminders are still wanted: the mail and that its reminder is done are one transaction."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone

from imyportal import mail, weeks, work
from imyportal.models import OutgoingMail

from ..enums import CycleKind, ReminderOutcome
from ..models import CompanyTutor, Placement, Reminder
from ..models.cycle import ReminderQuerySet
from . import timetable, wanted
from .timetable import is_daytime

BESIDE = timedelta(hours=12)  # a mail about hours this young told of the check-in, too

TEMPLATES = {
    CycleKind.CHECK_IN: "placements/check_in",
    CycleKind.COMPANY_QUESTIONS: "placements/company_questions",
    CycleKind.HOURS: "placements/hours_reminder",
    CycleKind.SIGN: "placements/sign_reminder",
}

Outcomes = dict[int, ReminderOutcome]


def do_due() -> int:
    """Do everything that is due, in the daytime only; how many reminders were finished."""
    return sum(do(Reminder.objects.due).values()) if is_daytime(timezone.now()) else 0


def do(due: Callable[[], ReminderQuerySet], *, by_hand: bool = False) -> Counter[str]:
    """Do the reminders of `due`, how many came to what. `by_hand`: a tutor asks for them."""
    count: Counter[str] = Counter()

    def batch(rows: list[Reminder]) -> Iterable[work.Result]:
        outcomes = _decide(rows, timezone.now(), by_hand=by_hand)
        found = defaultdict(list)
        for key, outcome in outcomes.items():
            found[outcome].append(key)
        count.update(outcomes.values())
        return [(keys, {"outcome": outcome}) for outcome, keys in found.items()]

    work.do_in_batches(due, batch)
    return count


def _decide(rows: Sequence[Reminder], now: datetime, *, by_hand: bool) -> Outcomes:
    """What becomes of each by its key; the mails of those wanted are queued."""
    outcomes = dict.fromkeys((row.pk for row in rows), ReminderOutcome.TOO_LATE)
    useful = [row for row in rows if now < row.useful_until]
    outcomes |= dict.fromkeys((row.pk for row in useful), ReminderOutcome.NOT_NEEDED)
    left = _wanted(useful, now, by_hand=by_hand)
    beside = _beside(left)
    outcomes |= dict.fromkeys(beside, ReminderOutcome.BESIDE)
    return outcomes | _mail([row for row in left if row.pk not in beside], by_hand=by_hand)


def _wanted(rows: Sequence[Reminder], now: datetime, *, by_hand: bool) -> list[Reminder]:
    found = []
    for (kind, monday), each in groupby(sorted(rows, key=_round), key=_round):
        together = list(each)
        keys = {_subject(row) for row in together}
        if kind == CycleKind.CHECK_IN:
            keys = wanted.check_ins(keys, monday)
        elif kind == CycleKind.HOURS:
            keys = wanted.hours(keys, monday, now, by_hand=by_hand)
        elif kind == CycleKind.COMPANY_QUESTIONS:
            keys = wanted.company_questions(keys, monday)
        elif not by_hand:
            keys = wanted.sign(keys, now, timetable.of_groups())
        found += [row for row in together if _subject(row) in keys]
    return found


def _round(row: Reminder) -> tuple[str, date]:
    return row.kind, row.monday


def _subject(row: Reminder) -> int:
    key = row.placement_id or row.company_tutor_id
    if key is None:
        raise ValueError("A reminder is about a placement or a company tutor.")
    return key


def _beside(rows: Sequence[Reminder]) -> set[int]:
    """Second mails about check-ins whose trainees have just got one about hours: it says both."""
    second = {
        row.placement_id: row for row in rows if row.kind == CycleKind.CHECK_IN and row.step == 2
    }
    if not second:
        return set()
    told = Reminder.objects.filter(
        placement__in=second, kind=CycleKind.HOURS, outcome=ReminderOutcome.MAILED
    ).filter(done_at__gte=min(row.due_at for row in second.values()) - BESIDE)
    now = {row.placement_id for row in rows if row.kind == CycleKind.HOURS}
    both = now | set(told.values_list("placement", flat=True))
    return {row.pk for key, row in second.items() if key in both}


# --- Mails ------------------------------------------------------------------------------------


def _mail(rows: Sequence[Reminder], *, by_hand: bool) -> Outcomes:
    people = _people(rows)
    drafts = {
        row.pk: _draft(row, *people[row.placement_id, row.company_tutor_id], by_hand)
        for row in rows
    }
    drafts = {key: draft for key, draft in drafts.items() if draft.to}
    new = mail.queue_all(list(drafts.values()))
    outcomes = dict.fromkeys((row.pk for row in rows), ReminderOutcome.NO_ADDRESS)
    for key, draft in drafts.items():
        is_new = draft.key in new
        outcomes[key] = ReminderOutcome.MAILED if is_new else ReminderOutcome.BEFORE
    return outcomes


# Key of the person, address and language, by the key of the placement and of the company tutor.
People = dict[tuple[int | None, int | None], tuple[int, str, str]]


def _people(rows: Sequence[Reminder]) -> People:
    of_trainees = Placement.objects.filter(pk__in={row.placement_id for row in rows}).values_list(
        "pk", "trainee", "trainee__email", "trainee__language", "trainee__user__language"
    )
    found: People = {
        (pk, None): (trainee, address, own or language)
        for pk, trainee, address, language, own in of_trainees
    }
    tutors = CompanyTutor.objects.filter(pk__in={row.company_tutor_id for row in rows})
    for pk, address, language in tutors.values_list("pk", "email", "language"):
        found[None, pk] = (pk, address, language)
    return found


def _draft(row: Reminder, person: int, address: str, language: str, by_hand: bool) -> OutgoingMail:
    about: Placement | CompanyTutor = Placement(pk=row.placement_id)
    if row.company_tutor_id:
        about = CompanyTutor(pk=row.company_tutor_id)
    return mail.draft(
        TEMPLATES[CycleKind(row.kind)],
        to=address,
        language=language,
        about=about,
        key=_key(row, row.placement_id or 0 if row.kind == CycleKind.CHECK_IN else person),
        monday=row.monday.isoformat(),
        step=row.step,
        by_hand=by_hand,
    )


def _key(row: Reminder, person: int) -> str:
    """Of the mail. Hours and signatures had theirs before there were reminders."""
    second = f":{row.step}" if row.step > 1 else ""
    return f"reminder:{row.kind}:{person}:{weeks.iso(row.monday)}{second}"
