"""What the mails of this room say. The texts are in templates/emails/placements/."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import mail, weeks
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from . import company_panels, presenting
from .absences import emails as of_absences  # noqa: F401  # registers its mails
from .agreements import emails as of_agreements  # noqa: F401  # registers its mails
from .company_links import company_link
from .cycle import emails as of_cycle  # noqa: F401  # registers its mail
from .cycle import questions, wanted
from .cycle.check_ins import STILL
from .enums import EDITABLE_WEEKS, CycleKind, WeekStatus
from .first_day import emails as of_first_days  # noqa: F401  # registers its mail
from .incidents import emails as of_incidents  # noqa: F401  # registers its mail
from .models import (
    CompanyTutor,
    CorrectionRequest,
    HourWeek,
    Placement,
    Reminder,
    WeekSignature,
    WorkDay,
)
from .reports import emails as _report_emails  # noqa: F401 - fillers of its own
from .sheets import Sheet, sheet
from .visits import emails as of_visits  # noqa: F401  # registers its mails


def _week(key: str | int) -> HourWeek:
    return HourWeek.objects.select_related(
        "placement__trainee__tutor",
        "placement__trainee__group__lead_tutor",
        "placement__company",
        "placement__company_tutor",
    ).get(pk=key)


def _context(found: Sheet) -> dict[str, object]:
    placement = found.placement
    rows = presenting.rows(found)
    return {
        "trainee": placement.trainee,
        "company": placement.company,
        "company_tutor": placement.company_tutor,
        "tutor": placement.trainee.responsible,
        "number": found.number,
        "period": presenting.period(found.monday, found.sunday),
        "rows": rows,
        "pairs": [(f"{row.label}, {row.text}", row.hours) for row in rows],
        "hours": weeks.hours(found.minutes),
        "total": (_("Total"), weeks.hours(found.minutes)),
    }


def _about_week(row: OutgoingMail) -> tuple[HourWeek, dict[str, object]]:
    week = _week(row.about_key)
    found = sheet(week.placement, week.monday, today=timezone.localdate())
    return week, _context(found)


def _content(context: dict[str, object]) -> Content:
    tutor = context["tutor"]
    return Content(context, sender_name=str(tutor), reply_to=getattr(tutor, "email", ""))


@mail.fills("placements/week_sent")
def week_sent(row: OutgoingMail) -> Content | None:
    """To the company: the hours and the link. Pointless once taken back or signed."""
    week, context = _about_week(row)
    if week.status != WeekStatus.DECLARED:
        return None
    sent_before = OutgoingMail.objects.filter(
        template=row.template, about_id=row.about_id, to=row.to, sent_at__isnull=False
    ).exclude(pk=row.pk)
    changed = {"is_again": sent_before.exists()}
    return _content(context | company_link(week.placement.company_tutor) | changed)


@mail.fills("placements/week_signed")
def week_signed(row: OutgoingMail) -> Content:
    """To the trainee."""
    week, context = _about_week(row)
    url = settings.SITE_URL + reverse("placements:week", args=[week.monday])
    return _content(context | {"signature": week.signature, "url": url})


@mail.fills("placements/week_signed_copy")
def week_signed_copy(row: OutgoingMail) -> Content:
    """To the company: what was signed, with its digest."""
    week, context = _about_week(row)
    return _content(context | {"signature": week.signature, "said": company_panels.said(week)})


@mail.fills("placements/week_returned")
def week_returned(row: OutgoingMail) -> Content | None:
    """To the trainee; pointless once the week was sent again."""
    week, context = _about_week(row)
    if week.status != WeekStatus.RETURNED:
        return None
    url = settings.SITE_URL + reverse("placements:week", args=[week.monday])
    return _content(context | {"reason": week.return_reason, "by": week.returned_by, "url": url})


@mail.fills("placements/week_corrected")
def week_corrected(row: OutgoingMail) -> Content:
    """To both: what was, what is, and why."""
    week, context = _about_week(row)
    corrections = list(week.corrections.select_related("by"))
    correction = corrections[-1]
    return _content(
        context
        | {
            "correction": correction,
            "day": date_format(correction.date, "l j F"),
            "before": presenting.entry_text(correction.old),
            "after": presenting.entry_text(correction.new),
            "name": context["company_tutor"] if row.details["to_company"] else context["trainee"],
        }
    )


@mail.fills("placements/request_declined")
def request_declined(row: OutgoingMail) -> Content:
    """To both: a correction was asked for, and the signed hours stay. The company reads no wish of the trainee."""
    asked = CorrectionRequest.objects.select_related("week").get(pk=row.about_key)
    found = sheet(_week(asked.week_id).placement, asked.week.monday, today=timezone.localdate())
    context = _context(found)
    now = next((line.now for line in found.days if line.date == asked.date), None)
    return _content(
        context
        | {
            "asked": asked,
            "day": date_format(asked.date, "l j F"),
            "stays": presenting.entry_text(now.as_json() if now else {}),
            "name": context["company_tutor"] if row.details["to_company"] else context["trainee"],
        }
    )


@mail.fills("placements/not_me")
def not_me(row: OutgoingMail) -> Content:
    """To the agency tutor: the address of a company tutor is wrong."""
    tutor = CompanyTutor.objects.select_related("company").get(pk=row.about_key)
    path = reverse("admin:placements_companytutor_change", args=[tutor.pk])
    return Content({"company_tutor": tutor, "url": f"{settings.SITE_URL}{path}"})


@mail.fills("placements/sign_reminder")
def sign_reminder(row: OutgoingMail) -> Content | None:
    """To the company: every week that waits for a signature. Pointless once none does."""
    tutor = CompanyTutor.objects.get(pk=row.about_key)
    waiting = list(
        HourWeek.objects.filter(placement__company_tutor=tutor)
        .to_sign()
        .select_related("placement__trainee__tutor", "placement__trainee__group__lead_tutor")
        .annotate(minutes=Sum("days__minutes"))
        .order_by("monday", "placement__trainee__last_name", "pk")
    )
    if not waiting:
        return None
    lines = [
        {
            "trainee": week.placement.trainee.name,
            "number": week.number,
            "hours": weeks.hours(week.minutes or 0),
        }
        for week in waiting
    ]
    person = waiting[0].placement.trainee.responsible
    context = {"company_tutor": tutor, "tutor": person, "lines": lines, "count": len(lines)}
    return _content(context | company_link(tutor))


@mail.fills("placements/hours_reminder")
def hours_reminder(row: OutgoingMail) -> Content | None:
    """To the trainee: the days of its week that are missing, else that it is full and not sent.

    Else pointless, however much is missing in another week: that one has a reminder of its own.
    """
    placement = Placement.objects.select_related(
        "trainee__tutor", "trainee__group__lead_tutor"
    ).get(pk=row.about_key)
    about, by_hand = date.fromisoformat(row.details["monday"]), row.details.get("by_hand", False)
    missing = wanted.missing_hours(about, timezone.localdate(), by_hand=by_hand)
    missing = missing.filter(placement=placement)
    days = sorted(missing.values_list("day", flat=True))  # type: ignore[misc]  # annotated
    unsent = wanted.unsent([placement.pk], about, by_hand=by_hand)
    if not (days or unsent):
        return None
    monday = days[0] if days else unsent[0].monday
    return _content(
        {
            "trainee": placement.trainee,
            "tutor": placement.trainee.responsible,
            "days": [date_format(day, "l j F") for day in days],
            "count": len(days),
            "number": placement.week_number(monday),
            "url": settings.SITE_URL + reverse("placements:week", args=[monday]),
            "check_in_url": _check_in_url() if _is_asked(placement, about) else "",
        }
    )


def _check_in_url() -> str:
    return settings.SITE_URL + reverse("placements:check_in")


def _is_asked(placement: Placement, monday: date) -> bool:
    """Whether the check-in of this week was asked for and is open."""
    if timezone.localdate() >= monday + timedelta(weeks=1) + STILL:
        return False
    asked = Reminder.objects.filter(
        placement=placement, kind=CycleKind.CHECK_IN, monday=monday, done_at__isnull=False
    )
    return asked.exists() and bool(wanted.check_ins([placement.pk], monday))


@mail.fills("placements/check_in")
def check_in(row: OutgoingMail) -> Content | None:
    """To the trainee: how was the week? Pointless once said, and when the week is over."""
    placement = (
        Placement.objects.live()
        .select_related("trainee__tutor", "trainee__group__lead_tutor")
        .filter(pk=row.about_key)
        .first()
    )
    monday = date.fromisoformat(row.details["monday"])
    is_over = weeks.monday_of(timezone.localdate()) != monday
    if placement is None or is_over or not wanted.check_ins([placement.pk], monday):
        return None
    return _content(
        {
            "trainee": placement.trainee,
            "tutor": placement.trainee.responsible,
            "is_again": row.details["step"] > 1,
            "url": _check_in_url(),
        }
    )


@mail.fills("placements/company_questions")
def company_questions(row: OutgoingMail) -> Content | None:
    """To the company: three questions about each of its trainees. Pointless once answered."""
    tutor = CompanyTutor.objects.get(pk=row.about_key)
    before = date.fromisoformat(row.details["monday"]) - timedelta(weeks=1)
    asked = list(
        questions.open_for(
            Placement.objects.live().filter(company_tutor=tutor), before
        ).select_related("trainee__tutor", "trainee__group__lead_tutor")
    )
    if not asked:
        return None
    only = asked[0].trainee
    link = (
        company_link(
            tutor, "company:open_questions", placement=asked[0].public_id, week=weeks.iso(before)
        )
        if len(asked) == 1
        else company_link(tutor)
    )
    context = {
        "company_tutor": tutor,
        "tutor": only.responsible,
        "name": only.first_name if len(asked) == 1 else "",
        "names": [each.trainee.name for each in asked],
        "period": presenting.period(before, before + timedelta(days=6)),
    }
    return _content(context | link)


@mail.fills("placements/weeks_on_paper")
def weeks_on_paper(row: OutgoingMail) -> Content:
    """To both, once a sheet: which weeks were signed by hand."""
    week, context = _about_week(row)
    signatures = list(
        WeekSignature.objects.filter(pk__in=row.details["signatures"])
        .select_related("week__placement", "user")
        .order_by("week__monday")
    )
    first = signatures[0]
    total = sum(each.minutes for each in signatures)
    to_company = row.details["to_company"]
    person = week.placement.company_tutor if to_company else week.placement.trainee
    url = "" if to_company else settings.SITE_URL + reverse("placements:week", args=[week.monday])
    return _content(
        context
        | {
            "name": person.first_name,
            "count": len(signatures),
            "signer": first.name,
            "signed_on": date_format(first.day, "j F Y"),
            "by": first.user,
            "pairs": [(_week_words(each.week), weeks.hours(each.minutes)) for each in signatures],
            "total": (_("Total"), f"{weeks.hours(total)} h"),
            "to_company": to_company,
            "url": url,
        }
    )


def _week_words(week: HourWeek) -> str:
    period = presenting.period(week.monday, week.monday + timedelta(days=6))
    return _("Week %(number)d, %(period)s") % {"number": week.number, "period": period}


@mail.fills("placements/filled_for_you")
def filled_for_you(row: OutgoingMail) -> Content | None:
    """To the trainee, of what the tutor filled in or emptied: the week as it is now."""
    week, context = _about_week(row)
    found = WorkDay.objects.filter(week=week, filled_by__is_staff=True).select_related("filled_by")
    last = found.order_by("filled_at").last()
    by = last.filled_by if last else User.objects.filter(pk=row.details.get("by")).first()
    if by is None:
        return None
    url = settings.SITE_URL + reverse("placements:week", args=[week.monday])
    can_change = week.status in EDITABLE_WEEKS
    return _content(context | {"by": by, "can_change": can_change, "url": url})
