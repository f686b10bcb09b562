"""Evaluations, awards, objectives, the journey and results."""

from accounts import links
from accounts.enums import Purpose
from assessment import awards, peers, plans, proposing, remarks, requirements, written_models
from imyportal.enums import Action
from tests.assessment import observing, sets
from tests.assessment.ready import ready_placement
from tests.factories import GroupFactory, PlacementFactory, TraineeFactory
from tests.imyportal.deeds import deed, tutor
from trainees import journey
from trainees.models import JourneyStep


@deed(Action.EVALUATION_GIVEN)
def evaluate(browser):
    observing.give_self(placement := PlacementFactory(), comment="canary-note")
    return placement.trainee.user


def asked():
    given = observing.give_peer(PlacementFactory())
    return given, given.requests.get()


@deed(Action.PEER_ASKED)
def ask_another_trainee(browser):
    given, _request = asked()
    return given.placement.trainee.user


@deed(Action.PEER_ANSWERED)
def decline_to_confirm(browser):
    _given, request = asked()
    peers.decline(request, word="canary-reason", by=request.peer.user)
    return request.peer.user


@deed(Action.PLAN_CHANGED)
def change_when_evaluations_are_due(browser):
    plans.change(GroupFactory(), [plans.Due("self", "start")], by=(by := tutor()))
    return by


@deed(Action.MODEL_WRITTEN)
def write_a_model(browser):
    objective = observing.standard_set().objectives[0]
    written_models.write(objective, texts={"en": "canary-note"}, by=(by := tutor()))
    return by


def suggested():
    placement = PlacementFactory()
    link = links.create(Purpose.COMPANY, placement.company_tutor)
    fields = {"occasion": "canary-note", "level": 1, "reason": "canary-reason"}
    return awards.suggest(placement, name="Marco", link=link, **fields), link


@deed(Action.AWARD_SUGGESTED)
def suggest_award(browser):
    return suggested()[1]


@deed(Action.AWARD_GIVEN)
def give_award(browser):
    awards.confirm(suggested()[0], by=(by := tutor()))
    return by


@deed(Action.AWARD_DECLINED)
def decline_award(browser):
    awards.decline(suggested()[0], by=(by := tutor()), reason="canary-reason")
    return by


@deed(Action.AWARD_WITHDRAWN)
def withdraw_award(browser):
    award = awards.confirm(suggested()[0], by=tutor())
    awards.withdraw(award, by=(by := tutor()), reason="canary-reason")
    return by


@deed(Action.OBJECTIVES_PROPOSED)
def propose_objectives(browser):
    return sets.proposed(GroupFactory()).proposed_by


@deed(Action.OBJECTIVES_DECLINED)
def decline_objectives(browser):
    found, by = sets.proposed(GroupFactory()), tutor()
    proposing.decline(found, by=by, reason="canary-reason")
    return by


@deed(Action.OBJECTIVES_IN_USE)
def use_objectives(browser):
    found, by = sets.proposed(GroupFactory()), tutor()
    proposing.put_in_use(found, by=by)
    return by


@deed(Action.REQUIREMENTS_CHANGED)
def change_requirements(browser):
    requirements.set_for(GroupFactory(), {}, by=(by := tutor()))
    return by


def ticked():
    trainee = TraineeFactory()
    step = JourneyStep.objects.create(group=trainee.group, code="x", names={"en": "Read"})
    journey.tick(trainee, step, by=trainee.user)
    return trainee, step


@deed(Action.STEP_TICKED)
def tick_step(browser):
    return ticked()[0].user


@deed(Action.STEP_UNTICKED)
def untick_step(browser):
    trainee, step = ticked()
    journey.untick(trainee, step, by=trainee.user)
    return trainee.user


@deed(Action.RESULTS_SIGNED_OFF)
def sign_off(browser):
    placement = ready_placement(signed_off=False)
    return observing.sign_off(placement, reason="canary-reason", reliability=70).signed_by


def signed_off():
    sign_off = ready_placement().sign_offs.get()
    return sign_off, sign_off.placement.trainee.user


@deed(Action.RESULTS_REMARKED)
def remark(browser):
    sign_off, by = signed_off()
    remarks.write(sign_off, text="canary-note", printed=True, by=by)
    return by


@deed(Action.TALK_ASKED)
def ask_for_talk(browser):
    sign_off, by = signed_off()
    remarks.ask_for_talk(sign_off, by=by)
    return by


@deed(Action.TALK_HELD)
def hold_talk(browser):
    sign_off, trainee = signed_off()
    remarks.ask_for_talk(sign_off, by=trainee)
    remarks.hold_talk(sign_off, by=(by := tutor()))
    return by
