"""One's own data: taken along, forgotten, held, kept."""

from datetime import timedelta

from django.utils import timezone

from imyportal import sealing
from imyportal.enums import Action
from imyportal.models import AuditEvent
from tests.factories import TraineeFactory
from tests.imyportal.deeds import PORTAL, deed, tutor
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


@deed(Action.TRAIL_LET_GO)
def let_the_old_trail_go(browser):
    long_ago = timezone.now() - timedelta(days=366 * 12)
    AuditEvent.objects.create(action=Action.SIGNED_OUT, actor_kind="portal", at=long_ago)
    sealing.seal()
    sealing.let_go(long_ago + timedelta(days=1))
    return PORTAL
