"""Giving an evaluation: by the trainee, the company tutor, the agency tutor or a colleague.

Each observer has one evaluation a week, and one of the start; every colleague has their own, by name. The same
form sent twice is stored once; another one for the same moment replaces the scores it names, as long as it may
be changed. A 0 or a 100 wants a word of what was seen; only the company signs its hours without, and is asked
afterwards. A score keeps the version of the written model (`WrittenModel`) that was read.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import AccessLink, User
from imyportal import audit, weeks, work
from imyportal.enums import Action
from imyportal.forms import use_key
from placements.models import Placement
from trainees.models import Trainee

from . import changes, framework, peers, slots
from .enums import EvaluationKind, EvaluationMoment
from .models import Evaluation, Indicator, Objective, Score, WrittenModel
from .models.evaluations import EvaluationQuerySet
from .slots import Slot

Scores = Mapping[Objective | Indicator, int | None]  # 0-100, None: not observed

EXTREMES = (0, 100)  # which ask for a word


STORED = [
    "moment",
    "given_at",
    "given_by",
    "user",
    "link",
    "comment",
    "role",
    "compared_with",
]


@dataclass(frozen=True)
class Colleague:
    """Who else observed: somebody of the agency or of the company, and what they do there."""

    name: str
    role: str
    corrects: int | None = None  # key of the evaluation on the page, which may get another name


@dataclass(frozen=True)
class Besides:
    """What some of a trainee's own evaluations have beside the scores."""

    peer: Trainee | None = None  # who is asked to confirm
    compared_with: str = ""  # one of `ComparedWith`
    models: Mapping[int, WrittenModel] = field(default_factory=dict)  # shown, by key of objective


def give_own(
    placement: Placement,
    *,
    slot: Slot,
    scores: Scores,
    comment: str = "",
    by: User,
    besides: Besides | None = None,
    once: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Evaluation:
    """The trainee's own; `at` is when (default: now).

    Raises `ValidationError`: `early` before it opens, `closed` after it closed, `given` when it may no
    longer be changed, `confirmed` once another trainee confirmed it, `range` for a score that is none,
    `required` for a comparison without words or a talk without the other, and as `check_words` and
    `peers.ask`.
    """
    at, besides = at or timezone.now(), besides or Besides()
    check_words(scores, comment)
    _check_besides(slot.kind, comment, besides)
    today = timezone.localdate(at)
    if today < slot.opens_on:
        day = date_format(slot.opens_on, _("l j F"))
        raise ValidationError(
            _("This self-evaluation opens on %(day)s.") % {"day": day}, code="early"
        )
    note = _Note(slot.kind, slot.moment, slot.monday, at, by.get_full_name(), comment, by)
    note = replace(note, compared_with=besides.compared_with)
    with transaction.atomic():
        evaluation, is_new = _hold(placement, note)
        if not use_key(once) and not is_new:
            return evaluation
        _check_open(slot, evaluation, is_new, today)
        _store(evaluation, note, scores, besides.models)
        if besides.peer is not None:
            peers.ask(evaluation, besides.peer, by=by)
        return evaluation


def _check_besides(kind: EvaluationKind, comment: str, besides: Besides) -> None:
    if kind == EvaluationKind.COMPARE and not comment.strip():
        raise _wrong("comment", _("Say in a few words what is different."), "required")
    if kind == EvaluationKind.PEER and besides.peer is None:
        raise _wrong("peer", _("Choose somebody of your group."), "required")


def _check_open(slot: Slot, evaluation: Evaluation, is_new: bool, today: date) -> None:
    if is_new and today > slot.closes_on:
        raise ValidationError(_("The time for this self-evaluation is over."), code="closed")
    if evaluation.confirmed_at:
        raise ValidationError(
            _("It was confirmed already. It can no longer be changed."), code="confirmed"
        )
    if not is_new and today > slot.changes_until:
        raise ValidationError(
            _("You sent this self-evaluation already. It can no longer be changed."), code="given"
        )


def give_company(
    placement: Placement,
    *,
    monday: date,
    scores: Scores,
    comment: str = "",
    name: str,
    link: AccessLink | None = None,
    words_later: bool = False,
    once: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Evaluation | None:
    """What a company tutor tapped for a week, if anything: an objective left out is not stored.

    Given again for the same week, the newest word on each objective holds. With `words_later`, for who
    signs hours with it, a 0 or 100 is taken without a word; else it raises as `check_words`.
    """
    if not scores and not comment.strip():
        return None
    if not words_later:
        check_words(scores, comment)
    moment = slots.moment_of(placement, EvaluationKind.COMPANY, monday)
    at = at or timezone.now()
    note = _Note(EvaluationKind.COMPANY, moment, monday, at, name, comment, None, link)
    with transaction.atomic():
        evaluation, is_new = _hold(placement, note)
        if not use_key(once) and not is_new:
            return evaluation
        return _store(evaluation, note, scores)


def give_agency(
    placement: Placement,
    *,
    moment: EvaluationMoment,
    monday: date,
    scores: Scores,
    comment: str = "",
    by: User,
    colleague: Colleague | None = None,
    seen: str | None = None,
    once: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Evaluation:
    """The agency tutor's, of objectives, indicators or both; it may be corrected at any time.

    With a `colleague` it is this person's, as `by` writes it down. `seen` is the stamp of the
    evaluation that was on the page (empty: none; None: does not matter).
    Raises `ValidationError`: `outside` for a week the placement does not have, `early` for one that
    has not begun, `changed` (with its `stamp`) when there is another one than was seen, `given` for a new name of a
    colleague who has one, `range` for a score that is none, and as `check_words`.
    """
    at = at or timezone.now()
    check_words(scores, comment)
    if monday not in weeks.mondays(placement.starts_on, placement.ends_on):
        raise ValidationError(_("The placement has no such week."), code="outside")
    if monday > timezone.localdate(at):
        raise ValidationError(_("This week has not begun yet."), code="early")
    note = _Note(EvaluationKind.AGENCY, moment, monday, at, by.get_full_name(), comment, by)
    if colleague is not None:
        kind, name = EvaluationKind.COLLEAGUE, colleague.name
        note = replace(note, kind=kind, name=name, role=colleague.role, corrects=colleague.corrects)
    with transaction.atomic():
        evaluation, is_new = _hold(placement, note)
        if not use_key(once) and not is_new:
            return evaluation
        if not is_new and seen is not None and seen != stamp(evaluation):
            raise ValidationError(
                _(
                    "There is an evaluation for this moment that was not on your page. "
                    "Store again to replace it, or open it above."
                ),
                code="changed",
                params={"stamp": stamp(evaluation)},
            )
        return _store(evaluation, note, scores)


def check_words(scores: Scores, comment: str) -> None:
    """Raises `ValidationError` (`words`, at the comment) for a 0 or a 100 without a word."""
    extreme = [about for about, value in scores.items() if value in EXTREMES]
    if not extreme or comment.strip():
        return
    text = ngettext(
        "You gave 0 or 100 for “%(name)s”. Say in a few words what was seen.",
        "You gave 0 or 100 for “%(name)s” and %(more)d more. Say in a few words what was seen.",
        len(extreme),
    ) % {"name": extreme[0].name, "more": len(extreme) - 1}
    raise _wrong("comment", text, "words")


def _wrong(field: str, text: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(text, code=code)})


def stamp(evaluation: Evaluation) -> str:
    """What an evaluation is known by until it is changed."""
    return evaluation.given_at.isoformat()


def due_company(placements: Iterable[Placement], today: date) -> dict[int, list[Slot]]:
    """What the company is asked for and has not given, by placement; two queries."""
    placements = list(placements)
    due = slots.of_each(placements, [EvaluationKind.COMPANY])
    rows = Evaluation.objects.filter(placement__in=placements, kind=EvaluationKind.COMPANY)
    given = {
        (pk, slots.key_of(kind, moment, monday))
        for pk, kind, moment, monday in rows.values_list("placement", "kind", "moment", "monday")
    }
    return {
        pk: [slot for slot in found if slot.is_open(today) and (pk, slot.takes) not in given]
        for pk, found in due.items()
    }


@dataclass(frozen=True)
class _Note:
    """Whose evaluation it is, of what, and when."""

    kind: EvaluationKind
    moment: EvaluationMoment
    monday: date
    at: datetime
    name: str
    comment: str
    user: User | None = None
    link: AccessLink | None = None
    role: str = ""
    compared_with: str = ""
    corrects: int | None = None


def _hold(placement: Placement, note: _Note) -> tuple[Evaluation, bool]:
    """The evaluation's row and whether it is new; two who send at once wait for each other here."""
    Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    work.hook("evaluations.held")
    of_start = Q(moment=EvaluationMoment.START)
    of_then = Evaluation.objects.filter(
        of_start if note.moment == EvaluationMoment.START else ~of_start,
        placement=placement,
        kind=note.kind,
        monday=note.monday,
    )
    if note.kind == EvaluationKind.COLLEAGUE:
        of_then = _of_colleague(of_then, note)
    evaluation = of_then.first()
    if is_new := evaluation is None:
        evaluation = _begin(placement, note)
    evaluation.placement = placement
    return evaluation, is_new


def _begin(placement: Placement, note: _Note) -> Evaluation:
    framework.begin([placement.pk])
    left_out = framework.left_out([placement.pk]).get(placement.pk)
    return Evaluation.objects.create(
        placement=placement,
        kind=note.kind,
        moment=note.moment,
        monday=note.monday,
        given_at=note.at,
        given_by=note.name,
        role=note.role,
        compared_with=note.compared_with,
        not_asked=sorted(left_out) if left_out else None,
    )


def _of_colleague(of_then: EvaluationQuerySet, note: _Note) -> EvaluationQuerySet:
    """The one that is corrected, if it is of this moment; else this person's."""
    theirs = of_then.filter(given_by__iexact=note.name)
    shown = of_then.none() if note.corrects is None else of_then.filter(pk=note.corrects)
    if not shown.exists():
        return theirs
    if there := theirs.exclude(pk__in=shown).first():
        text = _("%(name)s has an evaluation for this moment already. Open it above to correct it.")
        raise ValidationError(text % {"name": there.given_by}, code="given")
    return shown


def _store(
    evaluation: Evaluation,
    note: _Note,
    scores: Scores,
    models: Mapping[int, WrittenModel] | None = None,
) -> Evaluation:
    # A page that was opened before something was left out may still have asked it.
    scores = {
        about: value for about, value in scores.items() if about.key not in evaluation.left_out
    }
    before = changes.scores_of(evaluation, scores)
    new_comment = evaluation.comment != note.comment.strip()
    evaluation.given_at, evaluation.given_by = note.at, note.name
    evaluation.user, evaluation.link = note.user, note.link
    evaluation.comment, evaluation.moment = note.comment.strip(), note.moment
    evaluation.role, evaluation.compared_with = note.role, note.compared_with
    evaluation.save(update_fields=STORED)
    rows = [_score(evaluation, about, value) for about, value in scores.items()]
    for row in rows:
        row.model = (models or {}).get(row.objective_id or 0)
    objectives = [row.objective for row in rows if row.objective_id]
    indicators = [row.indicator for row in rows if row.indicator_id]
    evaluation.scores.filter(Q(objective__in=objectives) | Q(indicator__in=indicators)).delete()
    Score.objects.bulk_create(rows)
    by = note.user or note.link
    audit.note(Action.EVALUATION_GIVEN, by=by, about=evaluation)
    after = {about.key: value for about, value in scores.items()}
    changes.keep_scores(evaluation, before, after, new_comment=new_comment, by=by)
    return evaluation


def _score(evaluation: Evaluation, about: Objective | Indicator, value: int | None) -> Score:
    if value is not None and not 0 <= value <= 100:
        raise ValidationError(_("A score is a whole number from 0 to 100."), code="range")
    if isinstance(about, Objective):
        return Score(evaluation=evaluation, objective=about, value=value)
    return Score(evaluation=evaluation, indicator=about, value=value)
