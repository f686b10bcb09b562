"""Requests for the tests of this room."""

from helpdesk.enums import Topic
from helpdesk.tickets import asking
from helpdesk.tickets.posting import Said
from tests.factories import TraineeFactory


def ask(trainee=None, text="No hot water", topic=Topic.ROOMS, **said):
    trainee = trainee or TraineeFactory()
    return asking.ask(trainee, topic, Said(text, **said), by=trainee.user)
