"""Single topics of a plan for single persons: proposed by the tutor, in force when the learner agrees."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit
from imyportal.enums import Action

from ..enums import ShareParty, SupportTopic
from ..models import SendingTutor, SupportPlan, SupportShare, Trainee
from . import plans, telling

AFTER_LEAVING = timedelta(days=30)  # nobody needs a plan for longer


@dataclass(frozen=True)
class Person:
    """Somebody a topic may be shared with."""

    party: ShareParty
    row: models.Model
    name: str
    until: date  # the last day that makes sense for them

    @property
    def key(self) -> str:
        return f"{self.party.value}-{self.row.pk}"


# Rooms above add theirs when they are ready: the tutors of the company are of `placements`.
Source = Callable[[Trainee], Iterable[Person]]
sources: list[Source] = []


def people(trainee: Trainee) -> list[Person]:
    """Everybody around this trainee, today; the group must be loaded."""
    last = trainee.group.leaves_on + AFTER_LEAVING
    found = [person for source in sources for person in source(trainee)]
    return [*found, *_school(trainee, last), *_family(trainee, last), *_colleagues(trainee, last)]


def _school(trainee: Trainee, last: date) -> Iterator[Person]:
    rows = SendingTutor.objects.filter(
        organisation=trainee.group.organisation_id, user__is_active=True
    )
    for row in rows.select_related("user"):
        yield Person(ShareParty.SCHOOL, row.user, str(row.user), last)


def _family(trainee: Trainee, last: date) -> Iterator[Person]:
    if trainee.is_minor_on(timezone.localdate()):
        until = min(last, trainee.of_age_on - timedelta(days=1))
        for row in trainee.guardians.all():
            yield Person(ShareParty.GUARDIAN, row, row.name, until)


def _colleagues(trainee: Trainee, last: date) -> Iterator[Person]:
    """Those who see the trainee: others cannot open the page where it stands."""
    for user in User.objects.tutors().filter(is_active=True).exclude(pk=trainee.responsible.pk):
        if Trainee.objects.visible_to(user).filter(pk=trainee.pk).exists():
            yield Person(ShareParty.COLLEAGUE, user, str(user), last)


@transaction.atomic
def propose(
    plan: SupportPlan, person: Person, topics: Collection[SupportTopic], until: date, *, by: User
) -> list[SupportShare]:
    """Propose to share these with somebody until a day; the learner is asked by mail.

    Raises `ValidationError`: `permission`; `until` for a day that is over or too far; `company` for what a
    company is never shown; `empty` for a topic of which the plan says nothing.
    """
    plan = SupportPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if not plans.is_permitted(plan.trainee):
        raise ValidationError(_("There is no permission to keep this plan."), code="permission")
    _check(plan, person, topics, until)
    kind = ContentType.objects.get_for_model(person.row)
    there = SupportShare.objects.filter(plan=plan, to_type=kind, to_id=person.row.pk, ended_at=None)
    there.filter(until__lt=timezone.localdate()).update(ended_at=timezone.now())
    known = set(there.values_list("topic", flat=True))
    made = SupportShare.objects.bulk_create(
        SupportShare(
            plan=plan,
            topic=topic,
            party=person.party,
            to_type=kind,
            to_id=person.row.pk,
            name=person.name,
            until=until,
            by=by,
        )
        for topic in topics
        if topic not in known
    )
    if made:
        said = [each.topic for each in made]
        audit.note(Action.SUPPORT_SHARED, by=by, about=plan, party=person.party.value, topics=said)
        plans.tell_learner(plan, "share")
    return made


def _check(
    plan: SupportPlan, person: Person, topics: Collection[SupportTopic], until: date
) -> None:
    if not timezone.localdate() <= until <= person.until:
        text = _("Choose a day from today until %(day)s.") % {"day": person.until.isoformat()}
        raise ValidationError({"until": ValidationError(text, code="until")})
    allowed = SupportTopic.for_companies()
    if person.party == ShareParty.COMPANY and any(each not in allowed for each in topics):
        text = _("A company sees adjustments at work only.")
        raise ValidationError({"topics": ValidationError(text, code="company")})
    if any(each not in SupportTopic.shareable() for each in topics):
        text = _("Why something is not evaluated is not shared.")
        raise ValidationError({"topics": ValidationError(text, code="kept")})
    written = set(plan.entries.filter(topic__in=topics).values_list("topic", flat=True))
    if missing := [each.label for each in topics if each not in written]:
        text = _("The plan says nothing of: %(topics)s.") % {
            "topics": ", ".join(str(each) for each in missing)
        }
        raise ValidationError({"topics": ValidationError(text, code="empty")})


@transaction.atomic
def agree(share: SupportShare, *, by: User) -> SupportShare:
    """The learner agrees: from now on it is shown, and who may read it gets a mail.

    Agreed twice is agreed once; what has ended stays ended.
    """
    share = SupportShare.objects.select_for_update(of=("self",)).get(pk=share.pk)
    if share.agreed_at is None and share.ended_at is None:
        share.agreed_at = timezone.now()
        share.save(update_fields=["agreed_at"])
        audit.note(Action.SUPPORT_SHARE_AGREED, by=by, about=share.plan, topics=[share.topic])
        telling.tell(share)
    return share


@transaction.atomic
def end(share: SupportShare, *, by: User | AccessLink) -> SupportShare:
    """Nobody is shown it any more; ended twice is ended once."""
    share = SupportShare.objects.select_for_update(of=("self",)).get(pk=share.pk)
    if share.ended_at is None:
        share.ended_at = timezone.now()
        share.save(update_fields=["ended_at"])
        audit.note(Action.SUPPORT_SHARE_ENDED, by=by, about=share.plan, topics=[share.topic])
    return share
