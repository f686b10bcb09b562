"""Asking to correct a signed day: trainee and company ask, an agency tutor decides."""

import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit, mail, work
from imyportal.forms import use_key

from . import signing
from .entries import DayEntry
from .enums import RequestStatus, WeekStatus
from .models import Correction, CorrectionRequest, HourWeek
from .sheets import Line, sheet


@transaction.atomic
def ask(
    week: HourWeek,
    day: date,
    *,
    by: User | AccessLink,
    reason: str,
    wanted: DayEntry | None = None,
    once: uuid.UUID | None = None,
) -> CorrectionRequest:
    """Ask to correct `day` of a signed week; who came in by a link may leave `wanted` to the words.

    Raises `ValidationError`: with field names for times that make no day or an empty reason; code
    `open` when the week is not signed, `outside` or `future` for a day that cannot be corrected,
    `same` when the day is like that, `asked` when one waits already. The same `once`
    again gives back what was asked.
    """
    wanted, reason = wanted.checked() if wanted else None, reason.strip()
    week = signing.locked(week)
    waiting = CorrectionRequest.objects.waiting().filter(week=week, date=day).first()
    if not use_key(once) and waiting:
        return waiting
    _check(week, day, wanted, reason)
    if waiting:
        raise ValidationError(
            _("A correction of this day was asked for already. The agency decides about it."),
            code="asked",
        )
    user, link = (None, by) if isinstance(by, AccessLink) else (by, None)
    made = CorrectionRequest.objects.create(
        week=week,
        date=day,
        wanted=wanted.as_json() if wanted else None,
        reason=reason,
        by=user,
        link=link,
        by_name=str(link.holder if link else user),
    )
    audit.note("correction.asked", by=by, about=week, date=day.isoformat())
    return made


def _check(week: HourWeek, day: date, wanted: DayEntry | None, reason: str) -> None:
    if week.status != WeekStatus.SIGNED:
        raise ValidationError(
            _("Only a signed week is corrected; others are changed."), code="open"
        )
    if not reason:
        raise ValidationError({"reason": _("Write what is wrong, and why.")})
    line = line_of(week, day)
    if line is None:
        raise ValidationError(_("This day is not part of this week."), code="outside")
    if day > timezone.localdate():
        raise ValidationError(_("This day has not come yet."), code="future")
    if wanted and line.now and line.now.as_json() == wanted.as_json():
        raise ValidationError(_("This is what stands there already."), code="same")


def line_of(week: HourWeek, day: date) -> Line | None:
    """The day as it counts now; None when it is not one of the week's."""
    found = sheet(week.placement, week.monday, today=timezone.localdate()).days
    return next((line for line in found if line.date == day and not line.is_outside), None)


def version(asked: CorrectionRequest) -> int:
    """Grows with every correction of the day: who decides says which one was on the page."""
    return Correction.objects.filter(week=asked.week_id, date=asked.date).count()


def _locked(asked: CorrectionRequest) -> CorrectionRequest:
    """The week first, as `ask` does, then the request."""
    signing.locked(asked.week)
    work.hook("requests.week_locked")
    rows = CorrectionRequest.objects.select_for_update(of=("self",))
    return rows.select_related("week__placement").get(pk=asked.pk)


@transaction.atomic
def accept(
    asked: CorrectionRequest, entry: DayEntry, *, by: User, reason: str, seen: int
) -> CorrectionRequest:
    """Correct the day as asked, or as `entry` says; both sides get the correction by mail.

    `seen` is the `version` that was shown. Raises `ValidationError` with code `changed` when the
    day was corrected since, `decided` when it was declined meanwhile, and as
    `signing.correct`. Accepted twice is accepted once.
    """
    asked = _locked(asked)
    if asked.status == RequestStatus.ACCEPTED:
        return asked
    _check_open(asked)
    if version(asked) != seen:
        raise ValidationError(
            _("This day was corrected meanwhile. Look at it again, then decide."), code="changed"
        )
    asked.correction = signing.correct(asked.week, asked.date, entry, by=by, reason=reason)
    return _decide(asked, RequestStatus.ACCEPTED, by=by, answer="")


@transaction.atomic
def decline(asked: CorrectionRequest, *, by: User, answer: str) -> CorrectionRequest:
    """Leave the day as it is; trainee and company get the answer by mail.

    Raises `ValidationError` for an empty answer, and with code `decided` when it was corrected
    meanwhile. Declined twice is declined once.
    """
    answer = answer.strip()
    if not answer:
        raise ValidationError({"answer": _("Write why the hours stay as they are.")})
    asked = _locked(asked)
    if asked.status == RequestStatus.DECLINED:
        return asked
    _check_open(asked)
    asked = _decide(asked, RequestStatus.DECLINED, by=by, answer=answer)
    audit.note("correction.declined", by=by, about=asked.week, date=asked.date.isoformat())
    for to_company in (False, True):
        _tell(asked, to_company=to_company)
    return asked


def _check_open(asked: CorrectionRequest) -> None:
    if asked.status != RequestStatus.OPEN:
        raise ValidationError(_("A colleague has decided about this meanwhile."), code="decided")


def _decide(
    asked: CorrectionRequest, status: RequestStatus, *, by: User, answer: str
) -> CorrectionRequest:
    asked.status, asked.answer = status, answer
    asked.decided_at, asked.decided_by = timezone.now(), by
    asked.save(update_fields=["status", "answer", "decided_at", "decided_by", "correction"])
    return asked


def _tell(asked: CorrectionRequest, *, to_company: bool) -> None:
    placement = asked.week.placement
    tutor, trainee = placement.company_tutor, placement.trainee
    language = trainee.user.language if trainee.user else trainee.language
    mail.queue(
        "placements/request_declined",
        to=tutor.email if to_company else trainee.email,
        language=tutor.language if to_company else language,
        about=asked,
        key=f"request_declined:{asked.pk}:{'company' if to_company else 'trainee'}",
        to_company=to_company,
    )
