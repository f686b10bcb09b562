"""What the mails about absences say. The texts are in templates/emails/placements/."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail
from trainees.models.stand_ins import on_duty

from ..enums import AbsenceKind, NoticeOf, NoticeTo
from ..models import Absence
from . import telling, wording


def _absence(row: OutgoingMail) -> Absence:
    return Absence.objects.select_related(
        "placement__trainee__tutor",
        "placement__trainee__group__lead_tutor",
        "placement__company",
        "placement__company_tutor",
        "user",
    ).get(pk=row.about_key)


def _content(row: OutgoingMail, absence: Absence, **more: Any) -> Content:
    """Addressed to whom it goes to; a mail to company or trainee comes from the agency tutor."""
    placement = absence.placement
    trainee, company_tutor = placement.trainee, placement.company_tutor
    tutor, to = trainee.responsible, row.details["to_whom"]
    if to == NoticeTo.AGENCY:
        tutor = on_duty(tutor, timezone.localdate())
    name = {
        NoticeTo.COMPANY: company_tutor.first_name,
        NoticeTo.TRAINEE: trainee.first_name,
        NoticeTo.AGENCY: tutor.get_short_name(),
    }[NoticeTo(to)]
    context = {
        "name": name,
        "trainee": trainee,
        "company": placement.company,
        "company_tutor": company_tutor,
        "tutor": tutor,
        "to_company": to == NoticeTo.COMPANY,
        "url": "" if to == NoticeTo.COMPANY else _url(absence, to),
    }
    if to == NoticeTo.AGENCY:
        return Content(context | more)
    return Content(context | more, sender_name=str(tutor), reply_to=tutor.email)


def _url(absence: Absence, to: str) -> str:
    if to == NoticeTo.AGENCY:
        path = reverse("admin:placements_absence_change", args=[absence.pk])
    else:
        path = reverse("placements:absence_page", args=[absence.public_id])
    return f"{settings.SITE_URL}{path}"


@mail.fills("placements/absence")
def absent(row: OutgoingMail) -> Content | None:
    """To company and agency: somebody does not come. Pointless once it was taken back.

    Why, only the company reads, in a word and only if the trainee wished it.
    """
    absence = _absence(row)
    if absence.withdrawn_at is not None:
        return None
    first, last = (date.fromisoformat(row.details[name]) for name in ("first", "last"))
    if absence.back_on is not None:  # said since, before this mail went out
        last = min(last, absence.last_day)
    trainee, today = absence.placement.trainee, timezone.localdate()
    return _content(
        row,
        absence,
        subject_line=wording.absent(trainee.first_name, first, last, today),
        sentence=wording.cannot_come(trainee.name, first, last, today),
        said=_said(absence),
        reason=AbsenceKind(absence.kind).label if absence.shares_reason else "",
        must_call=not telling.was_told(absence, NoticeTo.COMPANY),
    )


def _said(absence: Absence) -> str:
    """When the trainee said it; who wrote it down, when nobody heard it from the trainee."""
    at = timezone.localtime(absence.said_at or absence.noted_at)
    names = {"day": date_format(at, "l j F"), "time": f"{at:%H:%M}", "by": absence.user or ""}
    if absence.said_at is None:
        return _("Written down by %(by)s on %(day)s at %(time)s.") % names
    return _("Said on %(day)s at %(time)s.") % names


@mail.fills("placements/absence_over")
def over(row: OutgoingMail) -> Content | None:
    """To whom the absence was told: it is over. Pointless to whom that mail never went."""
    absence = _absence(row)
    told = absence.notices.filter(
        to=row.details["to_whom"], what__in=telling.FIRST, mail__sent_at__isnull=False
    )
    if not told.exists():
        return None
    trainee, day = absence.placement.trainee, date.fromisoformat(row.details["day"])
    return _content(
        row,
        absence,
        sentence=wording.comes(trainee.name, day, timezone.localdate()),
        subject_line=wording.comes(trainee.first_name, day, timezone.localdate()).rstrip("."),
    )


@mail.fills("placements/absence_noticed")
def noticed(row: OutgoingMail) -> Content | None:
    """To the agency tutor: the company says that somebody is not there, or the trainee was."""
    absence = _absence(row)
    if absence.withdrawn_at is not None:
        return None
    at = timezone.localtime(absence.noticed_at or absence.noted_at)
    return _content(
        row, absence, day=wording.days_of(absence), time=f"{at:%H:%M}", denied=absence.denied_at
    )


@mail.fills("placements/absence_asked")
def asked(row: OutgoingMail) -> Content | None:
    """To the trainee: what happened? Pointless once it is said."""
    absence = _absence(row)
    if not Absence.objects.unanswered().filter(pk=absence.pk).exists():
        return None
    return _content(
        row, absence, day=wording.days_of(absence), by_company=absence.noticed_at is not None
    )


@mail.fills("placements/absence_paper")
def paper(row: OutgoingMail) -> Content | None:
    """To the trainee: a paper is needed, or still missing. Pointless once there is one."""
    absence = _absence(row)
    if absence.withdrawn_at is not None or absence.paper_settled_at is not None:
        return None
    if absence.papers.exists():
        return None
    is_again = absence.notices.filter(mail=row, what=NoticeOf.REMINDED).exists()
    since = date_format(absence.begins_on, "l j F")
    return _content(row, absence, since=since, is_again=is_again)
