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

BESIDE = timedelta(hours=12)  # a mail about hours that young told of the check-in, too

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
    return outcomes | _mail([row for row in left if row.pk not in beside])


def _wanted(rows: Sequence[Reminder], now: datetime, *, by_hand: bool) -> list[Reminder]:
    found = []
    for (kind, monday), each in groupby(sorted(rows, key=_round), key=_round):
        together = list(each)
        keys = {_subject(row) for row in together}
        if kind == CycleKind.CHECK_IN:
            keys = wanted.check_ins(keys, monday)
        elif kind == CycleKind.HOURS:
            keys = wanted.hours(keys, now)
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


def _mail(rows: Sequence[Reminder]) -> Outcomes:
    placements = (
        Placement.objects.select_related("trainee__user")
        .only("trainee__email", "trainee__language", "trainee__user__language")
        .in_bulk({row.placement_id for row in rows if row.placement_id})
    )
    tutors = CompanyTutor.objects.in_bulk(
        {row.company_tutor_id for row in rows if row.company_tutor_id}
    )
    drafts: dict[int, OutgoingMail] = {}
    for row in rows:
        if row.placement_id:
            draft = _to_trainee(row, placements[row.placement_id])
        else:
            draft = _to_company(row, tutors[row.company_tutor_id or 0])
        if draft.to:
            drafts[row.pk] = draft
    new = mail.queue_all(list(drafts.values()))
    outcomes = dict.fromkeys((row.pk for row in rows), ReminderOutcome.NO_ADDRESS)
    for pk, draft in drafts.items():
        is_new = draft.key in new
        outcomes[pk] = ReminderOutcome.MAILED if is_new else ReminderOutcome.BEFORE
    return outcomes


def _to_trainee(row: Reminder, placement: Placement) -> OutgoingMail:
    trainee = placement.trainee
    is_hours = row.kind == CycleKind.HOURS
    return mail.draft(
        "placements/hours_reminder" if is_hours else "placements/check_in",
        to=trainee.email,
        language=trainee.user.language if trainee.user else trainee.language,
        about=placement,
        key=_key(row, trainee.pk if is_hours else placement.pk),
        monday=row.monday.isoformat(),
        step=row.step,
    )


def _to_company(row: Reminder, tutor: CompanyTutor) -> OutgoingMail:
    is_sign = row.kind == CycleKind.SIGN
    return mail.draft(
        "placements/sign_reminder" if is_sign else "placements/company_questions",
        to=tutor.email,
        language=tutor.language,
        about=tutor,
        key=_key(row, tutor.pk),
        monday=row.monday.isoformat(),
    )


def _key(row: Reminder, person: int) -> str:
    """Of the mail. Hours and signatures had theirs before there were reminders."""
    second = f":{row.step}" if row.step > 1 else ""
    return f"reminder:{row.kind}:{person}:{weeks.iso(row.monday)}{second}"
