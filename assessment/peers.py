"""Self-evaluation with one another's help: a trainee names another one of the group, who confirms.

What was not confirmed counts nowhere. Who was asked sees this one evaluation and nothing else; one who
declines says why in a word, and somebody else can be asked.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, history, mail, work
from imyportal.enums import Action
from placements.models import Placement
from trainees.models import Trainee
from trainees.models.people import TraineeQuerySet

from . import changes
from .enums import PeerAnswer
from .models import Evaluation, PeerRequest
from .slots import Slot


def choices(placement: Placement, slot: Slot) -> TraineeQuerySet:
    """Who can be named: of the same group, and at work in that week."""
    here = Placement.objects.live().filter(
        starts_on__lte=slot.monday + timedelta(days=6), ends_on__gte=slot.monday
    )
    return Trainee.objects.filter(
        group=placement.trainee.group_id, pk__in=here.values("trainee"), user__isnull=False
    ).exclude(pk=placement.trainee_id)


@transaction.atomic
def ask(evaluation: Evaluation, peer: Trainee, *, by: User) -> PeerRequest:
    """Ask `peer` to confirm; somebody who was asked and has not answered is asked no longer.

    Asking the same person again changes nothing. Raises `ValidationError`: `peer` for somebody of
    another group or oneself, `confirmed` when it was confirmed, `declined` for who declined it.
    """
    evaluation = _locked(evaluation)
    asker = evaluation.placement.trainee
    if peer.group_id != asker.group_id or peer.pk == asker.pk:
        raise ValidationError(_("Choose somebody of your group."), code="peer")
    if evaluation.confirmed_at:
        raise ValidationError(_("It was confirmed already."), code="confirmed")
    before = evaluation.requests.filter(peer=peer).first()
    if before and before.answer == PeerAnswer.DECLINED:
        text = _("%(name)s declined. Choose somebody else.") % {"name": peer.first_name}
        raise ValidationError(text, code="declined")
    if before:
        return before
    evaluation.requests.waiting().delete()
    asked = PeerRequest.objects.create(evaluation=evaluation, peer=peer)
    audit.note(Action.PEER_ASKED, by=by, about=evaluation, peer=peer.pk)
    mail.queue(
        "assessment/peer_asked",
        to=peer.email,
        language=peer.user.language if peer.user else peer.language,
        about=asked,
    )
    return asked


@transaction.atomic
def confirm(asked: PeerRequest, *, by: User) -> PeerRequest:
    """We talked it over together: from now on the evaluation counts. Twice is once.

    Raises `ValidationError` (`answered`) when the request was declined or taken back meanwhile.
    """
    evaluation = _locked(asked.evaluation)
    work.hook("peers.held")
    asked = _waiting(asked, PeerAnswer.CONFIRMED)
    if asked.answer:
        return asked
    _answer(asked, PeerAnswer.CONFIRMED, "", by)
    evaluation.confirmed_at = asked.answered_at
    evaluation.save(update_fields=["confirmed_at"])
    return asked


@transaction.atomic
def decline(asked: PeerRequest, *, word: str, by: User) -> PeerRequest:
    """We did not; `word` says why. Raises `ValidationError` as `confirm`."""
    _locked(asked.evaluation)
    asked = _waiting(asked, PeerAnswer.DECLINED)
    if not asked.answer:
        _answer(asked, PeerAnswer.DECLINED, word.strip(), by)
    return asked


def _locked(evaluation: Evaluation) -> Evaluation:
    """Who asks, confirms or declines at the same moment waits here."""
    return (
        Evaluation.objects.select_for_update(of=("self",))
        .select_related("placement__trainee")
        .get(pk=evaluation.pk)
    )


def _waiting(asked: PeerRequest, answer: PeerAnswer) -> PeerRequest:
    found = PeerRequest.objects.filter(pk=asked.pk).select_related("evaluation").first()
    if found is None or found.answer not in ("", answer):
        raise ValidationError(
            _("This was answered or taken back meanwhile. Nothing is left to do."), code="answered"
        )
    return found


def _answer(asked: PeerRequest, answer: PeerAnswer, word: str, by: User) -> None:
    asked.answer, asked.answered_at, asked.word = answer, timezone.now(), word
    asked.save(update_fields=["answer", "answered_at", "word"])
    audit.note(Action.PEER_ANSWERED, by=by, about=asked.evaluation, confirmed=answer.value)
    history.keep(asked.evaluation, by=by, before={}, after={changes.PEER: answer.value})
