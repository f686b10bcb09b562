"""Who is told of an absence: a mail, and a row that says who was told what, and when."""

from datetime import date
from typing import Any

from django.utils import timezone

from imyportal import mail
from trainees.models.stand_ins import on_duty

from ..enums import NoticeOf, NoticeTo
from ..models import Absence, AbsenceNotice

# What is told by which mail, in templates/emails/placements/.
TEMPLATES = {
    NoticeOf.ABSENT: "placements/absence",
    NoticeOf.BACK: "placements/absence_over",
    NoticeOf.NOTICED: "placements/absence_noticed",
    NoticeOf.DENIED: "placements/absence_noticed",
    NoticeOf.ASKED: "placements/absence_asked",
    NoticeOf.PAPER: "placements/absence_paper",
    NoticeOf.REMINDED: "placements/absence_paper",
}

# By what somebody hears of an absence first.
FIRST = [NoticeOf.ABSENT, NoticeOf.NOTICED]


def tell(absence: Absence, to: NoticeTo, what: NoticeOf, **details: Any) -> AbsenceNotice | None:
    """Queue the mail and keep that it was; None where there is no address, or it was told before.

    Call it in the transaction of what is told. `absence.placement` is loaded with its people.
    """
    name, address, language = _person(absence, to)
    row = mail.queue(
        TEMPLATES[what],
        to=address,
        language=language,
        about=absence,
        key=f"absence:{absence.pk}:{what}:{to}:{absence.last_day}",
        to_whom=str(to),
        **details,
    )
    if row is None:
        return None
    return AbsenceNotice.objects.create(absence=absence, to=to, what=what, name=name, mail=row)


def _person(absence: Absence, to: NoticeTo) -> tuple[str, str, str]:
    placement = absence.placement
    if to == NoticeTo.COMPANY:
        tutor = placement.company_tutor
        return tutor.name, tutor.email, tutor.language
    trainee = placement.trainee
    if to == NoticeTo.TRAINEE:
        return (
            trainee.name,
            trainee.email,
            trainee.user.language if trainee.user else trainee.language,
        )
    person = on_duty(trainee.responsible, timezone.localdate())
    return str(person), person.email, person.language


def period(first: date, last: date) -> dict[str, str]:
    """The days a mail speaks of, for its details."""
    return {"first": first.isoformat(), "last": last.isoformat()}


def was_told(absence: Absence, to: NoticeTo) -> bool:
    """Whether somebody heard of the absence from us."""
    return AbsenceNotice.objects.filter(absence=absence, to=to, what__in=FIRST).exists()
