"""A plan is begun, written by tutor and learner, and agreed to."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, mail, tracking, work
from imyportal.enums import Action

from .. import consents
from ..enums import ConsentPurpose, SupportTopic
from ..guardians import authorisations
from ..models import SupportEntry, SupportPlan, SupportShare, Trainee
from . import following
from .following import ADJUSTS

PURPOSE = ConsentPurpose.SUPPORT
TOPIC_OF = {
    "contact_days": SupportTopic.HOURS,
    "day_minutes": SupportTopic.HOURS,
    "evaluation_days": SupportTopic.EVALUATION,
}


def is_permitted(trainee: Trainee) -> bool:
    """Whether today a plan may be kept and read: the learner's word, and for a minor a guardian's."""
    return consents.standing(trainee, PURPOSE).allows


@transaction.atomic
def begin(trainee: Trainee, *, by: User) -> SupportPlan:
    """An empty plan; learner and guardians are asked for their permission by mail. Begun twice is begun once."""
    Trainee.objects.select_for_update(of=("self",)).get(pk=trainee.pk)
    plan, is_new = SupportPlan.objects.get_or_create(trainee=trainee, defaults={"begun_by": by})
    if is_new:
        audit.note(Action.SUPPORT_BEGUN, by=by, about=plan)
        tell_learner(plan, "asked")
        if trainee.is_minor_on(timezone.localdate()):
            for guardian in consents.askable(trainee):
                authorisations.ask_one(guardian, [PURPOSE], by)
    return plan


@transaction.atomic
def write(
    plan: SupportPlan,
    texts: Mapping[SupportTopic, str],
    also: Collection[SupportTopic] = (),
    /,
    *,
    by: User,
    seen: datetime,
    **numbers: int | None,
) -> SupportPlan:
    """Write these topics anew; an empty text deletes its topic and ends its shares. `numbers`: of `ADJUSTS`.

    `also` are topics of which a room above writes more, in the same transaction. The learner writes `OWN` alone, and
    leaves the numbers as they are. Raises `ValidationError`:
    `permission` without one, `changed` when somebody wrote after `seen`.
    """
    plan, is_learner = _locked(plan), not by.is_staff
    _check(plan, seen)
    was_agreed, now = plan.is_agreed, timezone.now()
    before = tracking.read([plan])
    changed = [topic for topic, text in texts.items() if _put(plan, topic, text.strip(), by, now)]
    changed += also
    for name, number in () if is_learner else numbers.items():
        if getattr(plan, name) != number:
            setattr(plan, name, number)
            changed.append(TOPIC_OF[name])
    if not changed:
        return plan
    plan.changed_at = now
    if is_learner and was_agreed:
        plan.agreed_at = now
    plan.validate_constraints()
    plan.save(update_fields=[*ADJUSTS, "changed_at", "agreed_at"])
    tracking.keep({plan.pk: plan}, before, by=by)
    audit.note(Action.SUPPORT_WRITTEN, by=by, about=plan, topics=sorted(set(changed)))
    if not is_learner:
        tell_learner(plan, "written")
    return plan


def _put(plan: SupportPlan, topic: SupportTopic, text: str, by: User, at: datetime) -> bool:
    """Whether it differs from what stood there."""
    entry = SupportEntry.objects.filter(plan=plan, topic=topic).first()
    if not text:
        if entry is None:
            return False
        entry.delete()
        SupportShare.objects.filter(plan=plan, topic=topic, ended_at=None).update(ended_at=at)
        return True
    if entry is None:
        entry = SupportEntry(plan=plan, topic=topic)
    elif entry.text == text:
        return False
    entry.by, entry.at = by, at
    entry.write(text)
    entry.save()
    return True


@transaction.atomic
def agree(plan: SupportPlan, *, by: User, seen: datetime) -> SupportPlan:
    """The learner agrees to what stands there: hours and evaluations follow. Raises `ValidationError` as `write`."""
    plan = _locked(plan)
    _check(plan, seen)
    if not plan.is_agreed:
        plan.agreed_at = timezone.now()
        plan.save(update_fields=["agreed_at"])
        audit.note(Action.SUPPORT_AGREED, by=by, about=plan)
        following.follow(plan.trainee, by=by)
    return plan


def _locked(plan: SupportPlan) -> SupportPlan:
    rows = SupportPlan.objects.select_for_update(of=("self",)).select_related("trainee__user")
    found = rows.get(pk=plan.pk)
    work.hook("support.locked")
    return found


def _check(plan: SupportPlan, seen: datetime) -> None:
    if not is_permitted(plan.trainee):
        raise ValidationError(_("There is no permission to keep this plan."), code="permission")
    if plan.changed_at != seen:
        raise ValidationError(
            _("The plan was changed meanwhile. Look at it again."), code="changed"
        )


def tell_learner(plan: SupportPlan, what: str, **details: Any) -> None:
    """That there is something to read and to decide, once a day and kind: asked, written, share."""
    trainee = plan.trainee
    mail.queue(
        "trainees/support_news",
        to=trainee.email,
        language=trainee.user.language if trainee.user else trainee.language,
        about=plan,
        key=f"support:{what}:{plan.pk}:{timezone.localdate()}",
        what=what,
        **details,
    )
