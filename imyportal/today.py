"""The Today board: who needs a tutor, why, since when, and what helps.

Every app answers the same question in its `attention.py`; here the answers are sorted. One row a
trainee, all reasons in it, the worst decides the place. The number of queries is fixed.
"""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import assessment.attention
import placements.attention
import trainees.attention
from accounts.models import User
from imyportal import today_panels as panels
from imyportal.attention import Level, Signal, pages
from imyportal.first_steps import Step, first_steps
from placements.contact_log.signals import log_query
from placements.models import Placement
from trainees.models import AttentionOwner, AttentionSnooze, StandIn, Trainee

ASKED = [placements.attention, trainees.attention, assessment.attention]
TABS = ["today", "week", "waiting", "fine"]
MOST = 25  # rows, then «show all»
REASONS = 4  # of a row, then «more»; one alone is never hidden
OWNER = [
    "attention_owner__user",
    "attention_owner__user__first_name",
    "attention_owner__reasons",
    "attention_owner__handed_by__first_name",
    "attention_owner__word",
]
PRESSING = timedelta(hours=1)
CSS = {Level.RED: "danger", Level.AMBER: "warn"}


@dataclass(frozen=True)
class Row:
    """One trainee, ready for the page."""

    pk: int
    initials: str
    name: str
    url: str
    where: str
    css: str
    why: list[Signal]
    later_url: str  # empty where there is nothing to put off, or to bring back
    is_put_off: bool  # and can be brought back
    is_pressing: bool  # can be put off for an hour only
    instead_of: str  # the colleague for whom the viewer stands in
    owner: str  # the colleague who looks after it
    is_mine: bool  # the viewer does
    handed_by: str  # who handed it to the viewer
    word: str  # and said so
    take_url: str
    hand_url: str  # hands it to a colleague; for whoever looks after it
    log_url: str  # the form for a contact

    @property
    def main(self) -> Signal | None:
        """The reason whose button is the row's; every other one has its way beside its words."""
        return next((each for each in self.why if each.action), None)

    @property
    def first(self) -> list[Signal]:
        return self.why if len(self.why) <= REASONS + 1 else self.why[:REASONS]

    @property
    def rest(self) -> list[Signal]:
        return self.why[len(self.first) :]


@dataclass(frozen=True)
class Tab:
    key: str
    count: int
    label: str
    url: str
    is_current: bool


@dataclass
class Board:
    greeting: str
    subtitle: str
    tabs: list[Tab]
    heading: str
    empty: str
    rows: list[Row]
    more: int = 0  # rows beyond the first 25
    more_url: str = ""
    icons: str = ""  # the file of the pictures beside the reasons
    agenda: list[panels.Item] = field(default_factory=list)
    waiting: list[panels.Item] = field(default_factory=list)
    groups: list[panels.Item] = field(default_factory=list)
    first_steps: list[Step] = field(default_factory=list)  # of an agency without trainees


def signals(viewer: User, now: datetime) -> dict[int, list[Signal]]:
    """All reasons by trainee, each list with the worst first."""
    return _by_trainee(_ask(viewer, now))


def _ask(viewer: User, now: datetime) -> list[Signal]:
    return [signal for module in ASKED for signal in module.signals(viewer, now)]


def _by_trainee(answers: list[Signal]) -> dict[int, list[Signal]]:
    found: dict[int, list[Signal]] = defaultdict(list)
    for signal in answers:
        if signal.level != Level.AGENDA:
            found[signal.trainee_id].append(signal)
    for reasons in found.values():
        reasons.sort(key=lambda each: (each.level, not each.action))
    return found


def board(viewer: User, *, now: datetime, tab: str = "today", show_all: bool = False) -> Board:
    """The board of `viewer`: their own trainees, a coordinator's are all."""
    tab = tab if tab in TABS else "today"
    today = timezone.localdate(now)
    answers = _ask(viewer, now)
    found = _by_trainee(answers)
    groups, proposed = panels.groups(viewer, now)
    later = _put_off(viewer, found, now)
    places = _places(found, groups, later, today)
    keys = places[tab]
    shown = keys if show_all else keys[:MOST]
    tab_url = f"{reverse('admin:index')}?show={tab}"
    here = sum(len(group.members) for group in groups if group.is_here(today))
    return Board(
        greeting=_greeting(viewer, now),
        subtitle=_subtitle(today, here, sum(map(len, places.values()))),
        tabs=[_tab(key, len(places[key]), key == tab) for key in TABS],
        heading=_headings()[tab],
        empty=_empty()[tab],
        rows=_rows(viewer, shown, found, today=today, on_today=tab == "today", later=later),
        more=len(keys) - len(shown),
        more_url=f"{tab_url}&all=1",
        icons=static("img/icons.svg"),
        agenda=panels.agenda(answers, groups, today),
        waiting=panels.waiting(found, now),
        first_steps=[] if found else first_steps(viewer),
        groups=proposed + [panels.group_item(group, found, today) for group in groups],
    )


# --- Who belongs on which tab -----------------------------------------------------------------


def _places(
    found: dict[int, list[Signal]], groups: list[panels.Stay], later: set[int], today: date
) -> dict[str, list[int]]:
    """Trainees by tab, each on one tab only; the urgent first."""
    places: dict[str, list[int]] = {tab: [] for tab in TABS}
    for pk, reasons in sorted(found.items(), key=lambda item: (item[1][0].level, item[0])):
        level = reasons[0].level
        if level <= Level.PLAIN:
            places["week" if pk in later else "today"].append(pk)
        else:
            places["week" if level == Level.WEEK else "waiting"].append(pk)
    places["fine"] = [
        pk for group in groups if group.is_here(today) for pk in group.members if pk not in found
    ]
    return places


def _put_off(viewer: User, found: dict[int, list[Signal]], now: datetime) -> set[int]:
    """Trainees who were put off and have no new reason since."""
    snoozes = AttentionSnooze.objects.visible_to(viewer).filter(until__gt=now)
    return {
        pk
        for pk, reasons in snoozes.values_list("trainee", "reasons")
        if {each.key for each in found.get(pk, [])} <= set(reasons)
    }


def urgent(viewer: User, now: datetime, also: Container[int] = ()) -> dict[int, list[Signal]]:
    """Red and amber rows that `viewer` has not put off, as on the board; of trainees in `also` plain ones, too."""
    found = signals(viewer, now)
    later = _put_off(viewer, found, now)
    keys = sorted(found, key=lambda pk: (found[pk][0].level, pk))
    least = {pk: Level.PLAIN if pk in also else Level.AMBER for pk in keys}
    return {pk: found[pk] for pk in keys if found[pk][0].level <= least[pk] and pk not in later}


@transaction.atomic
def put_off(trainee: Trainee, *, by: User, now: datetime) -> datetime:
    """Hide the trainee's row until tomorrow 08:00, unless a new reason comes; returns that moment.

    Where somebody is missing and nobody knows why, or a company waits for a call, only for an hour.
    """
    why = signals(by, now).get(trainee.pk, [])
    reasons = [each.key for each in why]
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    until = timezone.make_aware(datetime.combine(tomorrow, time(8)))
    if any(each.is_pressing for each in why):
        until = min(until, now + PRESSING)
    AttentionSnooze.objects.update_or_create(
        user=by, trainee=trainee, defaults={"until": until, "reasons": reasons}
    )
    return until


def bring_back(trainee: Trainee, *, by: User) -> None:
    """The row that `by` put off is on the board at once."""
    AttentionSnooze.objects.filter(trainee=trainee, user=by).delete()


@transaction.atomic
def take(trainee: Trainee, *, by: User, now: datetime) -> None:
    """Colleagues see from now on that `by` looks after the trainee's reasons; the last who says it holds."""
    reasons = [each.key for each in signals(by, now).get(trainee.pk, [])]
    said = {"user": by, "reasons": reasons, "taken_at": now, "handed_by": None, "word": ""}
    AttentionOwner.objects.update_or_create(trainee=trainee, defaults=said)


def leave(trainee: Trainee, *, by: User) -> None:
    """`by` looks after it no longer; what a colleague took over stays theirs."""
    AttentionOwner.objects.filter(trainee=trainee, user=by).delete()


# --- Words ------------------------------------------------------------------------------------


def _greeting(viewer: User, now: datetime) -> str:
    hour, name = timezone.localtime(now).hour, viewer.first_name
    if not name:
        return _("Good day")
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    if hour < 18:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def _subtitle(today: date, here: int, listed: int) -> str:
    """`listed` are all that the counters count: also who comes soon or has left."""
    count = ngettext("%d trainee here", "%d trainees here", here) % here
    words = f"{date_format(today, 'l j F Y')} · {count}"
    if listed <= here:
        return words
    text = ngettext(
        "%d listed, with those who come soon or have left",
        "%d listed, with those who come soon or have left",
        listed,
    )
    return f"{words} · {text % listed}"


def _tab(key: str, count: int, is_current: bool) -> Tab:
    labels = {
        "today": ngettext("needs me today", "need me today", count),
        "week": _("this week"),
        "waiting": ngettext("waits for others", "wait for others", count),
        "fine": _("all fine"),
    }
    return Tab(key, count, labels[key], f"{reverse('admin:index')}?show={key}", is_current)


def _headings() -> dict[str, str]:
    return {
        "today": _("Who needs me today"),
        "week": _("What comes up this week"),
        "waiting": _("Who waits for others"),
        "fine": _("All fine"),
    }


def _empty() -> dict[str, str]:
    return {
        "today": _("Nobody needs you today."),
        "week": _("Nothing comes up this week."),
        "waiting": _("Nobody waits for a company or for themselves."),
        "fine": _("Here you see trainees about whom there is nothing to do."),
    }


# --- Rows -------------------------------------------------------------------------------------


def _rows(
    viewer: User,
    keys: list[int],
    found: dict[int, list[Signal]],
    *,
    today: date,
    on_today: bool,
    later: set[int],
) -> list[Row]:
    people = {row.pk: row for row in _people(viewer, keys, today)}
    return [
        _row(people[pk], found.get(pk, []), viewer, on_today=on_today, is_put_off=pk in later)
        for pk in keys
        if pk in people
    ]


def _people(viewer: User, keys: list[int], today: date) -> QuerySet[Any, Any]:
    """Names, where they work, who looks after them, and for whom the viewer stands in; one query."""
    company = Placement.objects.live().filter(trainee=OuterRef("pk")).nearest_first(today)
    columns = ("pk", "first_name", "last_name", "group__name", "company", "instead_of", *OWNER)
    return (
        Trainee.objects.visible_to(viewer)
        .filter(pk__in=keys)
        .annotate(company=Subquery(company.values("company__name")[:1]))
        .annotate(instead_of=instead_of(viewer, today))
        .values_list(*columns, named=True)
    )


def instead_of(viewer: User, today: date) -> Subquery:
    """The first name of the colleague whose trainee it is, where the viewer stands in; of trainees."""
    is_theirs = Q(tutor=OuterRef("tutor")) | Q(tutor=OuterRef("group__lead_tutor"))
    responsible = Coalesce(OuterRef("tutor"), OuterRef("group__lead_tutor"))
    is_ours = Q(colleague=responsible) | Q(colleague=OuterRef("group__lead_tutor"))
    away = StandIn.objects.holding(today).filter(is_theirs, colleague=viewer).exclude(is_ours)
    return Subquery(away.values("tutor__first_name")[:1])


def _row(person: Any, why: list[Signal], viewer: User, *, on_today: bool, is_put_off: bool) -> Row:
    pk, first, last = person.pk, person.first_name, person.last_name
    is_standing = {each.key for each in why} & set(person.attention_owner__reasons or ())
    owner = person.attention_owner__user if is_standing else None
    name = person.attention_owner__user__first_name
    is_mine = owner == viewer.pk
    return Row(
        pk=pk,
        initials=f"{first[:1]}{last[:1]}".upper(),
        name=f"{first} {last}",
        url=pages("admin:trainees_trainee_course")(pk),
        where=" · ".join(each for each in (person.company, person.group__name) if each),
        css=CSS.get(why[0].level, "") if why else "",
        why=why,
        later_url=pages("admin:later")(pk) if on_today or is_put_off else "",
        is_put_off=is_put_off,
        is_pressing=any(each.is_pressing for each in why),
        log_url=pages("admin:trainees_trainee_contact")(pk) + log_query(reverse("admin:index")),
        instead_of=person.instead_of or "",
        owner=name if owner not in (None, viewer.pk) else "",
        is_mine=is_mine,
        handed_by=(person.attention_owner__handed_by__first_name or "") if is_mine else "",
        word=person.attention_owner__word if is_mine else "",
        take_url=pages("admin:take")(pk) if on_today else "",
        hand_url=pages("admin:hand")(pk) if on_today and is_mine else "",
    )
