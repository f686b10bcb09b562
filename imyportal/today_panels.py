"""What stands beside the queue of the Today board: the day, who waits for others, the groups."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, ExtractHour, ExtractMinute, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from assessment import certificate_signals
from assessment.enums import SetState
from assessment.models import ObjectiveSet
from helpdesk.models import CallbackRequest
from imyportal import opening, prepared, weeks
from imyportal.attention import Level, Signal, day_words, pages
from placements.models import ReportMessage, VisitRequest, WeeklyReport
from placements.reminders import SIGN_AFTER
from trainees.models import Group, Trainee
from trainees.models.stand_ins import falls_to
from trainees.welcome import desk as welcome

CERTIFICATES_FROM = timedelta(days=3)  # before a group leaves
AROUND = timedelta(days=7)  # groups that left or arrive within a week are still on the board


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
    is_late: bool = False


@dataclass
class Stay:
    """A group around today, and who of it the viewer sees."""

    pk: int
    name: str
    arrives_on: date
    leaves_on: date
    members: list[int] = field(default_factory=list)

    def is_here(self, day: date) -> bool:
        return self.arrives_on <= day <= self.leaves_on


def _around(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Groups around today with the trainees the viewer sees, and what waits for a decision; one query."""
    columns = (
        "what",
        "key",
        "title",
        "school",
        "first",
        "last",
        "member",
        "surname",
        "given",
    )
    parts = [
        _members(viewer, today), _proposed(viewer), _reports(viewer), _questions(viewer),
        _wishes(viewer, today), _calls(viewer),
    ]  # fmt: skip
    rows = [part.order_by().values_list(*columns) for part in parts]
    return rows[0].union(*rows[1:], all=True).order_by("last", "title", "key", "surname", "given")


def _members(viewer: User, today: date) -> QuerySet[Any, Any]:
    seen_groups = Group.objects.visible_to(viewer)
    if not viewer.has_perm("trainees.view_all_trainees"):
        # Whoever sees everybody need not be compared with everybody who ever came.
        seen = Trainee.objects.visible_to(viewer)
        seen_groups = seen_groups.filter(Q(trainees=None) | Q(trainees__in=seen))
    return (
        seen_groups.filter(arrives_on__lte=today + AROUND, leaves_on__gte=today - AROUND)
        .annotate(what=Value("group"), key=F("pk"), title=F("name"), school=Value(""))
        .annotate(first=F("arrives_on"), last=F("leaves_on"))
        .annotate(member=F("trainees"))
        .annotate(surname=Coalesce("trainees__last_name", Value("")))
        .annotate(given=Coalesce("trainees__first_name", Value("")))
    )


def _proposed(viewer: User) -> QuerySet[Any, Any]:
    """Technical objectives that wait for the viewer's decision; without groups nobody is a member."""
    waiting = ObjectiveSet.objects.visible_to(viewer).filter(
        _is_theirs(viewer), state=SetState.PROPOSED
    )
    day = TruncDate("proposed_at")
    return (
        waiting.annotate(what=Value("set"), key=F("pk"), school=F("organisation__name"))
        .annotate(first=day, last=day, surname=Value(""), given=Value(""))
        .annotate(member=Value(None, output_field=IntegerField()))
    )


def _is_theirs(viewer: User) -> Q:
    """About a group that the viewer leads, or about all of its school; a coordinator's are all."""
    if viewer.has_perm("trainees.view_all_trainees"):
        return Q()
    led = Group.objects.filter(falls_to(viewer, "lead_tutor")).values("organisation")
    return falls_to(viewer, "group__lead_tutor") | Q(group=None, organisation__in=led)


def _wishes(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Schools that ask to visit companies, and nobody has planned or declined it."""
    return (
        VisitRequest.objects.visible_to(viewer)
        .waiting()
        .filter(_is_theirs(viewer), last_day__gte=today)
        .annotate(what=Value("wish"), key=F("pk"), title=F("organisation__name"), school=Value(""))
        .annotate(first=F("first_day"), last=F("first_day"))
        .annotate(member=Value(None, output_field=IntegerField()))
        .annotate(surname=Value(""), given=Value(""))
    )


def _calls(viewer: User) -> QuerySet[Any, Any]:
    """Who asked on the public page to be called; `last` is the day by which it was promised."""
    day = TruncDate("due_at")
    return (
        CallbackRequest.objects.visible_to(viewer)
        .waiting()
        .annotate(what=Value("call"), key=F("pk"), title=F("name"), school=Value(""))
        .annotate(first=day, last=day)
        .annotate(member=_minutes("due_at"), surname=Value(""), given=Value(""))
    )


def _minutes(column: str) -> Cast:
    """Since midnight, by the clock of the agency."""
    return Cast(ExtractHour(column) * 60 + ExtractMinute(column), IntegerField())


def _reports(viewer: User) -> QuerySet[Any, Any]:
    """Weekly reports that are drafted; `last` and `member`, in minutes, say by when they are asked for."""
    return (
        WeeklyReport.objects.visible_to(viewer)
        .drafts()
        .filter(revision__gt=0)
        .annotate(what=Value("report"), key=F("group"), title=F("group__name"), school=Value(""))
        .annotate(first=F("monday"), last=TruncDate("wanted_by"))
        .annotate(member=_minutes("wanted_by"), surname=Value(""), given=Value(""))
    )


def _questions(viewer: User) -> QuerySet[Any, Any]:
    """What schools ask about their reports, and nobody has answered."""
    return (
        ReportMessage.objects.visible_to(viewer)
        .waiting()
        .annotate(what=Value("question"), key=F("report__group"), title=F("report__group__name"))
        .annotate(school=F("report__group__organisation__name"), first=F("report__monday"))
        .annotate(last=TruncDate("at"))
        .annotate(member=Value(None, output_field=IntegerField()))
        .annotate(surname=Value(""), given=Value(""))
    )


def groups(viewer: User, now: datetime) -> tuple[list[Stay], list[Item]]:
    """Groups around today, those who leave first on top, and what waits for a decision; one query."""
    found: dict[int, Stay] = {}
    waiting: dict[tuple[str, int, date], Item] = {}
    for row in prepared.rows(_around, viewer, timezone.localdate(now)):
        what, pk, name, school, first, last, member, *_names = row
        if what == "set":
            waiting[what, pk, first] = _proposal(pk, name, school, first)
        elif what == "report":
            waiting[what, pk, first] = _report(pk, name, first, (last, member), now)
        elif what == "call":
            waiting[what, pk, first] = _call(pk, name, (last, member), now)
        elif what == "wish":
            waiting[what, pk, first] = _wish(pk, name, first)
        elif what == "question":
            waiting.setdefault((what, pk, first), _question(pk, school, first, last, now))
        else:
            group = found.setdefault(pk, Stay(pk, name, first, last))
            if member is not None:
                group.members.append(member)
    items = sorted(waiting.values(), key=lambda item: not item.is_late)
    return list(found.values()), items[:12]


def agenda(answers: list[Signal], groups: list[Stay], today: date) -> list[Item]:
    """Who arrives, leaves, starts, ends, is visited, welcomed and absent today."""
    items = [
        Item(label=label, text=group.name, sub=_people(len(group.members)))
        for group in groups
        for label, day in ((_("Arrives"), group.arrives_on), (_("Leaves"), group.leaves_on))
        if day == today
    ]
    labels = {
        "starts": _("Starts"), "ends": _("Ends"), "away": _("Absent"), "visit": _("Visit"),
    }  # fmt: skip
    by_company: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in answers:
        if each.level == Level.AGENDA and each.key in labels:
            by_company[labels[each.key], each.text].append(each.party)
    items += [
        Item(label=label, text=company, sub=", ".join(names))
        for (label, company), names in by_company.items()
    ]
    welcomes = Counter((each.text, each.url) for each in answers if each.key == welcome.AGENDA)
    items += [
        Item(label=_("Welcome day"), text=text, sub=_people(count), url=url)
        for (text, url), count in welcomes.items()
    ]
    labels[welcome.AGENDA] = ""
    steps = [each for each in answers if each.level == Level.AGENDA and each.key not in labels]
    items += [
        # Translators: before what an agency tutor has to do for a group
        Item(label=_("To do"), text=each.text, sub=f"{each.party} · {each.since}", url=each.url)
        for each in steps
    ]
    return items[:12]


def _people(count: int) -> str:
    return ngettext("%d trainee", "%d trainees", count) % count


def waiting(found: dict[int, list[Signal]], now: datetime) -> list[Item]:
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
    before = opening.hours().office_days_before(now, SIGN_AFTER)
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


def group_item(group: Stay, found: dict[int, list[Signal]], today: date) -> Item:
    count = _people(len(group.members))
    lacking = sum(
        any(each.party == certificate_signals.PARTY for each in found.get(pk, ()))
        for pk in group.members
    )
    url = reverse("admin:trainees_group_change", args=[group.pk])
    if today < group.arrives_on:
        when = _("Arrives %(day)s") % {"day": date_format(group.arrives_on, "l j F")}
        return Item(text=group.name, sub=count, url=url, label=when)
    if lacking or group.leaves_on - today <= CERTIFICATES_FROM:
        missing = ngettext("%d without certificate", "%d without certificates", lacking) % lacking
        return Item(
            text=group.name,
            sub=" · ".join([_end(group.leaves_on, today), count, *([missing] if lacking else [])]),
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


def _proposal(pk: int, title: str, school: str, day: date) -> Item:
    page = pages("admin:assessment_objectiveset_decide")(pk)
    return Item(
        # Translators: title of technical objectives that a school proposes
        text=_("Objectives proposed: %(title)s") % {"title": title},
        sub=f"{school}, {day_words(day, 'j F')}",
        url=page,
        do=_("Decide"),
        done_url=page,
    )


def _wish(pk: int, school: str, first: date) -> Item:
    page = pages("admin:placements_visitrequest_change")(pk)
    return Item(
        # Translators: a school asks to come to Italy
        text=_("%(school)s would like to visit companies") % {"school": school},
        # Translators: a day, like «from Thursday 3 December»
        sub=_("from %(day)s") % {"day": day_words(first)},
        url=page,
        do=_("Plan the visit"),
        done_url=page,
    )


def _report(
    pk: int, group: str, monday: date, wanted: tuple[date | None, int | None], now: datetime
) -> Item:
    page = reverse("admin:trainees_group_report", args=[pk, monday])
    day, minutes = wanted
    local = timezone.localtime(now)
    is_late, sub = False, ""
    if day is not None and minutes is not None:
        is_late = (day, minutes) <= (local.date(), local.hour * 60 + local.minute)
        # Translators: of a weekly report, like «asked for by Monday 16 March, 10:00»
        sub = _("asked for by %(day)s, %(time)s") % {
            "day": day_words(day),
            "time": weeks.hours(minutes),
        }
    return Item(
        # Translators: the weekly report of a group that waits for the tutor
        text=_("Report to release: %(group)s") % {"group": group},
        sub=sub,
        url=page,
        do=_("Release"),
        done_url=page,
        is_late=is_late,
    )


def _call(pk: int, name: str, due: tuple[date, int], now: datetime) -> Item:
    local = timezone.localtime(now)
    page = reverse("admin:helpdesk_callbackrequest_change", args=[pk])
    # Translators: of a call, like «promised by Monday 16 March, 10:00»
    sub = _("promised by %(day)s, %(time)s")
    return Item(
        # Translators: name is of who asked on the public page to be called
        text=_("Call %(name)s") % {"name": name},
        sub=sub % {"day": day_words(due[0]), "time": weeks.hours(due[1])},
        url=page,
        do=_("See number"),
        done_url=page,
        is_late=due <= (local.date(), local.hour * 60 + local.minute),
    )


def _question(pk: int, school: str, monday: date, day: date, now: datetime) -> Item:
    page = reverse("admin:trainees_group_report", args=[pk, monday])
    return Item(
        text=_("Question about a report: %(school)s") % {"school": school},
        # Translators: a day, like «since Monday 9 March»
        sub=_("since %(day)s") % {"day": day_words(day)},
        url=page,
        do=_("Answer"),
        done_url=f"{page}#last",
        is_late=day < timezone.localdate(now),
    )


def _end(leaves_on: date, today: date) -> str:
    if leaves_on == today:
        return _("Ends today")
    if leaves_on == today + timedelta(days=1):
        return _("Ends tomorrow")
    pattern = _("Ended %(day)s") if leaves_on < today else _("Ends %(day)s")
    return pattern % {"day": date_format(leaves_on, "l j F")}
