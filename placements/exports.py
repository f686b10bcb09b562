"""A group's hours as tables: a row a day, and a row a week."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponseBase
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, spreadsheets
from imyportal.spreadsheets import Cell, Table
from imyportal.weeks import iso
from trainees.models import Group

from . import sheets
from .entries import DayEntry
from .enums import ABSENCES, DayKind, SignedHow, WeekStatus
from .models import Correction, HourWeek, Placement, WorkDay

CHUNK = 2000  # rows fetched at a time
PLACE = ("trainee__last_name", "trainee__first_name", "starts_on", "pk")
SIGNED = tuple(f"week__signature__{name}" for name in ("name", "signed_on", "signed_at", "how"))


def _hours(minutes: int) -> float:
    return round(minutes / 60, 2)


def kinds(*, with_reasons: bool) -> dict[str, str]:
    """The word for each kind of day; without reasons ill and otherwise absent are the same."""
    words = {kind.value: str(kind.label) for kind in DayKind}
    if not with_reasons:
        words |= dict.fromkeys((kind.value for kind in ABSENCES), str(DayKind.ABSENT.label))
    return words


def days(placements: QuerySet[Placement], *, with_reasons: bool) -> Table:
    """A row for each day entered, with corrections applied; three queries, read as it is written.

    `with_reasons` is for agency tutors: nobody else reads whether an absence was an illness.
    """
    header = [
        _("Trainee"), _("Company"), _("Date"), _("Day"), _("From"), _("To"), _("Break, minutes"),
        _("Minutes"), _("Hours"), _("State"), _("Signed by"), _("Signed"), _("How"), _("Corrected"),
    ]  # fmt: skip
    words: dict[str, dict[Any, str]] = {
        "kind": kinds(with_reasons=with_reasons),
        "status": {status.value: str(status.label) for status in WeekStatus},
        "how": {how.value: str(how.label) for how in SignedHow},
        "corrected": {True: _("yes"), False: ""},
    }
    widths = [26, 30, 12, 14, 8, 8, 15, 9, 8, 14, 24, 17, 16, 11]
    return Table(_("Days"), header, widths, _day_rows(placements, words))


def _day_rows(
    placements: QuerySet[Placement], words: dict[str, dict[Any, str]]
) -> Iterator[list[Cell]]:
    names = {
        pk: [f"{first} {last}", company]
        for pk, first, last, company in placements.values_list(
            "pk", "trainee__first_name", "trainee__last_name", "company__name"
        )
    }
    changes: dict[int, dict[date, tuple[Any, ...]]] = {}
    for pk, day, new, *signed in (
        Correction.objects.filter(week__placement__in=names)
        .order_by("at", "pk")
        .values_list("week__placement", "date", "new", *SIGNED)
    ):
        changes.setdefault(pk, {})[day] = (new, *signed)
    entered = (
        WorkDay.objects.filter(week__placement__in=names)
        .order_by(*(f"week__placement__{name}" for name in PLACE), "date")
        .values_list(
            "week__placement", "date", "kind", "starts_at", "ends_at", "break_minutes", "minutes",
            "week__status", *SIGNED,
        )
    )  # fmt: skip
    for pk, found in groupby(entered.iterator(chunk_size=CHUNK), key=lambda row: row[0]):
        lines = {day: (*rest, False) for _pk, day, *rest in found}
        for day, (new, *signed) in changes.get(pk, {}).items():
            lines[day] = (*_columns(new), WeekStatus.SIGNED, *signed, True)
        for day in sorted(lines):
            yield [*names[pk], day, *_words(lines[day], words)]


def _columns(new: dict[str, Any]) -> list[Any]:
    entry = DayEntry.from_json(new)
    if entry is None:
        return [None, None, None, 0, 0]
    return [entry.kind, entry.starts_at, entry.ends_at, entry.break_minutes, entry.minutes]


def _words(line: tuple[Any, ...], words: dict[str, dict[Any, str]]) -> list[Cell]:
    kind, starts, ends, pause, minutes, status, name, on_paper, at, how, corrected = line
    return [
        words["kind"].get(kind, ""), starts, ends, pause, minutes, _hours(minutes),
        words["status"][status], name, on_paper or at, words["how"].get(how, ""),
        words["corrected"][corrected],
    ]  # fmt: skip


def week_totals(placements: QuerySet[Placement]) -> Table:
    """A row for each week something is stored of: its hours now, and those that were signed; one query."""
    header = [
        _("Trainee"), _("Company"), _("Week"), _("ISO week"), _("Monday"), _("Minutes"),
        _("Hours"), _("State"), _("Signed by"), _("Signed"), _("How"),
        _("Signed minutes"), _("Signed hours"), _("Corrected"),
    ]  # fmt: skip
    widths = [26, 30, 7, 10, 12, 9, 8, 14, 24, 17, 16, 15, 13, 11]
    return Table(_("Weeks"), header, widths, _week_rows(placements))


def _week_rows(placements: QuerySet[Placement]) -> Iterator[list[Cell]]:
    status = {each.value: str(each.label) for each in WeekStatus}
    corrected = Correction.objects.filter(week=OuterRef("pk"))
    found = (
        HourWeek.objects.filter(placement__in=placements)
        .annotate(total=sheets.total_minutes(), was_corrected=Exists(corrected))
        .select_related("placement__trainee", "placement__company", "signature")
        .order_by(*(f"placement__{name}" for name in PLACE), "monday")
    )
    for week in found.iterator(chunk_size=CHUNK):
        signature = week.signature if week.status == WeekStatus.SIGNED else None
        yield [
            week.placement.trainee.name, week.placement.company.name, week.number,
            iso(week.monday), week.monday, week.total, _hours(week.total), status[week.status],
            signature.name if signature else None,
            (signature.signed_on or signature.signed_at) if signature else None,
            str(SignedHow(signature.how).label) if signature else None,
            signature.minutes if signature else None,
            _hours(signature.minutes) if signature else None,
            _("yes") if week.was_corrected else "",
        ]  # fmt: skip


@transaction.atomic
def answer(group: Group, *, viewer: User, form: str, with_reasons: bool) -> HttpResponseBase:
    """The hours of the group's trainees `viewer` sees, as a download that is noted; `form` is csv or xlsx."""
    live = Placement.objects.visible_to(viewer).live()
    placements = live.filter(trainee__group=group).order_by(*PLACE)
    audit.note("data.exported", by=viewer, about=group, what="hours", form=form)
    # Translators: name of a file
    name = f"{slugify(group.name) or group.pk}-{_('hours')}.{form}"
    table = days(placements, with_reasons=with_reasons)
    if form == "csv":
        return spreadsheets.csv_answer(table, name)
    return spreadsheets.xlsx_answer([table, week_totals(placements)], name)
