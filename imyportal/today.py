"""The Today board: who needs a tutor, why, since when, and what helps.

Every app answers the same question in its `attention.py`; here the answers are sorted. One row a
trainee, all reasons in it, the worst decides the place. The number of queries is fixed.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
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
from imyportal import prepared, weeks
from imyportal.attention import Level, Signal, pages
from placements.models import Placement
from placements.reminders import SIGN_AFTER, working_days_before
from trainees.models import AttentionSnooze, Group, Trainee

ASKED = [placements.attention, trainees.attention, assessment.attention]
TABS = ["today", "week", "waiting", "fine"]
MOST = 25  # rows, then «show all»
CERTIFICATES_FROM = timedelta(days=3)  # before a group leaves
AROUND = timedelta(days=7)  # groups that left or arrive within a week are still on the board
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
    later_url: str  # empty where there is nothing to put off

    @property
    def main(self) -> Signal | None:
        """The reason whose button the row carries."""
        return next((each for each in self.why if each.action), None)


@dataclass(frozen=True)
class Item:
    """A line of a panel beside the queue."""

    label: str = ""
    text: str = ""
    sub: str = ""
    url: str = ""
    do: str = ""
    post: str = ""
    done_url: str = ""


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
    agenda: list[Item] = field(default_factory=list)
    waiting: list[Item] = field(default_factory=list)
    groups: list[Item] = field(default_factory=list)


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
        reasons.sort(key=lambda each: each.level)
    return found


def board(viewer: User, *, now: datetime, tab: str = "today", show_all: bool = False) -> Board:
    """The board of `viewer`: their own trainees, a coordinator's are all."""
    tab = tab if tab in TABS else "today"
    today = timezone.localdate(now)
    answers = _ask(viewer, now)
    found = _by_trainee(answers)
    groups = _groups(viewer, today)
    places = _places(viewer, found, groups, now)
    keys = places[tab]
    shown = keys if show_all else keys[:MOST]
    tab_url = f"{reverse('admin:index')}?show={tab}"
    here = sum(group.placed for group in groups if group.is_here(today))
    return Board(
        greeting=_greeting(viewer, now),
        subtitle=_subtitle(today, here),
        tabs=[_tab(key, len(places[key]), key == tab) for key in TABS],
        heading=_headings()[tab],
        empty=_empty()[tab],
        rows=_rows(viewer, shown, found, today=today, with_later=tab == "today"),
        more=len(keys) - len(shown),
        more_url=f"{tab_url}&all=1",
        icons=static("img/icons.svg"),
        agenda=_agenda(answers, groups, today),
        waiting=_waiting(found, now),
        groups=[_group_item(group, today) for group in groups],
    )


# --- Who belongs on which tab -----------------------------------------------------------------


@dataclass
class _Group:
    pk: int
    name: str
    arrives_on: date
    leaves_on: date
    members: list[int] = field(default_factory=list)
    placed: int = 0  # members with an agreed placement that is not over

    def is_here(self, day: date) -> bool:
        return self.arrives_on <= day <= self.leaves_on


def _members(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Groups around today with the trainees in them that the viewer sees."""
    groups = Group.objects.visible_to(viewer)
    if not viewer.has_perm("trainees.view_all_trainees"):
        # Whoever sees everybody need not be compared with everybody who ever came.
        seen = Trainee.objects.visible_to(viewer)
        groups = groups.filter(Q(trainees=None) | Q(trainees__in=seen))
    own = Placement.objects.live().filter(trainee=OuterRef("trainees"), ends_on__gte=today)
    return (
        groups.filter(arrives_on__lte=today + AROUND, leaves_on__gte=today - AROUND)
        .order_by("leaves_on", "name", "pk", "trainees__last_name", "trainees__first_name")
        .values_list("pk", "name", "arrives_on", "leaves_on", "trainees", Exists(own))
    )


def _groups(viewer: User, today: date) -> list[_Group]:
    rows = prepared.rows(_members, viewer, today)
    groups: dict[int, _Group] = {}
    for pk, name, arrives_on, leaves_on, member, is_placed in rows:
        group = groups.setdefault(pk, _Group(pk, name, arrives_on, leaves_on))
        if member is not None:
            group.members.append(member)
            group.placed += is_placed
    return list(groups.values())


def _places(
    viewer: User, found: dict[int, list[Signal]], groups: list[_Group], now: datetime
) -> dict[str, list[int]]:
    """Trainees by tab, each on one tab only; the urgent first."""
    later = _put_off(viewer, found, now)
    places: dict[str, list[int]] = {tab: [] for tab in TABS}
    for pk, reasons in sorted(found.items(), key=lambda item: (item[1][0].level, item[0])):
        level = reasons[0].level
        if level <= Level.PLAIN:
            places["week" if pk in later else "today"].append(pk)
        else:
            places["week" if level == Level.WEEK else "waiting"].append(pk)
    today = timezone.localdate(now)
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


@transaction.atomic
def put_off(trainee: Trainee, *, by: User, now: datetime) -> datetime:
    """Hide the trainee's row until tomorrow 08:00, unless a new reason comes; returns that moment."""
    reasons = [each.key for each in signals(by, now).get(trainee.pk, [])]
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    until = timezone.make_aware(datetime.combine(tomorrow, time(8)))
    AttentionSnooze.objects.update_or_create(
        user=by, trainee=trainee, defaults={"until": until, "reasons": reasons}
    )
    return until


# --- Words ------------------------------------------------------------------------------------


def _greeting(viewer: User, now: datetime) -> str:
    hour, name = timezone.localtime(now).hour, viewer.get_short_name()
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    if hour < 18:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def _subtitle(today: date, here: int) -> str:
    count = ngettext("%d trainee here", "%d trainees here", here) % here
    return f"{date_format(today, 'l j F Y')} · {count}"


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


# --- Rows and panels --------------------------------------------------------------------------


def _rows(
    viewer: User, keys: list[int], found: dict[int, list[Signal]], *, today: date, with_later: bool
) -> list[Row]:
    company = Placement.objects.live().filter(trainee=OuterRef("pk")).nearest_first(today)
    people = {
        row[0]: row
        for row in Trainee.objects.visible_to(viewer)
        .filter(pk__in=keys)
        .annotate(company=Subquery(company.values("company__name")[:1]))
        .values_list("pk", "first_name", "last_name", "group__name", "company")
    }
    page, later = pages("admin:trainees_trainee_change"), pages("admin:later")
    return [
        _row(people[pk], found.get(pk, []), page(pk), later(pk) if with_later else "")
        for pk in keys
        if pk in people
    ]


def _row(person: tuple[Any, ...], why: list[Signal], url: str, later_url: str) -> Row:
    pk, first, last, group, company = person
    return Row(
        pk=pk,
        initials=f"{first[:1]}{last[:1]}".upper(),
        name=f"{first} {last}",
        url=url,
        where=" · ".join(each for each in (company, group) if each),
        css=CSS.get(why[0].level, "") if why else "",
        why=why,
        later_url=later_url,
    )


def _agenda(answers: list[Signal], groups: list[_Group], today: date) -> list[Item]:
    """Who arrives, leaves, starts and ends today."""
    items = [
        Item(label=label, text=group.name, sub=_people(len(group.members)))
        for group in groups
        for label, day in ((_("Arrives"), group.arrives_on), (_("Leaves"), group.leaves_on))
        if day == today
    ]
    labels = {"starts": _("Starts"), "ends": _("Ends")}
    by_company: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in answers:
        if each.level == Level.AGENDA:
            by_company[labels[each.key], each.text].append(each.party)
    items += [
        Item(label=label, text=company, sub=", ".join(names))
        for (label, company), names in by_company.items()
    ]
    return items[:12]


def _people(count: int) -> str:
    return ngettext("%d trainee", "%d trainees", count) % count


def _waiting(found: dict[int, list[Signal]], now: datetime) -> list[Item]:
    waits = [each for reasons in found.values() for each in reasons if each.level == Level.WAITING]
    weeks_to_sign = [each for each in waits if each.party.startswith("company:")]
    own = [each for each in waits if each.party.startswith("self:")]
    items = []
    if weeks_to_sign:
        items.append(_weeks_to_sign(weeks_to_sign, now))
    if own:
        items.append(
            Item(
                label=str(len(own)),
                text=ngettext("self-evaluation", "self-evaluations", len(own)),
                sub=_with_reminder([own[0].since], own),
                do="" if all(each.reminded for each in own) else _("Remind"),
                post=reverse("admin:remind_self"),
            )
        )
    return items


def _weeks_to_sign(found: list[Signal], now: datetime) -> Item:
    moments = [each.at for each in found if each.at]
    companies, oldest = len({each.party for each in found}), (now - min(moments)).days
    before = working_days_before(now, SIGN_AFTER)
    late = [each for each in found if each.at and each.at <= before]
    parts = [ngettext("%d company tutor", "%d company tutors", companies) % companies]
    if oldest:
        parts.append(ngettext("oldest %d day", "oldest %d days", oldest) % oldest)
    return Item(
        label=str(len(found)),
        text=ngettext("week to sign", "weeks to sign", len(found)),
        sub=_with_reminder(parts, late),
        do="" if all(each.reminded for each in late) else _("Remind"),
        post=reverse("admin:remind_companies"),
    )


def _with_reminder(parts: list[str], waits: list[Signal]) -> str:
    """`parts`, and the last reminder when everybody who can be reminded was."""
    told = [each.reminded for each in waits]
    return ", ".join([*parts, told[-1]] if told and all(told) else parts)


def _group_item(group: _Group, today: date) -> Item:
    count = _people(len(group.members))
    url = reverse("admin:trainees_group_change", args=[group.pk])
    if today < group.arrives_on:
        when = _("Arrives %(day)s") % {"day": date_format(group.arrives_on, "l j F")}
        return Item(text=group.name, sub=count, url=url, label=when)
    if group.leaves_on - today <= CERTIFICATES_FROM:
        return Item(
            text=group.name,
            sub=f"{_end(group.leaves_on, today)} · {count}",
            url=url,
            do=_("Certificates"),
            done_url=reverse("admin:trainees_group_certificates", args=[group.pk]),
        )
    # Who arrives at a weekend begins on the Monday after it.
    first = weeks.monday_of(group.arrives_on + timedelta(days=2))
    state = _("Week %(number)d of %(count)d") % {
        "number": max(weeks.number_in(first, today), 1),
        "count": len(weeks.mondays(first, group.leaves_on)),
    }
    if today == group.arrives_on:
        state = _("Arrives today")
    return Item(text=group.name, sub=count, url=url, label=state)


def _end(leaves_on: date, today: date) -> str:
    if leaves_on == today:
        return _("Ends today")
    if leaves_on == today + timedelta(days=1):
        return _("Ends tomorrow")
    pattern = _("Ended %(day)s") if leaves_on < today else _("Ends %(day)s")
    return pattern % {"day": date_format(leaves_on, "l j F")}
