"""Guidebook and house rules: published, given, received, read."""

from imyportal.enums import Action
from tests.factories import GroupFactory, SendingTutorFactory, TraineeFactory
from tests.imyportal.deeds import deed, tutor
from tests.trainees.guides import published
from trainees.models import Handover
from trainees.publications import editions, receipts


@deed(Action.EDITION_PUBLISHED)
def publish_a_guidebook(browser):
    by = tutor()
    editions.publish(editions.begin("guidebook", "en", by=by), by=by)
    return by


@deed(Action.EDITION_READ)
def read_a_guidebook(browser):
    trainee = TraineeFactory()
    receipts.confirm(trainee, published("guidebook"), by=trainee.user)
    return trainee.user


def given(by):
    group = GroupFactory()
    published("guidebook")
    receipts.give(group, by=by)
    return Handover.objects.get(organisation=group.organisation)


@deed(Action.EDITION_GIVEN)
def give_a_guidebook(browser):
    given(by := tutor())
    return by


@deed(Action.EDITION_RECEIVED)
def receive_a_guidebook(browser):
    row = given(tutor())
    by = SendingTutorFactory(organisation=row.organisation).user
    receipts.receive(row, by=by)
    return by
