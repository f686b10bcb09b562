"""Weeks that were signed by hand on a printed hour chart: the agency marks them and keeps the scan."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from imyportal import audit, uploads, work
from imyportal.enums import Action
from imyportal.forms import use_key
from imyportal.models import StoredFile

from . import hours, signing
from .enums import EDITABLE_WEEKS, SignedHow, WeekStatus
from .models import HourWeek, Placement, SignatureScan, WeekSignature, WorkDay


@transaction.atomic
def mark_signed(
    placement: Placement,
    shown: Mapping[date, int],
    *,
    name: str,
    signed_on: date,
    file: UploadedFile,
    by: User,
    button: str,
    once: uuid.UUID | None = None,
) -> list[WeekSignature]:
    """These weeks were signed on paper by `name`, all of them on the sheets in `file`; all or none.

    `shown` has the version of each week, by its Monday, that was compared with the paper. A week that
    was not sent yet is sent on the way, in the name of `by`. Raises `ValidationError`: `missing` when a
    day has no entry, `changed` when the hours are not those that were shown, `signed` when the company
    was faster, a field name for a date that cannot be. The same `once` again does nothing more.
    """
    if not use_key(once):
        return list(WeekSignature.objects.filter(week__placement=placement, week__monday__in=shown))
    if signed_on > timezone.localdate():
        ahead = ValidationError(_("This day has not come yet."), code="future")
        raise ValidationError({"signed_on": ahead})
    scan = uploads.take_in(file, by=by)  # before anything is locked: it may take a while
    made = [
        _mark(placement, monday, shown[monday], name, signed_on, scan, by, button)
        for monday in sorted(shown)
    ]
    _tell(placement, made)
    return made


def _mark(
    placement: Placement,
    monday: date,
    version: int,
    name: str,
    signed_on: date,
    scan: StoredFile,
    by: User,
    button: str,
) -> WeekSignature:
    week = hours.locked_week(placement, monday)
    work.hook("paper.week_locked")
    number = {"number": placement.week_number(monday)}
    if week.status == WeekStatus.SIGNED:
        text = _("Week %(number)d is signed already. Take it out of the list.")
        raise ValidationError(text % number, code="signed")
    if week.version != version:
        text = _("The hours of week %(number)d were changed meanwhile. Compare them again.")
        raise ValidationError(text % number, code="changed")
    if week.status in EDITABLE_WEEKS:
        _complete(week, by=by)
    _check_date(week, signed_on)
    with override(placement.company_tutor.language):
        role = _("Tutor at %(company)s") % {"company": placement.company.name}
    return signing.sign_week(
        week,
        name=name,
        role=role,
        how=SignedHow.PAPER,
        button=button,
        version=week.version,
        user=by,
        signed_on=signed_on,
        scan=scan,
    )


def _complete(week: HourWeek, *, by: User) -> None:
    try:
        hours.complete_week(week, by=by, version=week.version)
    except ValidationError as error:
        names = {"number": week.number, "what": " ".join(error.messages)}
        # Translators: what is like «Tuesday is missing.»
        text = _("Week %(number)d: %(what)s Fill it in from the paper first.")
        raise ValidationError(text % names, code=error.code) from error


def _check_date(week: HourWeek, signed_on: date) -> None:
    """Nobody signs hours before they were worked."""
    last = (
        WorkDay.objects.filter(week=week, minutes__gt=0).order_by("date").values_list("date").last()
    )
    if last and signed_on < last[0]:
        names = {"number": week.number, "day": date_format(last[0], "j F")}
        text = _("Week %(number)d has hours until %(day)s: nobody can have signed them before.")
        raise ValidationError({"signed_on": ValidationError(text % names, code="early")})


@transaction.atomic
def add_scan(
    signature: WeekSignature, *, file: UploadedFile, reason: str, by: User
) -> SignatureScan:
    """A better scan of the same sheet; the first one stays.

    Raises `ValidationError` when the week was not signed on paper, or without a reason.
    """
    if not signature.is_paper:
        raise ValidationError(_("This week was not signed on paper."), code="not_paper")
    if not reason.strip():
        raise ValidationError({"reason": _("Write why another scan is needed.")})
    stored = uploads.take_in(file, by=by)
    audit.note(Action.WEEK_SCANNED, by=by, about=signature.week)
    return SignatureScan.objects.create(
        signature=signature, file=stored, reason=reason.strip(), by=by
    )


def scans(signature: WeekSignature) -> list[StoredFile]:
    """Every scan of a signature, the first one first; one query."""
    if signature.scan is None:
        return []
    further = SignatureScan.objects.filter(signature=signature).select_related("file")
    return [signature.scan, *(each.file for each in further)]


def _tell(placement: Placement, made: list[WeekSignature]) -> None:
    """One mail to each side, however many weeks the sheet had."""
    week = made[0].week
    details: dict[str, Any] = {"signatures": [each.pk for each in made]}
    signing.tell_trainee(
        "weeks_on_paper", week, key=f"weeks_on_paper:{made[0].pk}:trainee", **details
    )
    signing.tell_company(
        "weeks_on_paper", week, key=f"weeks_on_paper:{made[0].pk}:company", **details
    )
