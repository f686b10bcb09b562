"""One's own data: taken along, forgotten, held, kept."""

from imyportal.enums import Action
from tests.factories import TraineeFactory
from tests.imyportal.deeds import deed, tutor
from trainees.models import RetentionRule
from trainees.privacy import erasing, export, retention


@deed(Action.OWN_DATA_TAKEN)
def take_own_data(browser):
    user = TraineeFactory().user
    export.pack(user)
    return user


@deed(Action.ERASURE_ASKED)
def ask_to_be_forgotten(browser):
    trainee = TraineeFactory()
    erasing.ask(trainee, by=trainee.user)
    erasing.ask(trainee, by=trainee.user)
    return trainee.user


@deed(Action.ERASURE_DECIDED)
def decline_to_forget(browser):
    trainee = TraineeFactory()
    erasing.decline(
        erasing.ask(trainee, by=trainee.user), by=(by := tutor()), reason="canary-reason"
    )
    return by


@deed(Action.HOLD_CHANGED)
def hold_what_is_there(browser):
    retention.hold(TraineeFactory(), by=(by := tutor()), reason="canary-reason")
    return by


@deed(Action.RETENTION_CHANGED)
def change_a_rule(browser):
    rule = RetentionRule.objects.get(kind="mail")
    retention.change(rule, months=4, reason="Another law", by=(by := tutor()))
    return by
