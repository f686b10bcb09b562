"""Filling the hour chart: a day, a week declared complete and taken back."""

import uuid
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal import audit, mail, weeks, work
from imyportal.enums import Action
from imyportal.forms import use_key
from trainees.enums import News
from trainees.guardians import news

from . import agreed_hours, changes
from .entries import DayEntry
from .enums import ABSENCES, EDITABLE_WEEKS, WeekStatus
from .models import HourWeek, Placement, WorkDay
from .sheets import sheet
from .worktime import keeping


def locked_week(placement: Placement, monday: date) -> HourWeek:
    """The week's row, made when it is missing, held until the transaction ends."""
    HourWeek.objects.bulk_create(
        [HourWeek(placement=placement, monday=monday)], ignore_conflicts=True
    )
    week = HourWeek.objects.select_for_update(of=("self",)).get(placement=placement, monday=monday)
    week.placement = placement
    work.hook("hours.week_locked")
    return week


def _check_editable(week: HourWeek) -> None:
    if week.status in EDITABLE_WEEKS:
        return
    if week.status == WeekStatus.SIGNED:
        text = _("This week is signed. If something is wrong, ask for a correction.")
    else:
        text = _("This week is with the company. Take it back to change it.")
    raise ValidationError(text, code="locked")


def _check_date(placement: Placement, day: date) -> None:
    if not placement.holds(day):
        raise ValidationError(_("This day is not part of your placement."), code="outside")
    if day > timezone.localdate():
        raise ValidationError(_("This day has not come yet."), code="future")


@transaction.atomic
def save_day(
    placement: Placement,
    day: date,
    entry: DayEntry,
    *,
    by: User,
    version: int | None = None,
    once: uuid.UUID | None = None,
) -> WorkDay:
    """Store what was on `day`, over what was there.

    `version` is the week's version that was seen (0: nothing stored, None: does not matter). Raises
    `ValidationError`: with field names for times that make no day, or break a limit that blocks;
    code `changed` when somebody changed this very day since; `locked` when the week was sent or
    signed; `outside`; `future`.
    The same `once` again stores nothing more.
    """
    entry = entry.checked()
    _check_date(placement, day)
    week = locked_week(placement, weeks.monday_of(day))
    row = WorkDay.objects.filter(week=week, date=day).first()
    if not use_key(once):
        if row is None:
            raise ValidationError(_("This day was changed meanwhile."), code="changed")
        return row
    _check_editable(week)
    if row and DayEntry.of(row) == entry:
        return row
    if row and version is not None and row.version > version:
        raise ValidationError(_("This day was changed meanwhile."), code="changed")

    row = put_day(week, day, entry, row=row, by=by, told_at=row.told_at if row else None)
    keeping.recheck(placement, day, refuses=True)
    return row


def put_day(
    week: HourWeek,
    day: date,
    entry: DayEntry,
    *,
    row: WorkDay | None,
    by: User,
    told_at: datetime | None,
) -> WorkDay:
    """Write a day over `row`, in a week that the caller holds with `locked_week` and may write.

    `told_at` is when the company heard of it; it stands on absences only. Judge the hours anew
    afterwards (`worktime.keeping`).
    """
    week.version += 1
    week.save(update_fields=["version"])
    before = DayEntry.of(row) if row else None
    row = row or WorkDay(week=week, date=day)
    row.kind = entry.kind
    row.starts_at, row.ends_at = entry.starts_at, entry.ends_at
    row.break_minutes, row.minutes, row.note = entry.break_minutes, entry.minutes, entry.note
    row.version, row.filled_by, row.filled_at = week.version, by, timezone.now()
    row.told_at = told_at if entry.kind in ABSENCES else None
    row.save()
    changes.keep_day(week, day, before, entry, by=by)
    return row


def save_as_agreed(
    placement: Placement, day: date, *, by: User, once: uuid.UUID | None = None
) -> WorkDay:
    """One tap: the day went as agreed.

    Raises `ValidationError` with code `not_agreed` when no work is agreed for that weekday, and
    `changed` when something else stands there already, besides those of `save_day`.
    """
    agreed = agreed_hours.of_one(placement).on(day)
    if agreed is None:
        raise ValidationError(_("No work is agreed for this weekday."), code="not_agreed")
    return save_day(placement, day, DayEntry.agreed(agreed), by=by, version=0, once=once)


@transaction.atomic
def clear_day(placement: Placement, day: date, *, by: User, version: int | None = None) -> None:
    """Take the day's entry away; raises `ValidationError` as `save_day`."""
    week = locked_week(placement, weeks.monday_of(day))
    _check_editable(week)
    row = WorkDay.objects.filter(week=week, date=day).first()
    if row is None:
        return
    if version is not None and row.version > version:
        raise ValidationError(_("This day was changed meanwhile."), code="changed")
    drop_day(week, row, by=by)
    keeping.recheck(placement, day)


def drop_day(week: HourWeek, row: WorkDay, *, by: User) -> None:
    """Take a day out of a week that the caller holds and may write; else as `put_day`."""
    row.delete()
    changes.keep_day(week, row.date, DayEntry.of(row), None, by=by)
    week.version += 1
    week.save(update_fields=["version"])


@transaction.atomic
def declare_week(
    placement: Placement,
    monday: date,
    *,
    by: User,
    version: int,
    once: uuid.UUID | None = None,
) -> HourWeek:
    """The week is complete: it goes to the company tutor, by mail in their language.

    Raises `ValidationError` as `complete_week`. Sent twice is sent once.
    """
    week = locked_week(placement, monday)
    if week.status == WeekStatus.DECLARED:
        return week
    _check_editable(week)
    version = version if use_key(once) else -1
    complete_week(week, by=by, version=version)
    mail.queue(
        "placements/week_sent",
        to=placement.company_tutor.email,
        language=placement.company_tutor.language,
        about=week,
        key=f"week_sent:{week.pk}:{week.version}",
    )
    return week


def complete_week(week: HourWeek, *, by: User, version: int) -> None:
    """Declare a week that the caller holds with `locked_week`, without a word to the company.

    Raises `ValidationError` with code `missing` when days without an entry remain, `changed` when
    the week is not the one that was seen, `locked` when it was signed.
    """
    _check_editable(week)
    if week.version != version:
        raise ValidationError(
            _("This week was changed meanwhile. Look at it again, then send it."), code="changed"
        )
    _check_complete(week.placement, week.monday)
    before, week.status, week.version = week.status, WeekStatus.DECLARED, week.version + 1
    week.declared_at, week.declared_by = timezone.now(), by
    week.save(update_fields=["status", "version", "declared_at", "declared_by"])
    audit.note(Action.WEEK_DECLARED, by=by, about=week)
    changes.keep_state(week, before, by=by)
    news.tell(week.placement.trainee, News.STARTED)


def _check_complete(placement: Placement, monday: date) -> None:
    found = sheet(placement, monday, today=timezone.localdate())
    if found.missing:
        days = ", ".join(date_format(day, "l") for day in found.missing)
        raise ValidationError(
            ngettext("%(days)s is missing.", "%(days)s are missing.", len(found.missing))
            % {"days": days},
            code="missing",
        )
    if not any(line.entry for line in found.days):
        raise ValidationError(_("This week has no hours yet."), code="missing")


@transaction.atomic
def take_back(week: HourWeek, *, by: User) -> HourWeek:
    """The trainee takes a sent week back before it is signed.

    Raises `ValidationError` with code `locked` when it was signed meanwhile.
    """
    week = HourWeek.objects.select_for_update(of=("self",)).get(pk=week.pk)
    if week.status in EDITABLE_WEEKS:
        return week
    if week.status == WeekStatus.SIGNED:
        _check_editable(week)
    week.status, week.version = WeekStatus.OPEN, week.version + 1
    week.save(update_fields=["status", "version"])
    audit.note(Action.WEEK_TAKEN_BACK, by=by, about=week)
    changes.keep_state(week, WeekStatus.DECLARED, by=by)
    return week
