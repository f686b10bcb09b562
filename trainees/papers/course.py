"""The way of a paper: handed in, looked at, delivered. What was handed in stays, whatever becomes of it.

Every deed takes the trainee's row first, so that two who judge the same paper wait for each other.
"""

import uuid
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, mail, uploads, work
from imyportal.db import check_row
from imyportal.enums import Action
from imyportal.forms import use_key

from ..enums import PaperVerdict
from ..models import Group, PaperHandIn, PaperWaiver, PaperWanted, SendingTutor, Trainee
from . import asking


@transaction.atomic
def hand_in(
    trainee: Trainee,
    wanted: PaperWanted,
    file: UploadedFile,
    *,
    by: User,
    once: uuid.UUID | None = None,
) -> PaperHandIn | None:
    """Keep what was handed in; one that still waits is replaced by it. None when the same form came twice.

    Raises `ValidationError` as `uploads.take_in`, and: `group` for a paper of another group, `accepted` when
    one is accepted already.
    """
    if trainee.group_id != wanted.group_id:
        raise ValidationError(_("This paper is asked of another group."), code="group")
    if not use_key(once):
        return None
    stored = uploads.take_in(file, by=by)  # before anything is locked: it may take a while
    trainee = _locked(trainee)
    work.hook("papers.locked")
    before = PaperHandIn.objects.filter(trainee=trainee, wanted=wanted)
    if before.filter(verdict=PaperVerdict.ACCEPTED).exists():
        text = _("This paper is accepted already. Ask your tutor to send it back first.")
        raise ValidationError(text, code="accepted")
    before.waiting().update(verdict=PaperVerdict.REPLACED, judged_at=timezone.now(), judged_by=by)
    made = PaperHandIn.objects.create(trainee=trainee, wanted=wanted, file=stored, handed_in_by=by)
    audit.note(Action.PAPER_HANDED_IN, by=by, about=trainee, what=wanted.code)
    return made


@transaction.atomic
def accept(paper: PaperHandIn, *, by: User) -> PaperHandIn:
    """It is in order. Twice is once. Raises `ValidationError` `changed` when it does not wait any more."""
    row = _of(paper)
    if row.verdict == PaperVerdict.ACCEPTED:
        return row
    _check_waits(row)
    _judge(row, PaperVerdict.ACCEPTED, by)
    audit.note(Action.PAPER_ACCEPTED, by=by, about=row.trainee, what=row.wanted.code)
    asking.settle(row.trainee, by=by)
    return row


def accept_all(papers: Collection[PaperHandIn], *, by: User) -> int:
    """Each that still waits; how many."""
    return sum(
        accept(each, by=by).judged_by_id == by.pk
        for each in papers
        if each.verdict == PaperVerdict.WAITING
    )


@transaction.atomic
def send_back(paper: PaperHandIn, note: str, *, by: User) -> PaperHandIn:
    """It must be done again, and the note says what; also one that was accepted, or delivered, by mistake.

    The file stays where it is. The trainee gets a mail. Raises `ValidationError`: at `note` when it is empty,
    `changed` when a newer one has replaced it or it is sent back already.
    """
    if not note.strip():
        raise ValidationError({"note": _("Write what is to be done, so that it works next time.")})
    row = _of(paper)
    if row.verdict != PaperVerdict.ACCEPTED:
        _check_waits(row)
    _judge(row, PaperVerdict.RETURNED, by, note.strip())
    audit.note(Action.PAPER_RETURNED, by=by, about=row.trainee, what=row.wanted.code)
    asking.settle(row.trainee, by=by)
    user = row.trainee.user
    if user is not None and user.is_active:
        mail.queue(
            "trainees/paper_returned",
            to=user.email,
            language=user.language,
            about=row,
            key=f"paper_returned:{row.pk}",
        )
    return row


def _check_waits(row: PaperHandIn) -> None:
    if row.verdict != PaperVerdict.WAITING:
        text = _("This one was looked at or replaced meanwhile. Look at the newest.")
        raise ValidationError(text, code="changed")


def _judge(row: PaperHandIn, verdict: PaperVerdict, by: User, note: str = "") -> None:
    row.verdict, row.judged_at, row.judged_by, row.note = verdict, timezone.now(), by, note
    check_row(row)
    row.save(update_fields=["verdict", "judged_at", "judged_by", "note"])


@transaction.atomic
def waive(trainee: Trainee, wanted: PaperWanted, reason: str, *, by: User) -> PaperWaiver:
    """This trainee need not hand it in. Twice is once, and the first reason stands.

    Raises `ValidationError`: at `reason` when it is empty, `group` for a paper of another group.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Write why it is not needed.")})
    if trainee.group_id != wanted.group_id:
        raise ValidationError(_("This paper is asked of another group."), code="group")
    trainee = _locked(trainee)
    row, is_new = PaperWaiver.objects.get_or_create(
        trainee=trainee, wanted=wanted, defaults={"reason": reason.strip(), "by": by}
    )
    if is_new:
        audit.note(Action.PAPER_WAIVED, by=by, about=trainee, what=wanted.code, needed=False)
        asking.settle(trainee, by=by)
    return row


@transaction.atomic
def need_again(trainee: Trainee, wanted: PaperWanted, *, by: User) -> None:
    """It is needed after all."""
    trainee = _locked(trainee)
    if PaperWaiver.objects.filter(trainee=trainee, wanted=wanted).delete()[0]:
        audit.note(Action.PAPER_WAIVED, by=by, about=trainee, what=wanted.code, needed=True)
        asking.settle(trainee, by=by)


# --- To the school ----------------------------------------------------------------------------


@transaction.atomic
def deliver(group: Group, papers: Collection[PaperHandIn], *, by: User) -> int:
    """Give these to the group's school, those that are accepted and not there yet; how many.

    Every tutor of the school gets one mail for all of them. Raises `ValidationError` `nobody` when no tutor of
    the school can sign in to read them.
    """
    school = group.organisation_id
    tutors = SendingTutor.objects.filter(organisation=school, user__is_active=True)
    readers = list(tutors.select_related("user"))
    if not readers:
        text = _("Nobody of the school can sign in. Add a tutor of the school first.")
        raise ValidationError(text, code="nobody")
    rows = PaperHandIn.objects.select_for_update(of=("self",)).to_deliver()
    keys = [each.pk for each in papers]
    found = list(rows.filter(pk__in=keys, trainee__group=group).order_by("pk"))
    if not found:
        return 0
    PaperHandIn.objects.filter(pk__in=[row.pk for row in found]).update(
        delivered_at=timezone.now(), delivered_by=by
    )
    audit.note_each(Action.PAPER_DELIVERED, by=by, rows=found)
    for tutor in readers:
        mail.queue(
            "trainees/papers_delivered",
            to=tutor.user.email,
            language=tutor.user.language,
            about=group,
            key=f"papers_delivered:{found[0].pk}:{tutor.pk}",
            papers=[row.pk for row in found][:100],
            reader=tutor.pk,
        )
    return len(found)


@transaction.atomic
def fetched(papers: Collection[PaperHandIn], *, by: User) -> None:
    """Somebody of the school has opened these; the first time is kept."""
    rows = PaperHandIn.objects.select_for_update(of=("self",)).filter(
        pk__in=[each.pk for each in papers], delivered_at__isnull=False, fetched_at=None
    )
    new = list(rows.order_by("pk"))
    PaperHandIn.objects.filter(pk__in=[row.pk for row in new]).update(
        fetched_at=timezone.now(), fetched_by=by
    )
    audit.note_each(Action.PAPER_FETCHED, by=by, rows=new)


# --- What they share --------------------------------------------------------------------------


def _locked(trainee: Trainee) -> Trainee:
    rows = Trainee.objects.select_for_update(of=("self",)).select_related("user")
    return rows.get(pk=trainee.pk)


def _of(paper: PaperHandIn) -> PaperHandIn:
    """The row as it is now, with its trainee locked."""
    _locked(paper.trainee)
    rows = PaperHandIn.objects.select_for_update(of=("self",))
    return rows.select_related("wanted", "trainee__user").get(pk=paper.pk)
