"""Who looked at a trainee's data, and what of it was changed: for the trainee, and for who sees them on the desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.text import capfirst

from accounts.models import User
from imyportal import audit, history, personal
from imyportal.enums import Action
from imyportal.models import AuditEvent, Change
from imyportal.visible import visible

from ..models import SupportPlan, Trainee

SAME = timedelta(seconds=30)  # between a change and the desk's own note of it
LOOKS = (Action.TRAINEE_VIEWED, Action.GUEST_VIEWED, Action.SUPPORT_VIEWED)


@dataclass(frozen=True)
class Look:
    """Somebody read something of it."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True)
class Changed:
    """One part of one row that was changed, in words."""

    at: datetime
    who: str
    row: str
    part: str
    before: str
    after: str


def looks(trainee: Trainee, *, newest: int = 20) -> list[Look]:
    """Who of the agency opened the trainee's form, identity data or support plan, the newest first."""
    about = Q(**audit.which(trainee))
    for plan in SupportPlan.objects.filter(trainee=trainee):
        about |= Q(**audit.which(plan))
    events = AuditEvent.objects.filter(about, action__in=LOOKS).exclude(user=trainee.user)
    return [Look(each.at, each.actor, capfirst(each.label)) for each in events[:newest]]


def changes(trainee: Trainee, viewer: User) -> list[Changed]:
    """All changes that are kept, of rows `viewer` may see, the newest first."""
    found = _saved_on_desk(trainee)
    for decision in personal.about_trainees():
        if history.is_spoken(decision.of_model):
            rows = decision.rows(trainee).filter(pk__in=visible(decision.of_model, viewer))
            # What trainees are not given of a row they are not told of here.
            without = set() if viewer.is_staff else _hidden_of(decision)
            found += [
                Changed(line.at, line.by, f"{kind}: {row}", line.part, line.before, line.after)
                for kind in [capfirst(str(decision.of_model._meta.verbose_name))]
                for row, line in history.lines_of(rows, without=without)
            ]
    return sorted(found, key=lambda line: line.at, reverse=True)


def _hidden_of(decision: personal.Decision) -> set[str]:
    """Parts of a row, and of rows below it, that trainees are not given."""
    below = {
        f"{each.model.lower()}.{name}"
        for each in personal.about_trainees()
        for name in each.left_out
    }
    return {*decision.left_out, *below}


def _saved_on_desk(trainee: Trainee) -> list[Changed]:
    """What was saved in the form of the desk, where nothing is kept of what stood there before."""
    kind = ContentType.objects.get_for_model(Trainee)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(trainee.pk))
    told = list(Change.objects.filter(**audit.which(trainee)).values_list("user", "at"))
    row = f"{capfirst(str(Trainee._meta.verbose_name))}: {trainee}"
    return [
        Changed(entry.action_time, str(entry.user), row, entry.get_change_message(), "", "")
        for entry in entries.select_related("user")
        if entry.change_message not in ("", "[]")
        and not any(
            user == entry.user_id and abs(at - entry.action_time) < SAME for user, at in told
        )
    ]
