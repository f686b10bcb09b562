"""What of the evaluation does not apply to one learner: proposed in the support plan, followed once agreed.

The tutor proposes it beside the words that say why (`SupportTopic.NOT_EVALUATED`), and the learner agrees to
the plan as it stands. Then the placements that run or come leave it out of every evaluation that is not given
yet; a given one keeps what it asked, and what it did not. Without permission all is asked again. A placement
begins with its first exemption (`framework.begin`), so that these are indicators of the version it keeps.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action
from placements.enums import PlacementStatus
from placements.models import Placement
from placements.models.placements import PlacementQuerySet
from trainees.enums import SupportTopic
from trainees.models import SupportEntry, SupportPlan, Trainee
from trainees.support import following, plans

from . import framework
from .enums import SetKind
from .framework import Framework
from .models import Exemption, Indicator, WantedExemption

TOPIC = SupportTopic.NOT_EVALUATED


def offered(trainee: Trainee) -> Framework:
    """What can be left out: of the placement that runs or comes last, else of the standard in use."""
    placement = _running(trainee).order_by("-starts_on", "-pk").first()
    if placement is None:
        return framework.current_standard()
    return Framework(framework.of([placement])[placement.pk].objectives)


def wanted(plan: SupportPlan) -> list[Indicator]:
    """What the plan leaves out, agreed or not; one query."""
    rows = WantedExemption.objects.filter(entry__plan=plan)
    rows = rows.select_related("indicator__objective__set")
    return [each.indicator for each in rows.order_by("indicator__objective", "indicator__position")]


def told(plan: SupportPlan) -> list[str]:
    """The same in words, for learner and tutor."""
    return [f"{each.objective}: {each}" for each in wanted(plan)]


def kept(plan: SupportPlan, observed: Framework) -> set[int]:
    """Keys of the indicators of `observed` that the plan leaves out, also of another version."""
    return _of(observed, {_name(each) for each in wanted(plan)})


@transaction.atomic
def propose(
    plan: SupportPlan, left_out: Collection[Indicator], why: str, *, by: User, seen: datetime
) -> SupportPlan:
    """Write what is left out, and why; nothing left out deletes the reason. The learner is told by mail.

    Raises `ValidationError`: at the field `why` without words and `nothing` with words alone; `everything` when
    nothing would be evaluated any more; and as `plans.write`.
    """
    chosen, observed = {each.pk for each in left_out}, offered(plan.trainee)
    if not chosen <= {each.pk for each in observed.indicators}:
        raise ValidationError(_("Open the page again."), code="foreign")
    if chosen and not why.strip():
        text = _("Say why, in the words of needs.")
        raise ValidationError({"why": ValidationError(text, code="why")})
    if chosen >= {each.pk for each in observed.indicators}:
        raise ValidationError(
            _("Leave something: without any indicator there is no evaluation."), code="everything"
        )
    before = kept(plan, observed)
    if why.strip() and not chosen and not before:
        text = _("Tick what does not apply, or leave this empty.")
        raise ValidationError({"why": ValidationError(text, code="nothing")})
    is_new = chosen != before
    texts, also = {TOPIC: why if chosen else ""}, [TOPIC] if is_new else []
    plan = plans.write(plan, texts, also, by=by, seen=seen)
    if chosen and is_new:
        entry = SupportEntry.objects.get(plan=plan, topic=TOPIC)
        WantedExemption.objects.filter(entry=entry).delete()
        rows = [WantedExemption(entry=entry, indicator_id=each) for each in sorted(chosen)]
        WantedExemption.objects.bulk_create(rows)
    return plan


@transaction.atomic
def follow(trainee: Trainee, by: Any) -> None:
    """Bring placements that run or come to what the learner agreed to; what is over stays."""
    if following.adjustments(trainee) is None:
        return
    agreed = WantedExemption.objects.filter(
        entry__plan__trainee=trainee, entry__plan__agreed_at__isnull=False
    )
    keys = {_name(each.indicator) for each in agreed.select_related("indicator__objective__set")}
    placements = list(_running(trainee).select_for_update(of=("self",)).order_by("pk"))
    if keys:
        framework.begin([each.pk for each in placements])
    for pk, observed in framework.of(placements).items():
        _bring(pk, _of(Framework(observed.objectives), keys), by)


def _running(trainee: Trainee) -> PlacementQuerySet:
    coming = Placement.objects.filter(trainee=trainee, ends_on__gte=timezone.localdate())
    return coming.exclude(status=PlacementStatus.CANCELLED)


def _name(indicator: Indicator) -> tuple[str, ...]:
    """By which an indicator is found in another version: of the standard its codes, else itself."""
    objective = indicator.objective
    if objective.set.kind == SetKind.STANDARD:
        return objective.code, indicator.code
    return (indicator.key,)


def _of(observed: Framework, keys: Collection[tuple[str, ...]]) -> set[int]:
    """The indicators of a placement that are meant; none where nothing else would be left."""
    every = observed.indicators
    found = {each.pk for each in every if _name(each) in keys}
    return found if len(found) < len(every) else set()


def _bring(placement: int, left_out: set[int], by: Any) -> None:
    there = set(Exemption.objects.filter(placement=placement).values_list("indicator", flat=True))
    if there == left_out:
        return
    gone: Iterable[int] = there - left_out
    Exemption.objects.filter(placement=placement, indicator__in=gone).delete()
    Exemption.objects.bulk_create(
        Exemption(placement_id=placement, indicator_id=each) for each in sorted(left_out - there)
    )
    audit.note(Action.PLACEMENT_ADJUSTED, by=by, about=Placement.objects.get(pk=placement))
