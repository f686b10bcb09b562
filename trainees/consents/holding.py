"""Whose word counts on which day."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import consent_texts
from ..enums import ConsentPurpose, Giver
from ..models import Consent, ConsentRequest, Trainee


@dataclass(frozen=True)
class Standing:
    """What holds for one trainee and one purpose on one day."""

    trainee: Trainee
    today: date
    own: Consent | None
    guardian: Consent | None
    asked_on: date | None  # when a guardian was asked last

    @property
    def is_minor(self) -> bool:
        return self.trainee.is_minor_on(self.today)

    @property
    def wants(self) -> bool:
        """The trainee's own yes; what was said before the 18th birthday ends on it."""
        if self.own is None or not self.own.agrees:
            return False
        return self.is_minor or not self.trainee.is_minor_on(self.own.said_on)

    @property
    def allows(self) -> bool:
        """Whether it may be done today."""
        guardian_agrees = self.guardian is not None and self.guardian.agrees
        return self.wants and (not self.is_minor or guardian_agrees)

    @property
    def is_outdated(self) -> bool:
        """The trainee's yes is to an older text: it holds for what that said, and the new one is asked."""
        newest = consent_texts.newest(self.own.purpose) if self.own else 0
        return self.wants and self.own is not None and self.own.text_version < newest

    @property
    def must_ask_again(self) -> bool:
        """Turned 18 since a word was given, and has not said anything as an adult."""
        said = [each for each in (self.own, self.guardian) if each and each.agrees]
        return not self.is_minor and not self.wants and bool(said)


def standing(trainee: Trainee, purpose: ConsentPurpose, *, today: date | None = None) -> Standing:
    """What holds for this trainee and purpose; two queries."""
    words = Consent.objects.standing().filter(trainee=trainee, purpose=purpose)
    said = {word.giver: word for word in words}
    requests = ConsentRequest.objects.filter(guardian__trainee=trainee, purpose=purpose)
    return Standing(
        trainee=trainee,
        today=today or timezone.localdate(),
        own=said.get(Giver.TRAINEE),
        guardian=said.get(Giver.GUARDIAN),
        asked_on=requests.order_by("asked_on").values_list("asked_on", flat=True).last(),
    )


def check_minor(now: Standing) -> None:
    """Raises `ValidationError` `adult` when no guardian's word counts any more."""
    if not now.is_minor:
        raise ValidationError(
            _("%(name)s is of age: only their own word counts now."),
            params={"name": now.trainee.first_name},
            code="adult",
        )
