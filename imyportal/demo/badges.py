"""Badges of those whose weeks are enough; keys to sign them with."""

from assessment.badges import awarding
from assessment.credentials import keys, status


def make_keys() -> None:
    """The issuer's keys at this address, which changes with the port."""
    keys.make()


def build() -> None:
    """What the worker would give within a minute."""
    make_keys()
    awarding.award_due()
    status.publish_due()
