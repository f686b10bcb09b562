"""Papers for absences: when one is needed, asking for it once, reminding once, taking it in.

A rule of the group goes before the agency's. Days are counted with weekends, from the day the time away
began; announced days count. Papers are for the trainee and for agency tutors with the right to open
them; every look is noted.
"""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, uploads
from imyportal.enums import Action

from ..cycle.timetable import is_daytime
from ..enums import NoticeOf, NoticeTo
from ..models import Absence, AbsencePaper, AbsenceRule, Placement
from ..models.absences import USUAL_PAPER_AFTER
from . import telling

REMIND_AFTER = timedelta(days=3)  # after it was asked for; the board is next
BOARD_AFTER = timedelta(days=2)  # after the reminder


def paper_after(placement: Placement) -> int:
    """From which day of an absence on a paper is needed; one query."""
    rules = AbsenceRule.objects.filter(group=None) | AbsenceRule.objects.filter(
        group=placement.trainee.group_id
    )
    found = rules.order_by(F("group").asc(nulls_last=True)).first()
    return found.paper_after if found else USUAL_PAPER_AFTER


def due_on(placement: Placement, begins_on: date, last_day: date) -> date | None:
    """The day from which the absence needs a paper, if it lasts so long and none was asked for."""
    due = begins_on + timedelta(days=paper_after(placement) - 1)
    if due > last_day:
        return None
    has_one = Absence.objects.holding().filter(
        placement=placement, begins_on=begins_on, paper_due_on__isnull=False
    )
    return None if has_one.exists() else due


def ask_due(now: datetime | None = None) -> int:
    """Ask for every paper that is due, and remind once of those still missing; how many mails.

    In the daytime only.
    """
    now = now or timezone.now()
    if not is_daytime(now):
        return 0
    wanted = (
        Absence.objects.holding()
        .filter(papers=None, paper_settled_at=None, paper_reminded_at=None)
        .filter(paper_due_on__lte=timezone.localdate(now))
        .exclude(paper_asked_at__gt=now - REMIND_AFTER)
    )
    keys = list(wanted.order_by("paper_due_on", "pk").values_list("pk", flat=True))
    return sum(ask(key, now) for key in keys)


@transaction.atomic
def ask(key: int, now: datetime) -> bool:
    """Ask for one of them, or remind, unless another worker was faster or a paper came meanwhile."""
    rows = Absence.objects.holding().select_related("placement__trainee__user")
    absence = (
        rows.filter(paper_settled_at=None, paper_reminded_at=None)
        .select_for_update(of=("self",), skip_locked=True)
        .filter(pk=key)
        .first()
    )
    if absence is None or absence.papers.exists():
        return False
    if absence.paper_asked_at is None:
        what, column = NoticeOf.PAPER, "paper_asked_at"
    elif absence.paper_asked_at <= now - REMIND_AFTER:
        what, column = NoticeOf.REMINDED, "paper_reminded_at"
    else:
        return False
    setattr(absence, column, now)
    absence.save(update_fields=[column])
    return telling.tell(absence, NoticeTo.TRAINEE, what) is not None


def hand_in(absence: Absence, file: UploadedFile, *, by: User) -> AbsencePaper:
    """Keep a paper of the trainee. Raises `ValidationError` as `uploads.take_in`."""
    if absence.withdrawn_at is not None:
        raise ValidationError(_("This absence was taken back."), code="changed")
    with transaction.atomic():
        stored = uploads.take_in(file, by=by)
        return AbsencePaper.objects.create(absence=absence, file=stored, by=by)


@transaction.atomic
def settle(absence: Absence, *, by: User) -> Absence:
    """The paper is in order, or none is needed after all. Twice is once."""
    absence = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    if absence.paper_settled_at is None:
        absence.paper_settled_at, absence.paper_settled_by = timezone.now(), by
        absence.save(update_fields=["paper_settled_at", "paper_settled_by"])
        audit.note(Action.ABSENCE_SETTLED, by=by, about=absence, what="paper")
    return absence
