"""«I can't go»: the trainee says it, or an agency tutor writes down what was heard."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, work
from imyportal.enums import Action
from imyportal.forms import use_key
from trainees.models.stand_ins import on_duty

from ..enums import AbsenceBy, AbsenceKind, NoticeOf, NoticeTo
from ..models import Absence, AgreedDay, Placement
from . import days, papers, telling

LONGEST = timedelta(days=30)  # said at once


@dataclass(frozen=True)
class Saying:
    """What is said: on which days, and why in a word."""

    kind: AbsenceKind
    first_day: date
    last_day: date
    note: str = ""  # for the agency alone
    shares_reason: bool = False  # the company may know the word


@dataclass(frozen=True)
class Heard:
    """Who brought a saying in, and when it was said; None: the trainee did not say it."""

    by: User
    noted_by: AbsenceBy
    said_at: datetime | None


@dataclass
class Known:
    """What is known after a saying."""

    absence: Absence  # of several the first
    left: list[date] = field(default_factory=list)  # days whose week was sent: not in the chart
    is_new: bool = True
    company_told: bool = True


@transaction.atomic
def say(placement: Placement, saying: Saying, *, by: User, once: uuid.UUID | None = None) -> Known:
    """The trainee does not come: company and agency tutor are told at once, each by one mail.

    The days stand as absent in the hour chart. Days said before are not told again: said twice is
    said once. Raises `ValidationError` with code `past`, `outside`, `long`, or `free` when no work is
    agreed on any of the days.
    """
    if saying.first_day < timezone.localdate():
        raise ValidationError(_("This day is over. Enter it in your hours."), code="past")
    heard = Heard(by, AbsenceBy.TRAINEE, timezone.now())
    known = _keep(placement, saying, heard, once, tells_company=True)
    if known.is_new:
        audit.note(Action.ABSENCE_SAID, by=by, about=known.absence)
    return known


@transaction.atomic
def answer(absence: Absence, saying: Saying, *, by: User) -> Known:
    """The trainee says what happened on a day that somebody else noticed; it is told as in `say`.

    Twice is once. Raises `ValidationError` with code `changed` when it was taken back meanwhile.
    """
    placement = held(absence.placement)
    if not Absence.objects.holding().filter(pk=absence.pk).exists():
        raise ValidationError(_("This was cleared up meanwhile."), code="changed")
    heard = Heard(by, AbsenceBy.TRAINEE, timezone.now())
    known = _keep(placement, saying, heard, None, tells_company=True)
    if known.is_new:
        audit.note(Action.ABSENCE_SAID, by=by, about=known.absence)
    return known


@transaction.atomic
def log(
    placement: Placement,
    saying: Saying,
    *,
    by: User,
    said_at: datetime | None,
    tells_company: bool,
    once: uuid.UUID | None = None,
) -> Known:
    """An agency tutor writes an absence down, past ones too; `said_at` as in `Heard`.

    Where nobody knows what happened (kind `unknown`) the trainee is asked by mail, and the hour chart
    waits for the answer. Raises `ValidationError` as `say`, without `past`, and at its field
    a moment to come, or a reason nobody knows though it was said.
    """
    if said_at and said_at > timezone.now():
        raise ValidationError({"said_at": _("This moment has not come yet.")})
    if said_at and saying.kind == AbsenceKind.UNKNOWN:
        raise ValidationError({"kind": _("Choose the reason that was said.")})
    heard = Heard(by, AbsenceBy.AGENCY, said_at)
    known = _keep(placement, saying, heard, once, tells_company=tells_company)
    if known.is_new:
        audit.note(Action.ABSENCE_LOGGED, by=by, about=known.absence)
        if saying.kind == AbsenceKind.UNKNOWN:
            telling.tell(known.absence, NoticeTo.TRAINEE, NoticeOf.ASKED)
    return known


def add(
    placement: Placement, saying: Saying, heard: Heard, timetable: dict[int, AgreedDay]
) -> Absence | None:
    """Write down one day, or answer what was noticed of it, in a placement that is `held`; nobody is told.

    None where it was said before.
    """
    wanted = [saying.first_day]
    known = _around(placement, wanted)
    before = [each for each in known if each.holds(saying.first_day)]
    if before:
        return next((each for each in before if _answer(each, saying, heard)), None)
    return _make(placement, saying, heard, [wanted], timetable, known)[0]


def held(placement: Placement) -> Placement:
    """The placement under lock: all that happens to its absences happens one after the other."""
    row = (
        Placement.objects.select_for_update(of=("self",))
        .select_related(
            "trainee__user", "trainee__tutor", "trainee__group__lead_tutor", "company_tutor"
        )
        .get(pk=placement.pk)
    )
    work.hook("absences.held")
    return row


def _keep(
    placement: Placement,
    saying: Saying,
    heard: Heard,
    once: uuid.UUID | None,
    *,
    tells_company: bool,
) -> Known:
    placement = held(placement)
    timetable = days.agreed(placement)
    wanted = _days(placement, timetable, saying)
    known = _around(placement, wanted)
    before = [each for each in known if any(each.holds(day) for day in wanted)]
    if not use_key(once):
        return _again(before)
    answered = [each for each in before if _answer(each, saying, heard)]
    made = _make(placement, saying, heard, _new_runs(wanted, before), timetable, known)
    if not answered and not made:
        return _again(before)
    first = min([*answered, *made], key=lambda each: each.first_day)
    first.placement = placement
    told_at = _tell(first, wanted, heard, tells_company=tells_company)
    new = {day for each in [*answered, *made] for day in wanted if each.holds(day)}
    left: list[date] = []
    if saying.kind != AbsenceKind.UNKNOWN:
        new |= {each.first_day for each in answered}
        left = days.enter(placement, new, saying.kind, by=heard.by, told_at=told_at)
    return Known(first, left, company_told=told_at is not None)


def _again(before: list[Absence]) -> Known:
    """What is known already: nobody is told again."""
    if not before:
        raise ValidationError(_("This was taken back meanwhile."), code="changed")
    return Known(before[0], is_new=False)


def _days(placement: Placement, timetable: dict[int, AgreedDay], saying: Saying) -> list[date]:
    first, last = saying.first_day, saying.last_day
    if last < first:
        text = _("The last day is before the first day.")
        raise ValidationError({"last_day": ValidationError(text, code="outside")})
    if last - first > LONGEST:
        text = _("At most 31 days at once. Say until when you know it now; say the rest later.")
        raise ValidationError({"last_day": ValidationError(text, code="long")})
    if not placement.holds(first) or not placement.holds(last):
        raise ValidationError(_("These days are not part of the placement."), code="outside")
    found = days.within(placement, timetable, first, last)
    if not found:
        raise ValidationError(_("No work is agreed for these days, so nobody waits."), code="free")
    return found


def _around(placement: Placement, wanted: list[date]) -> list[Absence]:
    """Absences on these days, and those that may lead up to them."""
    return list(
        Absence.objects.holding()
        .filter(
            placement=placement,
            first_day__lte=wanted[-1],
            last_day__gte=wanted[0] - timedelta(days=14),
        )
        .order_by("first_day")
    )


def _answer(absence: Absence, saying: Saying, heard: Heard) -> bool:
    """Somebody noticed it before, and now it is said what happened."""
    if absence.kind != AbsenceKind.UNKNOWN or saying.kind == AbsenceKind.UNKNOWN:
        return False
    absence.kind, absence.note = saying.kind, saying.note.strip()
    absence.said_at, absence.denied_at = heard.said_at, None
    absence.shares_reason = saying.shares_reason and heard.said_at is not None
    absence.save(update_fields=["kind", "note", "said_at", "denied_at", "shares_reason"])
    return True


def _new_runs(wanted: list[date], before: list[Absence]) -> list[list[date]]:
    """Days of which nothing was known, those together that follow each other at work."""
    runs: list[list[date]] = [[]]
    for day in wanted:
        if any(each.holds(day) for each in before):
            runs.append([])
        else:
            runs[-1].append(day)
    return [run for run in runs if run]


def _make(
    placement: Placement,
    saying: Saying,
    heard: Heard,
    runs: list[list[date]],
    timetable: dict[int, AgreedDay],
    known: list[Absence],
) -> list[Absence]:
    made: list[Absence] = []
    for run in runs:
        begins_on = _begin(placement, timetable, run[0], [*known, *made])
        made.append(
            Absence.objects.create(
                placement=placement,
                first_day=run[0],
                last_day=run[-1],
                begins_on=begins_on,
                starts_at=days.starts_at(run[0], timetable),
                kind=saying.kind,
                note=saying.note.strip(),
                shares_reason=saying.shares_reason and heard.said_at is not None,
                noted_by=heard.noted_by,
                user=heard.by,
                said_at=heard.said_at,
                paper_due_on=papers.due_on(placement, begins_on, run[-1]),
            )
        )
    return made


def _begin(
    placement: Placement, timetable: dict[int, AgreedDay], first: date, known: list[Absence]
) -> date:
    """The day the time away began: an earlier absence that reached to the last day of work before."""
    earlier = days.within(
        placement, timetable, first - timedelta(days=14), first - timedelta(days=1)
    )
    if not earlier:
        return first
    into = (each for each in known if each.holds(earlier[-1]) and each.back_on is None)
    return min((each.begins_on for each in into), default=first)


def _tell(
    absence: Absence, wanted: list[date], heard: Heard, *, tells_company: bool
) -> datetime | None:
    """Tell those who must know; when the company was, or None."""
    period = telling.period(wanted[0], wanted[-1])
    if heard.by != on_duty(absence.placement.trainee.responsible, timezone.localdate()):
        telling.tell(absence, NoticeTo.AGENCY, NoticeOf.ABSENT, **period)
    if not tells_company:
        return None
    notice = telling.tell(absence, NoticeTo.COMPANY, NoticeOf.ABSENT, **period)
    return notice.at if notice else None
