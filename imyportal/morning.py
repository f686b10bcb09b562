"""The morning mail: at 08:30 on every day with office hours, to each agency tutor whom a trainee needs.

One mail a tutor and day: its key says so, however often and by whomever it is laid. Whether anybody
needs the tutor is asked when it is sent; until 11:00 it may come late, then it is dropped.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from trainees.models import AttentionOwner, StandIn, Trainee
from trainees.models.stand_ins import answered_by

from . import mail, opening, today, work
from .attention import Level, Signal
from .mail import Content
from .models import OutgoingMail

TEMPLATE = "imyportal/morning"
FROM, UNTIL = time(8, 30), time(11)


@work.job
def lay_morning_mails() -> int:
    """Queue today's morning mails, when it is time."""
    return lay(timezone.now())


def lay(now: datetime) -> int:
    """Queue a mail to every tutor at work who wants one; how many were not there yet."""
    day = timezone.localdate(now)
    if not _is_time(now):
        return 0
    tutors = {f"morning:{tutor.pk}:{day}": tutor for tutor in _at_work(day)}
    known = OutgoingMail.objects.filter(key__in=tutors).values_list("key", flat=True)
    for key in list(known):
        del tutors[key]
    if not tutors:
        return 0
    until = timezone.make_aware(datetime.combine(day, UNTIL)).isoformat()
    drafts = [
        mail.draft(
            TEMPLATE, to=each.email, language=each.language, about=each, key=key, until=until
        )
        for key, each in tutors.items()
    ]
    return len(mail.queue_all(drafts))


def _is_time(now: datetime) -> bool:
    local = timezone.localtime(now)
    return FROM <= local.time() < UNTIL and opening.hours().is_office_day(local.date())


def _at_work(day: date) -> list[User]:
    """Agency tutors who want the mail; for who is away the colleague gets it."""
    is_away = Exists(StandIn.objects.holding(day).filter(tutor=OuterRef("pk")))
    return list(User.objects.tutors().filter(~is_away, wants_morning_mail=True))


# --- What it says -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Needing:
    """One trainee of the mail."""

    name: str
    instead_of: str  # the colleague whose trainee it is, when the tutor stands in
    handed_by: str  # the colleague who handed it to the tutor
    reasons: list[str]
    action: str
    url: str


def needing(tutor: User, now: datetime) -> tuple[list[Needing], int]:
    """Red and amber rows of the tutor's board that nobody put off, the worst first; how many others hear of.

    Told are trainees whose one responsible tutor they are, or for whom they stand in, and what a colleague
    handed to them: no trainee stands in the mails of two. The number of queries is fixed.
    """
    handed = _handed(tutor)
    found = today.urgent(tutor, now, also=handed)
    handed = {pk: row for pk, row in handed.items() if _stands(row.reasons, found.get(pk, []))}
    day = timezone.localdate(now)
    people = {
        row.pk: row
        for row in Trainee.objects.filter(answered_by(tutor) | Q(pk__in=handed), pk__in=found)
        .annotate(instead_of=today.instead_of(tutor, day), elsewhere=_elsewhere(tutor, day))
        .only("first_name", "last_name")
    }  # fmt: skip
    told = {
        pk: _needing(people[pk], reasons, handed.get(pk))
        for pk, reasons in found.items()
        if pk in people and (pk in handed or _is_ours(people[pk], reasons))
    }
    others = [pk for pk, (worst, *_rest) in found.items() if worst.level <= Level.AMBER]
    return list(told.values()), len(set(others) - set(told))


def _handed(tutor: User) -> dict[int, AttentionOwner]:
    """What colleagues handed to `tutor`, by trainee."""
    rows = AttentionOwner.objects.visible_to(tutor).filter(user=tutor, handed_by__isnull=False)
    return {row.trainee_id: row for row in rows.select_related("handed_by")}


def _elsewhere(tutor: User, day: date) -> Subquery:
    """The reasons that a colleague who is at work and gets the mail was handed; NULL for none."""
    reached = User.objects.tutors().filter(wants_morning_mail=True).exclude(pk=tutor.pk)
    away = StandIn.objects.holding(day).values("tutor")
    rows = AttentionOwner.objects.filter(
        trainee=OuterRef("pk"), handed_by__isnull=False, user__in=reached.exclude(pk__in=away)
    )
    return Subquery(rows.values("reasons")[:1])


def _stands(keys: Collection[str], reasons: list[Signal]) -> bool:
    """Whether a handover holds: one of the reasons it was about is there still."""
    return any(each.key in keys for each in reasons)


def _is_ours(trainee: Any, reasons: list[Signal]) -> bool:
    """Whether the responsible tutor's mail names the trainee: not what a colleague's mail does."""
    is_urgent = reasons[0].level <= Level.AMBER
    return is_urgent and not _stands(trainee.elsewhere or (), reasons)


def _needing(trainee: Any, reasons: list[Signal], handed: AttentionOwner | None) -> Needing:
    least = Level.PLAIN if handed else Level.AMBER
    said = [each for each in reasons if each.level <= least]
    first = next((each for each in said if each.action and each.url and not each.post), None)
    row = f"{reverse('admin:index')}#trainee-{trainee.pk}"
    return Needing(
        name=trainee.name,
        instead_of=trainee.instead_of or "",
        handed_by=handed.handed_by.get_short_name() if handed and handed.handed_by else "",
        reasons=list(dict.fromkeys(each.in_mail or each.text for each in said)),
        action=first.action if first else _("Open the board"),
        url=settings.SITE_URL + (first.url if first else row),
    )


@mail.fills(TEMPLATE)
def morning(row: OutgoingMail) -> Content | None:
    """To an agency tutor: who needs them. Pointless when nobody does, and after 11:00."""
    now = timezone.now()
    tutor = User.objects.tutors().filter(pk=row.about_id or 0, wants_morning_mail=True).first()
    if tutor is None or now >= datetime.fromisoformat(row.details["until"]):
        return None
    found, others = needing(tutor, now)
    if not found:
        return None
    board = settings.SITE_URL + reverse("admin:index")
    context = {
        "name": tutor.get_short_name(),
        "count": len(found),
        "shown": found[: today.MOST],
        "more": max(len(found) - today.MOST, 0),
        "others": others,
        "url": board,
        "off_url": f"{board}#morning",
    }
    return Content(context, headers={"List-Unsubscribe": f"<{board}#morning>"})
