"""Support plans."""

from django.utils import timezone

from imyportal.enums import Action
from tests.factories import PlacementFactory, TraineeFactory
from tests.imyportal.deeds import deed, tutor
from trainees import consents
from trainees.enums import SupportTopic
from trainees.support import looking, plans, sharing


def permitted():
    """A plan that may be written, and who is responsible for it."""
    trainee = TraineeFactory(tutor=(by := tutor()))
    consents.agree(trainee, plans.PURPOSE, by=trainee.user, language="en")
    return plans.begin(trainee, by=by), by


def written():
    plan, by = permitted()
    texts = {SupportTopic.WORK: "canary-text"}
    return plans.write(plan, texts, by=by, seen=plan.changed_at), by


def shared():
    plan, by = written()
    colleague = tutor()
    colleague.is_superuser = True
    colleague.save()
    person = next(each for each in sharing.people(plan.trainee) if each.row == colleague)
    until = timezone.localdate()
    return sharing.propose(plan, person, [SupportTopic.WORK], until, by=by)[0], by


@deed(Action.SUPPORT_BEGUN)
def begin_a_support_plan(browser):
    return permitted()[1]


@deed(Action.SUPPORT_WRITTEN)
def write_a_support_plan(browser):
    return written()[1]


@deed(Action.SUPPORT_VIEWED)
def look_at_a_support_plan(browser):
    plan, by = written()
    looking.whole(plan, by)
    return by


@deed(Action.SUPPORT_AGREED)
def agree_to_a_support_plan(browser):
    plan, _by = written()
    plans.agree(plan, by=plan.trainee.user, seen=plan.changed_at)
    return plan.trainee.user


@deed(Action.PLACEMENT_ADJUSTED)
def agree_to_shorter_days(browser):
    plan, by = permitted()
    today = timezone.localdate()
    PlacementFactory(trainee=plan.trainee, starts_on=today, ends_on=today)
    plans.write(plan, {}, by=by, seen=plan.changed_at, day_minutes=300)
    plan.refresh_from_db()
    plans.agree(plan, by=plan.trainee.user, seen=plan.changed_at)
    return plan.trainee.user


@deed(Action.SUPPORT_SHARED)
def propose_a_share(browser):
    return shared()[1]


@deed(Action.SUPPORT_SHARE_AGREED)
def agree_to_a_share(browser):
    share, _by = shared()
    sharing.agree(share, by=share.plan.trainee.user)
    return share.plan.trainee.user


@deed(Action.SUPPORT_SHARE_ENDED)
def end_a_share(browser):
    share, by = shared()
    sharing.end(share, by=by)
    return by


@deed(Action.SUPPORT_EMPTIED)
def take_the_permission_back(browser):
    plan, _by = written()
    consents.take_back(plan.trainee, plans.PURPOSE, by=plan.trainee.user)
    return plan.trainee.user
