"""Findings about entered hours, kept as rows that follow every change of the hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from imyportal import weeks, work
from trainees.models import Trainee

from ..enums import WEEK_LIMITS, LimitKind, LimitWeight
from ..models import (
    HourWeek,
    Placement,
    WorkingTimeException,
    WorkingTimeFinding,
    WorkingTimeRecheck,
)
from . import engine, loading, words
from .rules import RuleSet

Key = tuple[int, str, date]  # week, kind, day

# Where a refused day says so; all else at the end of work.
FIELDS = {LimitKind.DAILY_REST: "starts_at", LimitKind.BREAK: "break_minutes"}
AT_ONCE = 200  # people of one claim, well within a lease


@dataclass(frozen=True)
class _Kept:
    limit: int
    measured: int
    is_joint: bool
    exception: int | None


@transaction.atomic
def recheck(placement: Placement, day: date, *, refuses: bool = False) -> None:
    """Judge anew what `day` is part of: its week, the ones beside it, averages that reach back to it.

    Call it in the transaction that changed the day. With `refuses` it raises `ValidationError` at a
    field of the day when a limit that blocks is newly not kept.
    """
    trainee = Trainee.objects.get(pk=placement.trainee_id)
    rules = loading.rule_sets()
    reach, monday = loading.look_back(rules), weeks.monday_of(day)
    first, last = monday - timedelta(weeks=1), monday + reach
    new = _judge(trainee, rules, first, last, reach)
    if refuses:
        _refuse([each for each in new if each.limit.weight == LimitWeight.BLOCK])


def recheck_person(trainee: Trainee) -> None:
    """Judge all hours of a person anew; also those under other groups they came with."""
    rules = loading.rule_sets()
    own = Placement.objects.filter(trainee__user=trainee.user_id) if trainee.user_id else None
    found = own if own is not None else Placement.objects.filter(trainee=trainee)
    spans = list(found.values_list("starts_on", "ends_on"))
    if spans:
        first, last = min(start for start, _ in spans), max(end for _, end in spans)
        _judge(trainee, rules, first, last, loading.look_back(rules))


@transaction.atomic
def _judge(
    trainee: Trainee, rules: list[RuleSet], first: date, last: date, reach: timedelta
) -> list[engine.Found]:
    """Bring the findings of `first`..`last` up to date; those that are new and not agreed on."""
    first, last = weeks.monday_of(first), weeks.monday_of(last) + timedelta(days=6)
    _hold(trainee)
    placements = loading.placements_of(trainee)
    shifts = loading.worked(placements, first - reach, last + timedelta(days=1))
    found = engine.check(
        shifts,
        first=first,
        last=min(last, max((each.date for each in shifts), default=last)),
        person=loading.person(trainee),
        rules=rules,
        zone=timezone.get_default_timezone(),
    )
    return _keep(found, placements, first, last)


def _hold(trainee: Trainee) -> None:
    """One change of a person's hours at a time is judged: each sees what the others wrote."""
    people = Trainee.objects.filter(pk=trainee.pk)
    if trainee.user_id:
        people = Trainee.objects.filter(user=trainee.user_id)
    list(people.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))
    work.hook("worktime.held")


def _keep(
    found: list[engine.Found], placements: list[Placement], first: date, last: date
) -> list[engine.Found]:
    stored = {
        (row.week_id, row.kind, row.date): row
        for row in WorkingTimeFinding.objects.filter(
            week__placement__in=placements, week__monday__range=(first, last)
        )
    }
    accepted = _accepted(placements, found)
    wanted: dict[Key, _Kept] = {}
    new: list[engine.Found] = []
    for each in found:
        for week in each.keys:
            key = (week, str(each.kind), each.date)
            exception = accepted.get(key)
            joint = len(each.keys) > 1
            wanted[key] = _Kept(each.limit.pk, each.measured, joint, exception)
            if key not in stored and exception is None and each not in new:
                new.append(each)
    _write(stored, wanted)
    return new


def _write(stored: dict[Key, WorkingTimeFinding], wanted: dict[Key, _Kept]) -> None:
    gone = [row.pk for key, row in stored.items() if key not in wanted]
    if gone:
        WorkingTimeFinding.objects.filter(pk__in=gone).delete()
    changed = [
        WorkingTimeFinding(
            week_id=key[0],
            kind=key[1],
            date=key[2],
            limit_id=kept.limit,
            measured=kept.measured,
            is_joint=kept.is_joint,
            exception_id=kept.exception,
        )
        for key, kept in wanted.items()
        if key not in stored or _of(stored[key]) != kept
    ]
    if changed:
        WorkingTimeFinding.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["week", "kind", "date"],
            update_fields=["limit", "measured", "is_joint", "exception"],
        )


def _of(row: WorkingTimeFinding) -> _Kept:
    return _Kept(row.limit_id, row.measured, row.is_joint, row.exception_id)


def _accepted(placements: list[Placement], found: Iterable[engine.Found]) -> dict[Key, int]:
    """The exception that covers a finding, by the finding's key; two queries, none without any."""
    keys = {week for each in found for week in each.keys}
    if not keys:
        return {}
    rows = list(WorkingTimeException.objects.standing().filter(placement__in=placements))
    if not rows:
        return {}
    placement_of = dict(HourWeek.objects.filter(pk__in=keys).values_list("pk", "placement"))
    return {
        (week, str(each.kind), each.date): row.pk
        for row in rows
        for each in found
        for week in each.keys
        if placement_of[week] == row.placement_id and covers(row, each.kind, each.date)
    }


def covers(row: WorkingTimeException, kind: str, day: date) -> bool:
    """Whether the exception is about this: of a week, one shared day is enough."""
    last = day + timedelta(days=6) if kind in WEEK_LIMITS else day
    return row.kind == kind and row.first <= last and row.last >= day


def _refuse(new: list[engine.Found]) -> None:
    if new:
        first = new[0]
        field = FIELDS.get(first.kind, "ends_at")
        raise ValidationError({field: words.of_found(first)})


def on_trainees_changed(trainees: Sequence[Trainee], fields: set[str]) -> None:
    """Another birth date, or the end of school, means other limits; for many, in the background."""
    if not fields & {"birth_date", "in_compulsory_school", "user"}:
        return
    if len(trainees) == 1:
        recheck_person(trainees[0])
    else:
        ask_for_recheck()


# --- All anew ---------------------------------------------------------------------------------


@transaction.atomic
def ask_for_recheck() -> WorkingTimeRecheck:
    """The limits changed: all hours are judged anew in the background."""
    row = WorkingTimeRecheck.objects.create()
    work.ring("recheck_working_time")
    return row


def recheck_due() -> int:
    """Do what `ask_for_recheck` asked for; how many rows were finished."""
    return work.do_all(WorkingTimeRecheck.objects.due, _recheck_some)


def _recheck_some(claim: work.Claim[WorkingTimeRecheck]) -> None:
    people = list(_with_hours(claim.row.after)[:AT_ONCE])
    for trainee in people:
        recheck_person(trainee)
    with claim.finish():
        if len(people) == AT_ONCE:
            WorkingTimeRecheck.objects.create(after=people[-1].pk)


def recheck_all() -> int:
    """Judge everybody's hours anew now; how many people were looked at."""
    count = 0
    for trainee in _with_hours(0).iterator(chunk_size=AT_ONCE):
        recheck_person(trainee)
        count += 1
    return count


def _with_hours(after: int) -> QuerySet[Trainee]:
    return (
        Trainee.objects.filter(pk__gt=after, placements__weeks__isnull=False)
        .distinct()
        .order_by("pk")
    )
