"""Requests for help."""

from helpdesk.answers import writing
from helpdesk.enums import Helped, Topic
from helpdesk.models import Article
from helpdesk.tickets import answering, asking, keeping
from helpdesk.tickets.posting import Said
from imyportal.enums import Action
from tests.factories import TraineeFactory
from tests.imyportal.deeds import deed, tutor


def asked(trainee=None):
    trainee = trainee or TraineeFactory()
    return asking.ask(trainee, Topic.ROOMS, Said("canary-note"), by=trainee.user)


@deed(Action.TICKET_ASKED)
def ask(browser):
    return asked().trainee.user


@deed(Action.TICKET_WRITTEN)
def write(browser):
    ticket = asked()
    asking.say(ticket, Said("canary-note"), by=ticket.trainee.user)
    return ticket.trainee.user


@deed(Action.TICKET_ANSWERED)
def answer(browser):
    answering.answer(asked(), Said("canary-note"), by=(by := tutor()))
    return by


@deed(Action.TICKET_NOTED)
def note(browser):
    answering.note(asked(), Said("canary-note"), by=(by := tutor()))
    return by


@deed(Action.TICKET_CHANGED)
def change(browser):
    keeping.change(asked(), by=(by := tutor()), topic=Topic.HEALTH, subject="canary-reason")
    return by


@deed(Action.TICKET_SOLVED)
def solve(browser):
    keeping.solve(asked(), by=(by := tutor()))
    return by


@deed(Action.TICKET_REOPENED)
def reopen(browser):
    keeping.reopen(keeping.solve(asked(), by=tutor()), by=(by := tutor()))
    return by


@deed(Action.TICKET_MERGED)
def merge(browser):
    first = asked()
    keeping.merge(asked(first.trainee), first, by=(by := tutor()))
    return by


@deed(Action.TICKET_RATED)
def rate(browser):
    ticket = keeping.solve(asked(), by=tutor())
    keeping.rate(ticket, Helped.YES, by=ticket.trainee.user)
    return ticket.trainee.user


@deed(Action.ARTICLE_WRITTEN)
def write_an_article(browser):
    article = Article.objects.create(topic="life")
    writing.written(article, by=(by := tutor()), before=None)
    return by
