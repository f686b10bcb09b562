"""Giving an evaluation: by the trainee, the company tutor, the agency tutor.

Each observer has one evaluation a moment and week. The same form sent twice is stored once; another
one for the same moment replaces the scores it names, as long as it may be changed.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit, weeks, work
from imyportal.enums import Action
from imyportal.forms import use_key
from placements.models import Placement

from . import changes, framework, slots
from .enums import EvaluationKind, EvaluationMoment
from .models import Evaluation, Indicator, Objective, Score
from .slots import Slot

Scores = Mapping[Objective | Indicator, int | None]  # 0-100, None: not observed


def give_self(
    placement: Placement,
    *,
    slot: Slot,
    scores: Scores,
    comment: str = "",
    by: User,
    once: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Evaluation:
    """The trainee's own, of every indicator; `at` is when (default: now).

    Raises `ValidationError`: `early` before it opens, `closed` after it closed, `given` when it may no
    longer be changed, `range` for a score that is none.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    if today < slot.opens_on:
        day = date_format(slot.opens_on, _("l j F"))
        raise ValidationError(
            _("This self-evaluation opens on %(day)s.") % {"day": day}, code="early"
        )
    note = _Note(EvaluationKind.SELF, slot.moment, slot.monday, at, by.get_full_name(), comment, by)
    with transaction.atomic():
        evaluation, is_new = _hold(placement, note)
        if not use_key(once) and not is_new:
            return evaluation
        if is_new and today > slot.closes_on:
            raise ValidationError(_("The time for this self-evaluation is over."), code="closed")
        if not is_new and today > slot.changes_until:
            raise ValidationError(
                _("You sent this self-evaluation already. It can no longer be changed."),
                code="given",
            )
        return _store(evaluation, note, scores)


def give_company(
    placement: Placement,
    *,
    monday: date,
    scores: Scores,
    comment: str = "",
    name: str,
    link: AccessLink | None = None,
    once: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Evaluation | None:
    """What a company tutor tapped for a week, if anything: an objective left out is not stored.

    Given again for the same week, the newest word on each objective holds.
    """
    if not scores and not comment.strip():
        return None
    last = slots.is_last_week(placement, monday)
    moment = EvaluationMoment.FINAL if last else EvaluationMoment.WEEK
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
    seen: str | None = None,
    once: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Evaluation:
    """The agency tutor's, of objectives, indicators or both; it may be corrected at any time.

    `seen` is the stamp of the evaluation that was on the page (empty: none; None: does not matter).
    Raises `ValidationError`: `outside` for a week the placement does not have, `early` for one that
    has not begun, `changed` when there is another one than was seen, `range` for a score that is none.
    """
    at = at or timezone.now()
    if monday not in weeks.mondays(placement.starts_on, placement.ends_on):
        raise ValidationError(_("The placement has no such week."), code="outside")
    if monday > timezone.localdate(at):
        raise ValidationError(_("This week has not begun yet."), code="early")
    note = _Note(EvaluationKind.AGENCY, moment, monday, at, by.get_full_name(), comment, by)
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
            )
        return _store(evaluation, note, scores)


def stamp(evaluation: Evaluation) -> str:
    """What an evaluation is known by until it is changed."""
    return evaluation.given_at.isoformat()


def due_self(placement: Placement, today: date) -> list[Slot]:
    """The self-evaluations that are open today and not given yet; one query."""
    is_open = [slot for slot in slots.of(placement) if slot.is_open(today)]
    if not is_open:
        return []
    given = set(
        Evaluation.objects.filter(
            placement=placement,
            kind=EvaluationKind.SELF,
            monday__gte=today - timedelta(days=13),
        ).values_list("moment", "monday")
    )
    return [slot for slot in is_open if (slot.moment, slot.monday) not in given]


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


def _hold(placement: Placement, note: _Note) -> tuple[Evaluation, bool]:
    """The evaluation's row and whether it is new; two who send at once wait for each other here."""
    Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    work.hook("evaluations.held")
    evaluation, is_new = Evaluation.objects.get_or_create(
        placement=placement,
        kind=note.kind,
        moment=note.moment,
        monday=note.monday,
        defaults={"given_at": note.at, "given_by": note.name},
    )
    evaluation.placement = placement
    if is_new:
        framework.begin([placement.pk])
    return evaluation, is_new


def _store(evaluation: Evaluation, note: _Note, scores: Scores) -> Evaluation:
    before = changes.scores_of(evaluation, scores)
    new_comment = evaluation.comment != note.comment.strip()
    evaluation.given_at, evaluation.given_by = note.at, note.name
    evaluation.user, evaluation.link = note.user, note.link
    evaluation.comment = note.comment.strip()
    evaluation.save(update_fields=["given_at", "given_by", "user", "link", "comment"])
    rows = [_score(evaluation, about, value) for about, value in scores.items()]
    objectives = [row.objective for row in rows if row.objective_id]
    indicators = [row.indicator for row in rows if row.indicator_id]
    evaluation.scores.filter(Q(objective__in=objectives) | Q(indicator__in=indicators)).delete()
    Score.objects.bulk_create(rows)
    by = note.user or note.link
    audit.note(Action.EVALUATION_GIVEN, by=by, about=evaluation)
    after = {changes.name_of(about): value for about, value in scores.items()}
    changes.keep_scores(evaluation, before, after, new_comment=new_comment, by=by)
    return evaluation


def _score(evaluation: Evaluation, about: Objective | Indicator, value: int | None) -> Score:
    if value is not None and not 0 <= value <= 100:
        raise ValidationError(_("A score is a whole number from 0 to 100."), code="range")
    if isinstance(about, Objective):
        return Score(evaluation=evaluation, objective=about, value=value)
    return Score(evaluation=evaluation, indicator=about, value=value)
