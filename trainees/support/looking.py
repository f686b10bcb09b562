"""Reading a plan, or what is shared of it; every look of somebody else than the learner is noted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from accounts.models import User, Viewer
from imyportal import audit
from imyportal.enums import Action, ActorKind
from imyportal.models import AuditEvent

from ..enums import SupportTopic
from ..models import SupportEntry, SupportPlan, SupportShare
from . import plans

# What rooms above keep beside the text of a topic, in words; they register when they are ready.
beside: dict[SupportTopic, Callable[[SupportPlan], list[str]]] = {}


@dataclass(frozen=True)
class Line:
    """One topic in the clear."""

    topic: SupportTopic
    text: str
    until: date | None = None  # of a share
    beside: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(self.topic.label)


@dataclass(frozen=True)
class Look:
    """Somebody read something."""

    at: datetime
    who: str
    topics: list[str]


def whole(plan: SupportPlan, viewer: User) -> list[Line]:
    """All of it, to who sees the plan; noted, unless it is the learner. Empty without permission."""
    if not plans.is_permitted(plan.trainee):
        return []
    entries = {each.topic: each for each in SupportEntry.objects.filter(plan=plan)}
    lines = [_line(plan, entries[topic]) for topic in SupportTopic if topic in entries]
    if viewer.is_staff:
        _note(plan, viewer, lines)
    return lines


def one(plan: SupportPlan, topic: SupportTopic, viewer: User) -> Line | None:
    """One topic of it, to who sees the plan; noted as `whole` is. None when nothing is written of it."""
    entry = SupportEntry.objects.filter(plan=plan, topic=topic).first()
    if entry is None or not plans.is_permitted(plan.trainee):
        return None
    line = _line(plan, entry)
    if viewer.is_staff:
        _note(plan, viewer, [line])
    return line


def _line(plan: SupportPlan, entry: SupportEntry) -> Line:
    topic = SupportTopic(entry.topic)
    told = beside[topic](plan) if topic in beside else []
    return Line(topic, entry.text, beside=told)


def shared(plan: SupportPlan, viewer: Viewer) -> list[Line]:
    """What the learner lets `viewer` read of it today; noted. Empty without permission."""
    shares: QuerySet[SupportShare] = SupportShare.objects.given_to(viewer).filter(plan=plan)
    until = dict(shares.values_list("topic", "until"))
    if not until or not plans.is_permitted(plan.trainee):
        return []
    entries = SupportEntry.objects.filter(plan=plan, topic__in=until)
    found = {each.topic: each for each in entries}
    lines = [
        Line(topic, found[topic].text, until[topic]) for topic in SupportTopic if topic in found
    ]
    _note(plan, viewer, lines)
    return lines


def _note(plan: SupportPlan, viewer: Viewer, lines: list[Line]) -> None:
    topics = [each.topic.value for each in lines]
    audit.note(Action.SUPPORT_VIEWED, by=viewer, about=plan, topics=topics)


def looks(plan: SupportPlan, most: int = 100) -> list[Look]:
    """Who read what of it when, the latest first, for the learner."""
    events = AuditEvent.objects.filter(action=Action.SUPPORT_VIEWED, **audit.which(plan))
    return [
        Look(
            at=event.at,
            who=event.actor or str(ActorKind(event.actor_kind).label),
            topics=[str(SupportTopic(each).label) for each in event.details.get("topics", [])],
        )
        for event in events.order_by("-pk")[:most]
    ]


def as_file(plan: SupportPlan) -> str:
    """All of it as plain text, for the learner's own copy of their data; empty without permission."""
    if not plans.is_permitted(plan.trainee):
        return ""
    entries = SupportEntry.objects.filter(plan=plan)
    lines = [_line(plan, each) for each in entries]
    return "\n\n".join("\n".join([each.label, *each.beside, each.text]) for each in lines)
