"""What the guardians of a group's minors are asked for, and how far each answer has come."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, mail
from imyportal.enums import Action

from .. import consents
from ..enums import AUTHORISATIONS, INDISPENSABLE, ConsentHow, ConsentPurpose, Giver
from ..models import (
    Consent,
    ConsentRequest,
    Group,
    GroupAuthorisation,
    Guardian,
    SupportPlan,
    Trainee,
)

DAYS_BEFORE = 14  # so many days before arrival the board names who has not answered


@dataclass(frozen=True)
class Light:
    """One purpose of one minor."""

    purpose: ConsentPurpose
    word: Consent | None
    asked_on: date | None

    @property
    def is_open(self) -> bool:
        """Nobody has answered."""
        return self.word is None

    @property
    def tone(self) -> str:
        if self.word is None:
            return "wait" if self.asked_on else "warn"
        if self.word.agrees:
            return "ok"
        return "danger" if self.purpose in INDISPENSABLE else "warn"

    @property
    def label(self) -> str:
        if self.word is None:
            return _("asked") if self.asked_on else _("not asked")
        if self.word.agrees:
            return _("yes, on paper") if self.word.how == ConsentHow.PAPER else _("yes")
        return _("no")


def is_needed(trainee: Trainee, today: date) -> bool:
    """Under 18 on the day of arrival, or today when that is over, and not gone. The group must be loaded."""
    group = trainee.group
    return group.leaves_on >= today and trainee.is_minor_on(max(today, group.arrives_on))


def lights(trainees: Iterable[Trainee], *, today: date | None = None) -> dict[int, list[Light]]:
    """By the trainee's key, for those who need them; their groups must be loaded. Three queries."""
    day = today or timezone.localdate()
    minors = {each.pk: each for each in trainees if is_needed(each, day)}
    asks: dict[int, set[str]] = defaultdict(set)
    rules = GroupAuthorisation.objects.filter(group__in={m.group_id for m in minors.values()})
    for group, purpose in rules.values_list("group", "purpose"):
        asks[group].add(purpose)
    words = Consent.objects.standing().filter(trainee__in=minors, giver=Giver.GUARDIAN)
    said = {(word.trainee_id, word.purpose): word for word in words}
    requests = ConsentRequest.objects.filter(guardian__trainee__in=minors).order_by("asked_on")
    asked = {
        (trainee, purpose): on
        for trainee, purpose, on in requests.values_list("guardian__trainee", "purpose", "asked_on")
    }
    return {
        key: [
            Light(purpose, said.get((key, purpose)), asked.get((key, purpose)))
            for purpose in AUTHORISATIONS
            if purpose in asks[minor.group_id]
        ]
        for key, minor in minors.items()
    }


def of(trainee: Trainee, *, today: date | None = None) -> list[Light]:
    """Of one trainee; empty for who needs none."""
    return lights([trainee], today=today).get(trainee.pk, [])


def _of_plan(trainee: Trainee) -> list[Light]:
    """A minor's support plan, where one was begun: a guardian's word is asked for it, too."""
    if not SupportPlan.objects.filter(trainee=trainee).exists():
        return []
    now = consents.standing(trainee, ConsentPurpose.SUPPORT)
    return [Light(ConsentPurpose.SUPPORT, now.guardian, now.asked_on)] if now.is_minor else []


def asked_of_guardians(trainee: Trainee) -> list[Light]:
    """All that the guardians of one trainee are asked: by the group, and for a support plan."""
    return [*of(trainee), *_of_plan(trainee)]


# --- What is asked ----------------------------------------------------------------------------


@transaction.atomic
def choose(
    group: Group, purposes: Collection[str], days_before: int = DAYS_BEFORE, *, by: User | None
) -> None:
    """What the guardians of this group's minors are asked from now on; answers that were given stay."""
    Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    there = GroupAuthorisation.objects.filter(group=group)
    there.exclude(purpose__in=purposes).delete()
    there.update(days_before=days_before)
    known = set(there.values_list("purpose", flat=True))
    GroupAuthorisation.objects.bulk_create(
        GroupAuthorisation(group=group, purpose=purpose, days_before=days_before)
        for purpose in purposes
        if purpose not in known
    )
    audit.note(
        Action.AUTHORISATIONS_CHOSEN,
        by=by,
        about=group,
        purposes=sorted(purposes),
        days=days_before,
    )


def ask(trainees: Iterable[Trainee], *, by: User) -> int:
    """Mail each guardian of those who have open questions one link to answer all, once a day; how many mails.

    Raises `ValidationError` `no_address` when somebody's guardians have no address, after asking the others.
    """
    people = list(trainees)
    found = lights(people)
    count, without = 0, []
    for trainee in people:
        purposes = [each.purpose for each in found.get(trainee.pk, []) if each.is_open]
        guardians = consents.askable(trainee) if purposes else []
        if purposes and not guardians:
            without.append(trainee.name)
        count += sum(ask_one(guardian, purposes, by) for guardian in guardians)
    if without:
        text = _("No e-mail address of a guardian is on file: %(names)s.")
        raise ValidationError(text % {"names": ", ".join(without)}, code="no_address")
    return count


@transaction.atomic
def ask_one(guardian: Guardian, purposes: list[ConsentPurpose], by: User) -> bool:
    """Mail one guardian the link; False when they were asked all of it today."""
    Trainee.objects.select_for_update(of=("self",)).get(pk=guardian.trainee_id)
    today = timezone.localdate()
    known = ConsentRequest.objects.filter(guardian=guardian, asked_on=today)
    asked = set(known.values_list("purpose", flat=True))
    new = ConsentRequest.objects.bulk_create(
        ConsentRequest(guardian=guardian, purpose=purpose, asked_on=today, by=by)
        for purpose in purposes
        if purpose not in asked
    )
    if not new:
        return False
    audit.note(
        Action.CONSENT_ASKED,
        by=by,
        about=guardian.trainee,
        purposes=[each.purpose for each in new],
    )
    mail.queue(
        "trainees/authorisations_asked",
        to=guardian.email,
        language=guardian.language,
        about=guardian,
        key=f"authorisations:{new[0].pk}",
    )
    return True
