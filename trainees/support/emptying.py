"""The end of a permission: what a plan says is deleted, at once and for good."""

from typing import Any

from django.utils import timezone

from imyportal import audit
from imyportal.enums import Action

from ..models import SupportEntry, SupportPlan, SupportShare, Trainee
from . import following
from .following import ADJUSTS


def empty(trainee: Trainee, *, by: Any) -> None:
    """Delete the entries and end the shares, in the caller's transaction; that there was a plan stays."""
    plan = SupportPlan.objects.select_for_update(of=("self",)).filter(trainee=trainee).first()
    if plan is None:
        return
    SupportEntry.objects.filter(plan=plan).delete()
    SupportShare.objects.filter(plan=plan, ended_at=None).update(ended_at=timezone.now())
    for name in ADJUSTS:
        setattr(plan, name, None)
    plan.agreed_at, plan.changed_at = None, timezone.now()
    plan.save(update_fields=[*ADJUSTS, "agreed_at", "changed_at"])
    audit.note(Action.SUPPORT_EMPTIED, by=by, about=plan)
    following.follow(trainee, by=by)
