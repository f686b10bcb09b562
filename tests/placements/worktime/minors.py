"""Hours of a person under 18 at a company."""

from datetime import date, time, timedelta

from placements import hours
from placements.entries import DayEntry
from placements.enums import DayKind, LimitKind, LimitWeight
from placements.models import WorkingTimeFinding, WorkingTimeLimit
from placements.worktime import exceptions
from tests.factories import MONDAY

TUESDAY, SUNDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=6)
MINOR = date(2009, 6, 1)
ART = "L. 977/1967, art. 18"
TOO_LONG = f"Monday 2 March: 8:30 h of work, at most 8:00 h a day (for under-18s: {ART})"


def work(placement, day, starts="08:30", ends="18:30", pause=90):
    starts, ends = map(time.fromisoformat, (starts, ends))
    entry = DayEntry(DayKind.WORKED, starts, ends, pause)
    return hours.save_day(placement, day, entry, by=placement.trainee.user)


def stored(**which):
    rows = WorkingTimeFinding.objects.filter(**which)
    return list(rows.values_list("kind", "date", "measured"))


def agree(placement, by, kind=LimitKind.DAY, **changes):
    fields = {"first": MONDAY, "last": SUNDAY, "reason": "A fair.", "by": by} | changes
    return exceptions.agree(placement, kind, **fields)


def block(kind="day"):
    WorkingTimeLimit.objects.filter(kind=kind).update(weight=LimitWeight.BLOCK)


def posted(context):
    """What a browser would send back of a page of the desk."""
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    return {
        field.html_name: field.value()
        for form in forms
        for field in form
        if field.value() is not None and field.value() is not False
    }
