"""Welcome days, house rules, ways home."""

from django.urls import reverse
from django.utils import timezone

from imyportal.enums import Action
from tests.factories import BedFactory, TraineeFactory
from tests.imyportal.deeds import deed, tutor
from trainees.conduct import writing
from trainees.enums import HomeSaid, PresentHow, Rung
from trainees.going_home import saying, times
from trainees.houses import beds
from trainees.houses.concerns import Place
from trainees.models import WelcomeTopic
from trainees.welcome import agenda, presence


@deed(Action.HOME_PLANNED)
def plan_a_way_home(browser):
    trainee = TraineeFactory()
    leaves_on = trainee.group.leaves_on
    plan = saying.Plan(leaves_on, times.at(leaves_on, 600), "canary-note")
    saying.plan(trainee, plan, by=(by := tutor()))
    return by


def is_home():
    return saying.say(saying.of(TraineeFactory()), HomeSaid.PHONE, by=(by := tutor())), by


@deed(Action.HOME_SAID)
def say_somebody_is_home(browser):
    _way, by = is_home()
    return by


@deed(Action.HOME_TAKEN_BACK)
def say_somebody_is_not_home(browser):
    way, by = is_home()
    saying.take_back(way, by=by)
    return by


def welcomed():
    trainee = TraineeFactory()
    begins = times.at(trainee.group.arrives_on, 600)
    day = agenda.plan(trainee.group, begins, "Hall", by=(by := tutor()), note="canary-note")
    return trainee, day, by


@deed(Action.WELCOME_PLANNED)
def plan_a_welcome_day(browser):
    return welcomed()[2]


def was_there():
    trainee, day, by = welcomed()
    presence.tick(day, trainee, PresentHow.TUTOR, by=by)
    return trainee, by


@deed(Action.WELCOME_PRESENT)
def write_down_who_was_there(browser):
    return was_there()[1]


@deed(Action.WELCOME_ABSENT)
def take_presence_back(browser):
    trainee, by = was_there()
    presence.take_back(trainee, by=by)
    return by


@deed(Action.WELCOME_CONFIRMED)
def confirm_a_topic(browser):
    trainee, _by = was_there()
    topic = WelcomeTopic.objects.create(group=trainee.group, code="x", names={"en": "X"})
    presence.confirm(trainee, [topic], by=trainee.user)
    return trainee.user


def broken():
    what = writing.Happened("canary-note", "canary-reason", timezone.now())
    return writing.write(TraineeFactory(), what, by=(by := tutor())), by


@deed(Action.BREACH_WRITTEN)
def write_a_breach_down(browser):
    return broken()[1]


@deed(Action.BREACH_VIEWED)
def look_at_a_breach(browser):
    breach, _by = broken()
    browser.force_login(by := breach.trainee.responsible)
    page = reverse("admin:trainees_breach_change", args=[breach.pk])
    assert browser.get(page).status_code == 200
    return by


@deed(Action.BREACH_ADDED)
def follow_a_breach(browser):
    breach, by = broken()
    writing.follow(breach, Rung.TALK, "canary-note", by=by)
    return by


@deed(Action.BREACH_REPLIED)
def reply_to_a_breach(browser):
    breach, _by = broken()
    writing.reply(breach, "canary-reason", by=(by := breach.trainee.user))
    return by


def housed():
    trainee = TraineeFactory()
    nights = trainee.group.arrives_on, trainee.group.arrives_on
    beds.put([Place(trainee, BedFactory(), *nights)], by=(by := tutor()))
    return trainee, nights, by


@deed(Action.BED_GIVEN)
def give_a_bed(browser):
    return housed()[2]


@deed(Action.BED_CHANGED)
def give_another_bed(browser):
    trainee, nights, by = housed()
    beds.put([Place(trainee, BedFactory(), *nights)], by=by)
    return by


@deed(Action.BED_LEFT)
def give_a_bed_back(browser):
    trainee, nights, by = housed()
    beds.leave(trainee, nights[0], by=by)
    return by
