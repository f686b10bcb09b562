"""The company's side of the hour chart: sign, send back; and correcting what was signed."""

import hashlib
import json
import uuid
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit, mail, work
from imyportal.enums import Action
from imyportal.forms import use_key
from imyportal.models import StoredFile

from . import changes
from .entries import DayEntry
from .enums import SignedHow, WeekStatus
from .models import Correction, HourWeek, WeekSignature, WorkDay
from .sheets import Sheet, sheet, sheets
from .worktime import keeping


def open_weeks(viewer: AccessLink) -> list[Sheet]:
    """The weeks that wait for this company tutor's signature, oldest first; fixed queries."""
    weeks = (
        HourWeek.objects.visible_to(viewer)
        .to_sign()
        .select_related(
            "placement__trainee__user", "placement__company", "placement__company_tutor"
        )
        .order_by("monday", "placement__trainee__last_name", "pk")
    )
    return sheets(weeks, today=timezone.localdate())


def digest(week: HourWeek) -> str:
    """SHA-256, in hex, over the canonical JSON of what is signed."""
    content = {
        "placement": str(week.placement.public_id),
        "trainee": week.placement.trainee.name,
        "company": week.placement.company.name,
        "monday": week.monday.isoformat(),
        "version": week.version,
        "days": [
            {"date": day.date.isoformat()} | DayEntry.of(day).as_json()
            for day in WorkDay.objects.filter(week=week).order_by("date")
        ],
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def locked(week: HourWeek) -> HourWeek:
    """The week as it is now, held until the transaction ends."""
    found = (
        HourWeek.objects.select_for_update(of=("self",))
        .select_related(
            "placement__trainee__user", "placement__company", "placement__company_tutor"
        )
        .get(pk=week.pk)
    )
    work.hook("signing.week_locked")
    return found


def _check_waits(week: HourWeek, version: int) -> None:
    if week.status != WeekStatus.DECLARED or week.version != version:
        raise ValidationError(
            _("The hours of %(name)s were changed meanwhile. Please look at them again.")
            % {"name": week.placement.trainee.first_name},
            code="changed",
        )


@transaction.atomic
def sign_week(
    week: HourWeek,
    *,
    name: str,
    role: str,
    how: SignedHow,
    button: str,
    version: int,
    ip: str | None = None,
    link: AccessLink | None = None,
    user: User | None = None,
    signed_on: date | None = None,
    scan: StoredFile | None = None,
) -> WeekSignature:
    """Sign: the week is locked for good, both sides get word.

    `button` is the text the signer pressed, `version` the one that was shown; `signed_on` and `scan`
    belong to paper, of which `paper.mark_signed` tells both sides. Raises
    `ValidationError` with code `changed` when the week is not (or no longer) the one shown. Signed
    twice is signed once: the first signature comes back.
    """
    week = locked(week)
    if week.status == WeekStatus.SIGNED:
        return week.signature
    _check_waits(week, version)
    signature = WeekSignature.objects.create(
        week=week,
        name=name,
        role=role,
        how=how,
        button=button,
        minutes=sum(WorkDay.objects.filter(week=week).values_list("minutes", flat=True)),
        version=version,
        digest=digest(week),
        ip=ip,
        link=link,
        user=user,
        signed_on=signed_on,
        scan=scan,
    )
    week.status = WeekStatus.SIGNED
    week.save(update_fields=["status"])
    is_paper = how == SignedHow.PAPER
    # Who marks a sheet did not sign it: the trail says which of the two was done.
    deed = Action.WEEK_MARKED if is_paper else Action.WEEK_SIGNED
    audit.note(deed, by=link or user, about=week, how=str(how), minutes=signature.minutes)
    changes.keep_state(week, WeekStatus.DECLARED, by=link or user, is_paper=is_paper)
    if not is_paper:
        tell_trainee("week_signed", week, key=f"week_signed:{week.pk}")
        tell_company("week_signed_copy", week, key=f"week_signed_copy:{week.pk}")
    return signature


@transaction.atomic
def return_week(
    week: HourWeek,
    *,
    by_name: str,
    reason: str,
    version: int,
    once: uuid.UUID | None = None,
    link: AccessLink | None = None,
) -> HourWeek:
    """Send the week back to the trainee with what to correct.

    Raises `ValidationError` with code `changed` as `sign_week`, and for an empty reason.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError(
            {"reason": _("Write what is not right, so that it can be corrected.")}
        )
    week = locked(week)
    if not use_key(once) and week.status == WeekStatus.RETURNED:
        return week
    _check_waits(week, version)
    week.status, week.version = WeekStatus.RETURNED, week.version + 1
    week.returned_at, week.returned_by, week.return_reason = timezone.now(), by_name, reason
    week.save(update_fields=["status", "version", "returned_at", "returned_by", "return_reason"])
    audit.note(Action.WEEK_RETURNED, by=link, about=week)
    changes.keep_state(week, WeekStatus.DECLARED, by=link)
    tell_trainee("week_returned", week, key=f"week_returned:{week.pk}:{week.version}")
    return week


@transaction.atomic
def correct(week: HourWeek, day: date, entry: DayEntry, *, by: User, reason: str) -> Correction:
    """Correct one day of a signed week; old and new stay on record, both sides get word.

    Raises `ValidationError` when the week is not signed, the day lies outside or ahead, nothing changes, the
    times make no day, or the reason is empty.
    """
    entry, reason = entry.checked(), reason.strip()
    week = locked(week)
    if week.status != WeekStatus.SIGNED:
        raise ValidationError(
            _("Only a signed week is corrected; others are changed."), code="open"
        )
    if not reason:
        raise ValidationError({"reason": _("Write why the signed hours are corrected.")})
    lines = {line.date: line for line in sheet(week.placement, week.monday, today=day).days}
    if day not in lines or lines[day].is_outside:
        raise ValidationError({"date": _("This day is not part of this week.")})
    if day > timezone.localdate():
        raise ValidationError({"date": _("This day has not come yet.")})
    before = lines[day].now
    old: dict[str, Any] = before.as_json() if before else {}
    if old == entry.as_json():
        raise ValidationError(_("Nothing was changed."), code="same")
    correction = Correction.objects.create(
        week=week,
        date=day,
        old=old,
        new=entry.as_json(),
        minutes_more=entry.minutes - (before.minutes if before else 0),
        reason=reason,
        by=by,
    )
    audit.note(Action.WEEK_CORRECTED, by=by, about=week, day=day.isoformat())
    changes.keep_day(week, day, before, entry, by=by)
    keeping.recheck(week.placement, day)
    tell_trainee("week_corrected", week, key=f"week_corrected:{correction.pk}:trainee")
    tell_company("week_corrected", week, key=f"week_corrected:{correction.pk}:company")
    return correction


def tell_trainee(
    template: str, week: HourWeek, *, key: str, wait: timedelta | None = None, **details: Any
) -> None:
    """Queue one of this room's mails about `week` to its trainee, `wait` from now."""
    trainee = week.placement.trainee
    mail.queue(
        f"placements/{template}",
        to=trainee.email,
        language=trainee.user.language if trainee.user else trainee.language,
        about=week,
        key=key,
        wait=wait,
        to_company=False,
        **details,
    )


def tell_company(template: str, week: HourWeek, *, key: str, **details: Any) -> None:
    """The same to the company tutor, in their language."""
    tutor = week.placement.company_tutor
    mail.queue(
        f"placements/{template}",
        to=tutor.email,
        language=tutor.language,
        about=week,
        key=key,
        to_company=True,
        **details,
    )
