"""A minor's word, and a guardian's."""

from trainees import consents
from trainees.enums import ConsentPurpose

BADGES = ConsentPurpose.BADGES


def allowed(trainee):
    return consents.standing(trainee, BADGES).allows


def own_yes(trainee):
    return consents.agree(trainee, BADGES, by=trainee.user, language="en")


def guardian_says(link, agrees):
    return consents.answer(link, BADGES, agrees=agrees, version=1, language="de")
