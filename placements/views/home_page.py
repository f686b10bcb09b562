"""A trainee's home: today, what is to do, the tutor, the placement. The order never changes."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal import weeks
from trainees.models.stand_ins import standing_in

from .. import glance_words, sheets, todo, wording
from ..absences import ahead
from ..cycle import todos as cycle_todos
from ..enums import ABSENCES, DayKind, WeekStatus
from ..models import Absence, AgreedDay, Placement
from ..presenting import period
from ..sheets import Chart, Line, Sheet, WeekLine
from ..stays import Stays
from ..todo import Todo
from . import week_days, week_page
from .addresses import Addresses


@dataclass(frozen=True)
class Today:
    """The panel of today; which of its partials shows it says `template`."""

    state: str
    heading: str
    figure: str = ""
    unit: str = ""
    times: tuple[str, ...] = ()
    text: str = ""
    save_label: str = ""
    save_url: str = ""
    change_url: str = ""
    absence_url: str = ""
    once: uuid.UUID | None = None

    @property
    def template(self) -> str:
        return f"placements/trainee/today/_{self.state}.html"


@dataclass(frozen=True)
class Fix:
    """A week that came back, as the next thing to do."""

    title: str
    reason: str
    label: str
    url: str


def context(stays: Stays) -> dict[str, Any]:
    """What `placements/trainee/home.html` needs."""
    placement, today = stays.current, stays.today
    shared: dict[str, Any] = {
        "tab": "home",
        "first_name": stays.trainee.first_name,
        "tutor": contact(stays.trainee.responsible, today),
    }
    said = todo.said(stays.trainee, placement, today)
    if placement is None:
        count = _count(said.todos)
        shared |= {"today": _none(), "told": said.told}
        return shared | {"todos": said.todos, "todo_count": count}
    at = Addresses(stays, placement)
    shown_day = min(max(today, placement.starts_on), placement.ends_on)
    chart = sheets.chart(placement, weeks.monday_of(shown_day), today=today)
    panel = _today(chart.shown, at)
    # Of an absence today the panel speaks itself; until when it lasts says the placement's card.
    own = [row for row in said.told if row.url == panel.absence_url]
    following = None if panel.state == "open" else _following(chart, at)
    todos = [
        *_own_todos(chart, at, without=following),
        *cycle_todos.of(placement),
        *said.todos,
    ]
    return shared | {
        "lead": _lead(placement, today),
        "strip": _strip(placement, today),
        "strip_label": _progress(placement, today),
        "today": panel,
        "told": [row for row in said.told if row not in own],
        # On an open day the way is beside its hours.
        "cannot_go": "" if panel.state == "open" else ahead.offer(placement, today),
        "send": following if isinstance(following, week_page.Action) else None,
        "fix": following if isinstance(following, Fix) else None,
        "todos": todos,
        "todo_count": _count(todos),
        "placement": _company(placement),
        "glance": glance(chart, at),
        "sent": _sent(chart, placement, at),
        "signed": _signed(chart, at),
        "news": [*cycle_todos.said(placement), *own, *said.news],
        "earlier": _others(stays, placement),
    }


def glance(chart: Chart, at: Addresses) -> glance_words.Panel | None:
    """The hours of the whole placement."""
    return glance_words.panel(chart.glance, at.placement, at.stays.today)


def contact(person: User, today: date) -> dict[str, Any]:
    """An agency tutor and how to reach them, or who stands in for them; one query."""
    return {
        "name": person.get_full_name() or person.email,
        "initials": person.initials,
        "phone": person.phone,
        "email": person.email,
        "stands_in": standing_in(person, today),
    }


def _count(todos: list[Todo]) -> str:
    return ngettext("%(count)d open", "%(count)d open", len(todos)) % {"count": len(todos)}


# --- Heading ----------------------------------------------------------------------------------


def _progress(placement: Placement, today: date) -> str:
    names = {"number": placement.week_number(today), "count": placement.week_count}
    return _("Week %(number)d of %(count)d") % names


def _lead(placement: Placement, today: date) -> str:
    if placement.holds(today):
        return f"{_progress(placement, today)} · {placement.company.name}"
    return f"{period(placement.starts_on, placement.ends_on)} · {placement.company.name}"


def _strip(placement: Placement, today: date) -> list[str]:
    """One class a week: done, now, or nothing."""
    monday = weeks.monday_of(today)
    over = today > placement.ends_on
    return [
        "done" if over or day < monday else "now" if day == monday else ""
        for day in weeks.mondays(placement.starts_on, placement.ends_on)
    ]


# --- Today ------------------------------------------------------------------------------------


def _none() -> Today:
    return Today("none", heading=_("Your placement"))


def _today(sheet: Sheet, at: Addresses) -> Today:
    placement, today = sheet.placement, at.stays.today
    if today < placement.starts_on:
        return Today(
            "before",
            heading=_("Your placement starts on %(day)s")
            % {"day": wording.full_day(placement.starts_on)},
            text=_first_hours(sheet),
        )
    if today > placement.ends_on:
        return Today(
            "after",
            heading=_("Your placement ended on %(day)s")
            % {"day": wording.full_day(placement.ends_on)},
            change_url=reverse("placements:hours"),
        )
    line = next(line for line in sheet.days if line.is_today)
    # Translators: day is like «Thursday 12 March»
    heading = _("Today, %(day)s") % {"day": wording.full_day(today)}
    change_url = at.day(today) if sheet.can_edit else ""
    if line.now is not None:
        return _filled(line, heading, change_url, placement)
    if line.agreed is None or not sheet.can_edit:
        return Today("free", heading=heading, change_url=change_url)
    return _open(line.agreed, heading, at, today)


def _open(agreed: AgreedDay, heading: str, at: Addresses, today: date) -> Today:
    return Today(
        "open",
        heading=heading,
        figure=weeks.hours(agreed.minutes),
        unit=_("h agreed"),
        times=agreed_times(agreed),
        save_label=_("Save %(hours)s for today") % {"hours": wording.hours(agreed.minutes)},
        save_url=at.as_agreed(today),
        change_url=f"{at.week(today, 'other=1')}#{week_days.anchor(today)}",
        once=uuid.uuid4(),
    )


def agreed_times(agreed: AgreedDay) -> tuple[str, ...]:
    """Before and after the break, when it is known where the break lies."""
    first, last = f"{agreed.starts_at:%H:%M}", f"{agreed.ends_at:%H:%M}"
    if agreed.break_starts_at is None or not agreed.break_minutes:
        return (f"{first}–{last}",)
    end = agreed.break_starts_at.hour * 60 + agreed.break_starts_at.minute + agreed.break_minutes
    resumes = f"{end // 60 % 24:02}:{end % 60:02}"
    return (f"{first}–{agreed.break_starts_at:%H:%M}", f"{resumes}–{last}")


def _filled(line: Line, heading: str, change_url: str, placement: Placement) -> Today:
    entry = line.now
    if entry is None:
        raise ValueError("nothing is entered")
    if entry.kind == DayKind.WORKED:
        return Today(
            "saved",
            heading=heading,
            figure=weeks.hours(entry.minutes),
            unit=_("h saved"),
            times=(wording.times(entry),),
            change_url=change_url,
        )
    text = wording.kind(entry.kind)
    if entry.kind in ABSENCES and line.entry and line.entry.told_at:
        text = _("%(kind)s. You told the company at %(time)s") % {
            "kind": text,
            "time": week_days.clock(line.entry.told_at),
        }
    return Today(
        "absent",
        heading=heading,
        text=text,
        change_url=change_url,
        absence_url=_absence_url(placement, line.date) if entry.kind in ABSENCES else "",
    )


def _absence_url(placement: Placement, day: date) -> str:
    """The page of what was said of the day; empty when nothing was."""
    said = Absence.objects.holding().filter(
        placement=placement, first_day__lte=day, last_day__gte=day
    )
    found = said.first()
    return reverse("placements:absence_page", args=[found.public_id]) if found else ""


def _first_hours(sheet: Sheet) -> str:
    line = next(line for line in sheet.days if line.date == sheet.placement.starts_on)
    if line.agreed is None:
        return ""
    return _("You start at %(time)s.") % {"time": f"{line.agreed.starts_at:%H:%M}"}


# --- To do ------------------------------------------------------------------------------------


def _editable(chart: Chart) -> list[Sheet]:
    own = [chart.shown] if chart.shown.can_edit else []
    return sorted([*chart.unsent, *own], key=lambda sheet: sheet.monday)


def _following(chart: Chart, at: Addresses) -> Fix | week_page.Action | None:
    """What comes next when today is done: correct a week that came back, else send one."""
    found = _editable(chart)
    for sheet in found:
        if sheet.week and sheet.status == WeekStatus.RETURNED:
            return _fix(sheet, at)
    for sheet in found:
        if action := week_page.send(sheet, at):
            return action
    return None


def _fix(sheet: Sheet, at: Addresses) -> Fix:
    return Fix(
        title=_("Week %(number)d came back") % {"number": sheet.number},
        reason=sheet.week.return_reason if sheet.week else "",
        label=_("Look at week %(number)d") % {"number": sheet.number},
        url=at.week(sheet.monday),
    )


def _own_todos(
    chart: Chart, at: Addresses, *, without: Fix | week_page.Action | None
) -> list[Todo]:
    shown_above = {without.url, without.url.replace("send/", "")} if without else set()
    found = [_own_todo(sheet, at) for sheet in _editable(chart)]
    return [row for row in found if row and row.url not in shown_above]


def _own_todo(sheet: Sheet, at: Addresses) -> Todo | None:
    url, names = at.week(sheet.monday), {"number": sheet.number}
    if sheet.week and sheet.status == WeekStatus.RETURNED:
        reason = Truncator(sheet.week.return_reason).chars(90)
        return Todo(_("Week %(number)d came back") % names, f"“{reason}”", url, "undo")
    if sheet.can_send:
        hours = wording.hours(sheet.minutes)
        # Translators: first is the company tutor's first name
        title = _("Send week %(number)d to %(first)s") % (
            names | {"first": sheet.placement.company_tutor.first_name}
        )
        return Todo(title, _("%(hours)s, nothing is missing") % {"hours": hours}, url, "send")
    gone = [day for day in sheet.missing if day < at.stays.today]
    if not gone:
        return None
    title = ngettext(
        "Week %(number)d: %(count)d day is missing",
        "Week %(number)d: %(count)d days are missing",
        len(gone),
    ) % (names | {"count": len(gone)})
    return Todo(title, wording.day_list(gone), url, "calendar")


# --- Placement --------------------------------------------------------------------------------


def _company(placement: Placement) -> dict[str, Any]:
    tutor, company = placement.company_tutor, placement.company
    return {
        "note": company.address or company.name,
        "rows": [
            (_("Company"), company.name),
            (_("Address"), company.address),
            (_("Your tutor there"), tutor.name),
            (_("From–to"), period(placement.starts_on, placement.ends_on)),
        ],
        "phone": tutor.phone or company.phone,
        "phone_url": f"tel:{(tutor.phone or company.phone).replace(' ', '')}",
        "directions": company.directions,
    }


def _sent(chart: Chart, placement: Placement, at: Addresses) -> list[Todo]:
    """Weeks that wait for the company; they can be taken back on their page."""
    name = placement.company_tutor.first_name

    def row(line: WeekLine) -> Todo:
        # Translators: name is the company tutor's first name
        title = _("Week %(number)d is with %(name)s") % {"number": line.number, "name": name}
        note = _("%(hours)s, not signed yet") % {"hours": wording.hours(line.minutes)}
        return Todo(title, note, at.week(line.monday), "clock")

    return [row(line) for line in chart.with_company]


def _signed(chart: Chart, at: Addresses) -> Todo | None:
    line = chart.last_signed
    if line is None:
        return None
    names = {"hours": wording.hours(line.signed_minutes), "name": line.signed_by}
    return Todo(
        _("Week %(number)d signed") % {"number": line.number},
        # Translators: name is the signer's
        (_("%(hours)s, by %(name)s on paper") if line.is_paper else _("%(hours)s, by %(name)s"))
        % names,
        at.week(line.monday),
        "check-circle",
    )


def _others(stays: Stays, placement: Placement) -> list[Todo]:
    def row(each: Placement) -> Todo:
        day = min(max(stays.today, each.starts_on), each.ends_on)
        note = period(each.starts_on, each.ends_on)
        return Todo(each.company.name, note, Addresses(stays, each).week(day), "clock")

    return [row(each) for each in stays.placements if each != placement]
