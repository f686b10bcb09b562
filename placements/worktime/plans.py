"""A timetable against the limits, before it is agreed on."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User

from ..enums import WEEK_LIMITS, LimitKind, LimitWeight
from ..models import Placement, WorkingTimeException
from . import engine, exceptions, keeping, loading, words


@dataclass(frozen=True)
class Doubt:
    """A limit the timetable does not keep, with all weekdays on which it is broken alike."""

    kind: LimitKind
    text: str
    weight: LimitWeight
    accepted: WorkingTimeException | None

    @property
    def asks(self) -> bool:
        """Somebody has to agree before the placement is confirmed."""
        return self.accepted is None and self.weight == LimitWeight.WARN

    @property
    def forbids(self) -> bool:
        """The placement cannot be confirmed."""
        return self.accepted is None and self.weight == LimitWeight.BLOCK


def doubts(placement: Placement) -> list[Doubt]:
    """What the timetable of `placement` does not keep, with other placements of the same person.

    Five queries. `placement.trainee` and `placement.company` are loaded.
    """
    rules = loading.rule_sets()
    others = [each for each in loading.placements_of(placement.trainee) if each.pk != placement.pk]
    first, last = placement.starts_on, placement.ends_on
    reach = loading.look_back(rules)
    found = engine.check(
        loading.agreed([placement, *others], first - reach, last + timedelta(days=7)),
        first=first,
        last=last,
        person=loading.person(placement.trainee),
        rules=rules,
        zone=timezone.get_default_timezone(),
    )
    agreed = list(WorkingTimeException.objects.standing().filter(placement=placement))
    alike: dict[tuple[int, int, bool, int], list[engine.Found]] = {}
    for each in _once(found, placement.pk):
        accepted = _accepted(each, agreed)
        same = (each.limit.pk, each.measured, len(each.keys) > 1, accepted.pk if accepted else 0)
        alike.setdefault(same, []).append(each)
    return [_doubt(days, _accepted(days[0], agreed)) for days in alike.values()]


def _once(found: list[engine.Found], key: int) -> list[engine.Found]:
    """Each limit once a weekday, the first time; nothing that is about other placements alone."""
    seen: dict[tuple[int, int], engine.Found] = {}
    for each in found:
        if key in each.keys:
            weekday = 0 if each.kind in WEEK_LIMITS else each.date.weekday()
            seen.setdefault((each.limit.pk, weekday), each)
    averages = {LimitKind.AVERAGE} & {each.kind for each in seen.values()}
    # Every week is alike: what is too much on average says all about the single week, too.
    return [each for each in seen.values() if not (averages and each.kind == LimitKind.WEEK)]


def _accepted(
    found: engine.Found, agreed: list[WorkingTimeException]
) -> WorkingTimeException | None:
    return next((row for row in agreed if keeping.covers(row, found.kind, found.date)), None)


def _doubt(alike: list[engine.Found], accepted: WorkingTimeException | None) -> Doubt:
    found = alike[0]
    return Doubt(found.kind, words.of_plan(alike), found.limit.weight, accepted=accepted)


def settle(placement: Placement, *, by: User, despite: str = "") -> None:
    """Let a timetable pass, or agree on what it does not keep for the reason `despite`.

    Raises `ValidationError`: code `worktime` when a limit is not kept and no reason is given,
    `worktime_blocked` when a limit blocks, reason or not.
    """
    found = doubts(placement)
    if blocked := [each.text for each in found if each.forbids]:
        raise ValidationError(blocked, code="worktime_blocked")
    asking = [each for each in found if each.asks]
    if asking and not despite.strip():
        text = _("The timetable does not keep the working-time limits. Agree with a reason first.")
        raise ValidationError(text, code="worktime")
    for kind in dict.fromkeys(each.kind for each in asking):
        exceptions.agree(
            placement,
            kind,
            first=placement.starts_on,
            last=placement.ends_on,
            reason=despite,
            by=by,
        )
