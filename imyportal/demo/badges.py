"""Badges of those whose weeks are enough: one shown to everybody, a minor's that waits, one withdrawn."""

from typing import cast

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from assessment import sharing
from assessment.badges import awarding
from assessment.credentials import keys, status
from assessment.models import BadgeAward

WITHDRAWN = "Two of the weeks had been signed for another trainee."


def make_keys() -> None:
    """The issuer's keys at this address, which changes with the port."""
    keys.make()


def build() -> None:
    """What the worker would give within a minute, and what three of the trainees' badges went through."""
    make_keys()
    awarding.award_due()
    adults, minors = _by_age(BadgeAward.objects.select_related("trainee__group__organisation"))
    if adults:
        sharing.open_page(adults[0], by=_owner(adults[0]), language="en")
        sharing.choose(adults[0], full_name=False, results=True, by=_owner(adults[0]))
    if len(adults) > 1:
        award = adults[-1]
        awarding.withdraw(award, by=award.trainee.responsible, reason=WITHDRAWN)
    asked = [each for each in minors if each.trainee.guardians.exclude(email="").exists()]
    if asked:
        sharing.ask_guardians(asked[0], by=_owner(asked[0]), language="en")
    status.publish_due()


def _owner(award: BadgeAward) -> User:
    """Who has the badge; only those with an account are asked for."""
    return cast("User", award.trainee.user)


def _by_age(awards: QuerySet[BadgeAward]) -> tuple[list[BadgeAward], list[BadgeAward]]:
    """Adults and minors, in the order of their awards."""
    today = timezone.localdate()
    found = list(awards.exclude(trainee__user=None).order_by("pk"))
    minors = [each for each in found if each.trainee.is_minor_on(today)]
    return [each for each in found if each not in minors], minors
