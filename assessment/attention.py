"""What in learning needs an agency tutor: evaluations that are late, scores that fell or are far apart.

The two queries also ask what `recognition.py` tells of certificates, talks and awards.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Avg, Case, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import prepared, weeks
from imyportal.attention import Level, Signal, day_words, pages
from imyportal.models import OutgoingMail
from placements.contact_log.signals import call_url
from placements.models import Placement

from . import badge_signals, certificate_signals, late, looking, plans, recognition, slots
from .certificate_signals import AFTER_THE_END, Asking
from .enums import EvaluationKind, EvaluationMoment
from .late import Open, Stay
from .models import Evaluation, EvaluationPlan
from .progress import own_title
from .recognition import Lacking
from .slots import Key, Slot


def signals(viewer: User, now: datetime) -> list[Signal]:
    """Reasons about trainees `viewer` may see."""
    today = timezone.localdate(now)
    many = len(late.COLUMNS)
    to_do = [
        _ToDo(Stay(*row[:many]), Lacking.of(*row[many:]))
        for row in prepared.rows(_to_do, viewer, today)
    ]
    known = _Known(prepared.rows(_observed, viewer, today))
    return [
        *_scores(to_do, known, today),
        *_late(to_do, known, today),
        *_recognition(to_do, known.asking, today),
        *recognition.suggested(known.suggested),
        *badge_signals.signals(known.badges),
    ]


class _ToDo(NamedTuple):
    """A placement that is underway, or over without all that it needs."""

    stay: Stay
    lacking: Lacking


def _recognition(to_do: list[_ToDo], asking: Asking, today: date) -> Iterator[Signal]:
    for row in to_do:
        yield from recognition.signals(row.stay, row.lacking, asking, today)


def _observed(viewer: User, today: date) -> QuerySet[Any, Any]:
    """What was observed in the last weeks, the plans, reminders, and awards to decide on; one query."""
    here = Q(group=None) | Q(group__leaves_on__gte=today - AFTER_THE_END)
    rules = EvaluationPlan.objects.visible_to(viewer).filter(here)
    return plans.together(
        plans.part(rules),
        _given(viewer, today),
        _reminded(today),
        recognition.suggestions(viewer),
        badge_signals.part(viewer, today),
        certificate_signals.asked_part(viewer, today),
        certificate_signals.agreed_part(viewer, today),
    )


def _given(viewer: User, today: date) -> QuerySet[Any, Any]:
    return (
        Evaluation.objects.filter(
            placement__in=late.around(Placement.objects.visible_to(viewer), today),
            monday__gte=today - looking.LOOK_BACK,
        )
        .annotate(what=Value("given"), one=F("placement"), two=Value(0))
        .annotate(by=F("kind"), at=F("moment"), day=F("monday"))
        .annotate(flag=Case(When(confirmed_at=None, then=0), default=1), **plans.numbers())
        .annotate(mean=Avg("scores__value"))
    )


def _reminded(today: date) -> QuerySet[Any, Any]:
    """The mails that reminded of what can still be open; the key says of which evaluation."""
    return (
        OutgoingMail.objects.filter(
            key__startswith="reminder:evaluation:", created_at__date__gte=today - looking.LOOK_BACK
        )
        .annotate(what=Value("mail"), one=Value(0), two=Value(0), by=F("key"), at=Value(""))
        .annotate(day=TruncDate("created_at"), mean=Value(0.0), flag=Value(0), **plans.numbers())
    )


class _Known:
    """The answers of `_observed`, each kind by itself."""

    def __init__(self, rows: list[Any]) -> None:
        self.averages: dict[int, list[tuple[str, date, int]]] = defaultdict(list)
        self.given: dict[int, dict[Key, bool]] = defaultdict(dict)
        self.reminded: dict[str, date] = {}
        self.suggested: list[tuple[date, int, int, str]] = []
        self.badges: list[tuple[Any, ...]] = []
        self.asking = Asking()
        rules = []
        # The start before the week it lies in: what is newest comes last.
        for row in sorted(rows, key=lambda row: (row[5], row[4] != EvaluationMoment.START)):
            what, one, two, by, at, day, mean, flag, *_numbers = row
            if what == "given":
                self._take(one, by, at, day, mean, is_confirmed=bool(flag))
            elif what == "mail":
                self.reminded[by] = day
            elif what == "award":
                self.suggested.append((day, one, two, by))
            elif what == "badge":
                self.badges.append(row)
            elif not self.asking.take(row):
                rules.append(row)
        self.plans = plans.from_parts(rules)

    def _take(
        self, placement: int, by: str, at: str, day: date, mean: float | None, *, is_confirmed: bool
    ) -> None:
        counts = by != EvaluationKind.PEER or is_confirmed
        self.given[placement][slots.key_of(by, at, day)] = counts
        if counts and mean is not None:
            self.averages[placement].append((by, day, round(mean)))


def _scores(to_do: list[_ToDo], known: _Known, today: date) -> Iterator[Signal]:
    """Own and company's averages far apart, or the own one fallen."""
    for row in to_do:
        if row.stay.ends_on < today:
            continue
        said = known.averages.get(row.stay.placement, [])
        own = [(day, value) for by, day, value in said if by == EvaluationKind.SELF]
        company = [(day, value) for by, day, value in said if by == EvaluationKind.COMPANY]
        if found := looking.apart(own, company):
            text = looking.apart_words(*found[1:])
            yield _talk(row.stay.trainee, f"apart:{found[0]}", text, _week_of(found[0]))
        if found := looking.fallen(own):
            text = looking.fallen_words(*found[1:])
            yield _talk(row.stay.trainee, f"fallen:{found[0]}", text, _week_of(found[0]))


def _talk(trainee: int, key: str, text: str, since: str) -> Signal:
    return Signal(
        trainee_id=trainee,
        key=key,
        level=Level.PLAIN,
        icon="chart",
        text=text,
        since=since,
        action=_("Call"),
        url=call_url("trainees_trainee", trainee),
    )


def _week_of(monday: date) -> str:
    # Translators: a Monday, like «week of 9 March»
    return _("week of %(day)s") % {"day": day_words(monday, "j F")}


def _to_do(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Placements whose evaluations can be open, and those that lack something; one query."""
    can_be_open = Q(starts_on__lte=today, ends_on__gte=today - late.OPEN_FOR)
    return (
        recognition.with_lacking(Placement.objects.visible_to(viewer).live(), today)
        # Both say it, but an «or» keeps the database from seeing it.
        .filter(
            can_be_open | recognition.is_lacking(today),
            ends_on__gte=today - AFTER_THE_END,
        )
        .values_list(*late.COLUMNS, *recognition.COLUMNS)
    )


def _late(to_do: list[_ToDo], known: _Known, today: date) -> Iterator[Signal]:
    """This week's self-evaluations that are open, and every evaluation that is late."""
    stays = [each.stay for each in to_do]
    stays = [each for each in stays if each.starts_on <= today <= each.ends_on + late.OPEN_FOR]
    found = late.open_of(stays, known.plans, known.given, today)
    sizes = Counter(stay.group for stay in stays)
    monday = weeks.monday_of(today)
    for each in found:
        slot, told = each.slot, _told(known.reminded.get(each.key), today)
        if slot.kind == EvaluationKind.SELF and slot.monday == monday and slot.number:
            yield _of_this_week(each, told, today)
        elif slot.is_late(today) and (
            slot.kind != EvaluationKind.PEER or sizes[each.stay.group] > 1
        ):
            yield _by_agency(each) if each.by_agency else _by_others(each, told)


def _told(day: date | None, today: date) -> str:
    if day is None:
        return ""
    if day == today:
        return _("reminded today")
    # Translators: a day, like «reminded on 12 March»
    return _("reminded on %(day)s") % {"day": day_words(day, "j F")}


def _of_this_week(found: Open, told: str, today: date) -> Signal:
    due_on = found.slot.due_on
    # Translators: a weekday, like «due on Friday»
    text = _("due on %(day)s") if today <= due_on else _("was due on %(day)s")
    return Signal(
        trainee_id=found.stay.trainee,
        key=f"self:{found.slot.monday}",
        level=Level.WAITING,
        icon="chart",
        text=_("Self-evaluation of this week"),
        since=text % {"day": day_words(due_on, "l")},
        url=pages("admin:placements_placement_change")(found.stay.placement),
        party=f"self:{found.stay.trainee}",
        reminded=told,
    )


def _by_others(found: Open, told: str) -> Signal:
    """The trainee's own or the company's: one button reminds, once; then they wait for others."""
    stay, slot = found.stay, found.slot
    party = f"own:{stay.trainee}" if found.is_own else f"scores:{stay.company_tutor}"
    return Signal(
        trainee_id=stay.trainee,
        key=f"late:{slot.key}",
        level=Level.WAITING if told else Level.PLAIN,
        icon="chart",
        text=_late_words(found),
        since=told,
        action="" if told else _("Remind"),
        post="" if told else pages("admin:remind_evaluations")(stay.trainee),
        party=party,
    )


def _late_words(found: Open) -> str:
    slot = found.slot
    if found.is_asked:
        return _("%(what)s: not confirmed") % {"what": own_title(slot)}
    if found.is_own:
        what = own_title(slot)
    elif slot.moment == EvaluationMoment.FINAL:
        what = _("The company's final scores")
    else:
        what = _("The company's scores of week %(number)d") % {"number": slot.number}
    words = {"what": what, "day": day_words(slot.due_on)}
    # Translators: an evaluation, and a day like «Friday 13 March»
    return _("%(what)s: due on %(day)s, not given") % words


def _by_agency(found: Open) -> Signal:
    stay, slot = found.stay, found.slot
    page = pages("admin:placements_placement_evaluation")(stay.placement)
    who = "" if slot.kind == EvaluationKind.AGENCY else f"&who={slot.kind}"
    texts = {
        EvaluationMoment.START: _("Your evaluation of the start is late"),
        EvaluationMoment.MID: _("Your mid-term evaluation is late"),
        EvaluationMoment.FINAL: _("Your final evaluation is late"),
    }
    weekly = _("Your evaluation of week %(number)d is late") % {"number": slot.number}
    return Signal(
        trainee_id=stay.trainee,
        key=f"late:{slot.key}",
        level=Level.PLAIN,
        icon="chart",
        text=texts.get(slot.moment, weekly) if not who else _("A colleague's evaluation is late"),
        since=_was_due(slot),
        action=_("Evaluate"),
        url=f"{page}?when={slot.when}{who}",
    )


def _was_due(slot: Slot) -> str:
    # Translators: a day, like «was due on Friday 13 March»
    return _("was due on %(day)s") % {"day": day_words(slot.due_on)}
