"""What came on paper: a week signed by hand, with its scan, and a day the tutor filled in."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from imyportal import weeks
from placements import chart_pdf, on_behalf, paper, printing
from placements.entries import DayEntry
from placements.enums import WeekStatus
from placements.missing import missing_days
from placements.models import HourWeek, Placement
from placements.views.papers import printable


def build(placements: list[Placement], today: date) -> None:
    """The oldest week that waits for a signature is signed on the printed chart; another is begun."""
    waiting = HourWeek.objects.filter(placement__in=placements).to_sign()
    late = waiting.filter(placement__trainee__nationality="DE").order_by("monday", "pk").first()
    if late is not None:
        _sign(late, today)
    missing = missing_days(today).filter(placement__in=placements).order_by("placement", "weekday")
    open_day = missing.exclude(placement__weeks__status=WeekStatus.DECLARED).first()
    if open_day is not None:
        day: date = open_day.day  # type: ignore[attr-defined]
        tutor = open_day.placement.trainee.responsible
        monday = weeks.monday_of(day)
        entries = {day: DayEntry.agreed(open_day)}
        on_behalf.fill_week(open_day.placement, monday, entries, by=tutor, version=99)


def _sign(week: HourWeek, today: date) -> None:
    placement = printable(week.placement.trainee.responsible).get(pk=week.placement_id)
    tutor = placement.trainee.responsible
    printed = printing.charts([placement], by=tutor, today=today)
    sheet = chart_pdf.render(printed, language="it")
    paper.mark_signed(
        placement,
        {week.monday: week.version},
        name=placement.company_tutor.name,
        signed_on=week.monday + timedelta(days=4),
        file=SimpleUploadedFile("registro-firmato.pdf", sheet, "application/pdf"),
        by=tutor,
        button="Mark 1 week as signed by hand",
    )
