"""When evaluations are due: rows for every group, or for one; which of them rule a week.

A plan holds from a Monday on, until the next one. A group without plans of its own has the agency's.
Because weeks that have begun keep the plan they began with, nothing that was due or given moves when
somebody changes a plan.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from imyportal import audit, weeks
from imyportal.enums import Action
from trainees.models import Group

from .models import EvaluationDue, EvaluationPlan

COLUMNS = ("group", "pk", "starts_on", "follows_agency")
DUE_COLUMNS = ("kind", "moment", "first_week", "every", "opens", "due")


@dataclass(frozen=True)
class Due:
    """One line of a plan; weekdays from 0, Monday."""

    kind: str
    moment: str
    first_week: int | None = None
    every: int | None = None
    opens: int | None = None
    due: int | None = None


@dataclass
class Version:
    """What holds from a Monday on."""

    starts_on: date
    follows_agency: bool
    dues: list[Due] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """All that ever held for one group, the newest first."""

    own: list[Version]
    agency: list[Version]

    def on(self, monday: date) -> list[Due]:
        """What rules the week that starts on `monday`."""
        version = _newest(self.own, monday)
        if version is None or version.follows_agency:
            version = _newest(self.agency, monday)
        return version.dues if version else []

    def is_own(self, monday: date) -> bool:
        """Whether the group has its own in that week."""
        version = _newest(self.own, monday)
        return version is not None and not version.follows_agency


def _newest(versions: list[Version], monday: date) -> Version | None:
    return next((each for each in versions if each.starts_on <= monday), None)


class Plans:
    """The plans of some groups, put together from rows of `COLUMNS` and `DUE_COLUMNS`."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        versions: dict[int, tuple[int | None, Version]] = {}
        for group, pk, starts_on, follows, *due in rows:
            kept = versions.setdefault(pk, (group, Version(starts_on, bool(follows))))
            if due[0]:
                kept[1].dues.append(Due(*due))
        self._by_group: dict[int | None, list[Version]] = defaultdict(list)
        for group, version in sorted(
            versions.values(), key=lambda each: each[1].starts_on, reverse=True
        ):
            self._by_group[group].append(version)

    def of(self, group: int) -> Plan:
        """The plan of the group with this key."""
        return Plan(self._by_group.get(group, []), self._by_group.get(None, []))


def of_groups(groups: Iterable[int]) -> Plans:
    """The plans that rule these groups; one query."""
    of_dues = (f"dues__{name}" for name in DUE_COLUMNS)
    found = EvaluationPlan.objects.filter(Q(group=None) | Q(group__in=groups))
    return Plans(found.order_by().values_list(*COLUMNS, *of_dues))


# --- Beside other questions -------------------------------------------------------------------

# What a part of one query for several questions answers with: what it is, two keys, two words, a day,
# a mean, a yes or no, and four numbers.
PART = ["what", "one", "two", "by", "at", "day", "mean", "flag", "n1", "n2", "n3", "n4"]


def together(*parts: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """One query of several parts, each annotated with all of `PART`."""
    rows = [part.order_by().values_list(*PART) for part in parts]
    return rows[0].union(*rows[1:], all=True)


def numbers(*names: str) -> dict[str, Any]:
    """The four numbers of a part; 1 is added to them, so that 0 can say: none."""
    found: list[Any] = [Coalesce(F(name) + 1, 0) for name in names] or [Value(0)] * 4
    return dict(zip(("n1", "n2", "n3", "n4"), found, strict=True))


def part(plans: QuerySet[EvaluationPlan]) -> QuerySet[EvaluationPlan]:
    """`plans` as a part; `from_parts` reads its rows."""
    return (
        plans.annotate(what=Value("plan"), one=Coalesce(F("group"), 0), two=F("pk"))
        .annotate(by=Coalesce(F("dues__kind"), Value("")))
        .annotate(at=Coalesce(F("dues__moment"), Value("")))
        .annotate(day=F("starts_on"), mean=Value(0.0))
        .annotate(flag=Case(When(follows_agency=True, then=1), default=0))
        .annotate(**numbers("dues__first_week", "dues__every", "dues__opens", "dues__due"))
    )


def from_parts(rows: Iterable[tuple[Any, ...]]) -> Plans:
    """The plans that are in rows of `part`."""
    return Plans(
        (one or None, two, day, flag, by, at, *(each - 1 if each else None for each in counts))
        for _what, one, two, by, at, day, _mean, flag, *counts in rows
    )


# --- Changing ---------------------------------------------------------------------------------


def holds_from(today: date) -> date:
    """The Monday from which a plan made today holds: weeks that have begun stay as they are."""
    return weeks.monday_of(today) + timedelta(weeks=1)


@transaction.atomic
def change(group: Group | None, dues: Iterable[Due], *, by: User) -> EvaluationPlan:
    """Let these be due from the next Monday on, for the group (None: for all without their own).

    What was planned from that Monday on before is replaced. Raises `ValidationError` for a line that
    cannot be, such as one that is due before it opens.
    """
    plan = _anew(group, follows_agency=False, by=by)
    for each in dues:
        row = EvaluationDue(plan=plan, **vars(each))
        row.full_clean()
        row.save(force_insert=True)
    return plan


@transaction.atomic
def follow_agency(group: Group, *, by: User) -> EvaluationPlan:
    """From the next Monday on the group has the agency's plan again."""
    return _anew(group, follows_agency=True, by=by)


def _anew(group: Group | None, *, follows_agency: bool, by: User) -> EvaluationPlan:
    if group is not None:
        Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    starts_on = holds_from(timezone.localdate())
    plan, _is_new = EvaluationPlan.objects.get_or_create(
        group=group, starts_on=starts_on, defaults={"made_by": by}
    )
    plan.dues.all().delete()
    plan.follows_agency, plan.made_by, plan.made_at = follows_agency, by, timezone.now()
    plan.save(update_fields=["follows_agency", "made_by", "made_at"])
    audit.note(Action.PLAN_CHANGED, by=by, about=plan)
    return plan
