"""Reminders of evaluations: one mail for each that is late, whoever asks for it and however often.

The trainee is reminded of their own, the company tutor of the company's; who was asked to confirm one
of another trainee is reminded instead of that trainee. Agency tutors have the board. A
reminder's key is placement and slot, so each is reminded of once; what is late for one person at the same
moment is one mail. They go out in the daytime only.
"""

from collections.abc import Hashable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from imyportal import mail, weeks, work
from imyportal.models import OutgoingMail
from placements.cycle.timetable import is_daytime
from placements.models import CycleMark, Placement

from . import late
from .enums import EvaluationKind, EvaluationMoment
from .late import Open
from .models import PeerRequest

PASS = CycleMark.Pass.EVALUATIONS
EVERY = timedelta(hours=1)


def remind_by_itself() -> int:
    """What the background does: remind of what is late, in the daytime only.

    What is late changes with the day: everybody is looked at when a day begins and once an hour besides, for
    a plan that was changed; every other pass asks for its mark alone.
    """
    now = timezone.now()
    if not is_daytime(now):
        return 0
    # In a transaction of its own, or who comes second would wait for who makes the first mark.
    CycleMark.objects.get_or_create(pk=PASS, defaults={"laid_until": now - 2 * EVERY})
    with transaction.atomic():
        marks = CycleMark.objects.select_for_update(of=("self",), skip_locked=True)
        mark = marks.filter(pk=PASS).first()
        if mark is None or not _is_time(mark.laid_until, now):
            return 0
        count = sum(remind_late(now=now, among=keys) for keys in late.batches(now))
        CycleMark.objects.filter(pk=PASS).update(laid_until=now)
    return count


def _is_time(last: datetime, now: datetime) -> bool:
    is_new_day = timezone.localdate(last) != timezone.localdate(now)
    return is_new_day or not last <= now < last + EVERY


@transaction.atomic
def remind_late(
    *,
    viewer: User | None = None,
    trainee: int | None = None,
    among: list[int] | None = None,
    now: datetime | None = None,
) -> int:
    """Remind of every evaluation that is late, once; how many mails were queued.

    With a `viewer` only of trainees they see, with a `trainee` (the key) of this one alone, or `among`
    these placements (their keys).
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    found = late.find(now, viewer=viewer, trainee=trainee, among=among)
    return _queue(each for each in found if each.slot.is_late(today))


@transaction.atomic
def remind_self_evaluations(*, viewer: User | None = None, now: datetime | None = None) -> int:
    """Remind trainees whose self-evaluation of this week is open; how many mails were queued.

    With a `viewer` only trainees they see. It is the same one mail as when it were late.
    """
    now = now or timezone.now()
    monday = weeks.monday_of(timezone.localdate(now))
    return _queue(
        each
        for each in late.find(now, viewer=viewer)
        if each.slot.kind == EvaluationKind.SELF
        and each.slot.monday == monday
        and each.slot.moment != EvaluationMoment.START
    )


def _queue(found: Iterable[Open]) -> int:
    by_key = {each.key: each for each in found if not each.by_agency}
    told = OutgoingMail.objects.filter(key__in=by_key).values_list("key", flat=True)
    for key in told:
        del by_key[key]
    work.hook("reminders.found")
    of = {each.stay.placement for each in by_key.values()}
    placements = Placement.objects.select_related("trainee__user", "company_tutor").in_bulk(of)
    together: dict[Hashable, list[Open]] = {}
    for each in by_key.values():
        together.setdefault(_to_whom(each), []).append(each)
    return sum(_mail(found, placements[found[0].stay.placement]) for found in together.values())


def _to_whom(found: Open) -> Hashable:
    """What goes to the same person, in one mail; to another trainee each alone."""
    if found.is_asked:
        return found.key
    if found.is_own:
        return "self", found.stay.placement
    return "company", found.stay.company_tutor


def _mail(found: list[Open], placement: Placement) -> int:
    """Queue one mail for all of `found`; 1, or 0 when nobody is to be told.

    Each keeps a row with its own key, so that none is reminded of twice: the first is the mail and names the
    others, which are never sent.
    """
    first, *others = found
    if first.is_asked:
        return int(_to_peer(first) is not None)
    trainee, tutor = placement.trainee, placement.company_tutor
    template, to, language = (
        (
            "assessment/self_reminder",
            trainee.email,
            trainee.user.language if trainee.user else trainee.language,
        )
        if first.is_own
        else ("assessment/company_reminder", tutor.email, tutor.language)
    )
    also = [[each.stay.placement, each.slot.key] for each in others]
    row = mail.queue(
        template,
        to=to,
        language=language,
        about=placement,
        key=first.key,
        slot=first.slot.key,
        also=also,
    )
    if row is None:
        return 0
    for each in others:
        mail.queue(
            template,
            to=to,
            language=language,
            about=placement,
            key=each.key,
            slot=each.slot.key,
            within=first.key,
        )
    return 1


def _to_peer(found: Open) -> OutgoingMail | None:
    """Who was asked; without anybody asked any more nobody is reminded."""
    asked = (
        PeerRequest.objects.waiting()
        .select_related("peer__user")
        .filter(
            evaluation__placement=found.stay.placement,
            evaluation__kind=EvaluationKind.PEER,
            evaluation__monday=found.slot.monday,
        )
        .first()
    )
    if asked is None:
        return None
    return mail.queue(
        "assessment/peer_asked",
        to=asked.peer.email,
        language=asked.peer.user.language if asked.peer.user else asked.peer.language,
        about=asked,
        key=found.key,
    )
