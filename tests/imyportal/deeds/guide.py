"""Guidebook and house rules: published, given, received, read."""

from django.utils import timezone

from imyportal.enums import Action
from tests.factories import GroupFactory, SendingTutorFactory, TraineeFactory
from tests.imyportal.deeds import deed, tutor
from tests.trainees.guides import published
from trainees.models import Handover
from trainees.publications import editions, receipts, reflections
from trainees.publications.reflections import Said, Word


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


def answered():
    day = timezone.localdate()
    trainee = TraineeFactory(group__arrives_on=day, group__leaves_on=day)
    edition = published("guidebook")
    said = {each.pk: Said("canary-note", is_unclear=True) for each in edition.questions.all()}
    return reflections.send(trainee, edition, said, by=trainee.user)


@deed(Action.REFLECTION_SENT)
def send_answers(browser):
    return answered().trainee.user


@deed(Action.REFLECTION_READ)
def read_answers(browser):
    row, by = answered(), tutor()
    words = {each.pk: Word("canary-note", is_topic=True) for each in row.answers.all()}
    reflections.answer(row, words, by=by)
    return by


@deed(Action.REFLECTION_TALKED)
def talk_answers_over(browser):
    by = tutor(is_superuser=True)
    reflections.talked_over(answered().trainee.group, by=by)
    return by
