"""Keys to sign badges with, and badges, the shortest way."""

import functools
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from django.utils import timezone

from assessment import credentials, models
from assessment.badges import awarding, levels
from assessment.credentials import keys
from assessment.enums import KeyKind
from imyportal import codes, weeks
from placements.enums import WeekStatus
from placements.models import HourWeek
from tests.factories import HourWeekFactory, PlacementFactory, WorkDayFactory


@functools.cache
def _pair():
    """Making an RSA key takes half a second, so all tests have the same."""
    return (
        ed25519.Ed25519PrivateKey.from_private_bytes(b"\x07" * 32),
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
    )


def keys_in_use():
    """The issuer has both keys; a test that commits may have cleared the levels, too."""
    levels.write(models=models)
    if not keys.can_sign():
        for each in _pair():
            keys.keep(each)


def sign_weeks(placement, count, *, first=0):
    """`count` weeks from week `first` on, each with a signed Monday of work."""
    for number in range(first, first + count):
        monday = weeks.monday_of(placement.starts_on) + timedelta(weeks=number)
        week = HourWeekFactory(placement=placement, monday=monday)
        WorkDayFactory(week=week, date=max(monday, placement.starts_on))
        HourWeek.objects.filter(pk=week.pk).update(
            status=WeekStatus.SIGNED, declared_at=timezone.now()
        )


def awarded(count=4, **placement):
    """The badge of a trainee with `count` signed weeks."""
    keys_in_use()
    made = PlacementFactory(**placement)
    sign_weeks(made, count)
    assert awarding.award_due() == 1
    return models.BadgeAward.objects.get(trainee=made.trainee)


def unsigned(trainee, level="one-month"):
    """A badge whose credential nobody signed: for pages that only show the rows."""
    keys_in_use()
    level = models.BadgeLevel.objects.get(code=level)
    award = models.BadgeAward.objects.create(trainee=trainee, code=codes.new(), level=level)
    status = credentials.new_entry()
    models.StatusList.objects.update(document={}, signed_at=timezone.now())
    models.BadgeIssue.objects.create(
        award=award,
        level=level,
        weeks=level.weeks,
        credential_id=award.subject.urn,
        document={"id": award.subject.urn},
        digest="0" * 64,
        jwt="a.b.c",
        status=status,
        key=keys.active(KeyKind.ED25519),
        jwt_key=keys.active(KeyKind.RSA),
    )
    return award
