"""Who comes with a group of minors."""

from dataclasses import replace

from accounts import links
from accounts.enums import Purpose
from imyportal.enums import Action
from tests.factories import GroupFactory
from tests.imyportal.deeds import deed, tutor
from trainees.accompanying import entering, page
from trainees.accompanying.entering import Said


def said(group):
    days = group.arrives_on, group.leaves_on
    return Said("Jutta", "Brandt", "canary-guardian@school.example", "", "de", "f", *days)


def entered():
    group = GroupFactory()
    return entering.enter(group, said(group), by=(by := tutor())), by


@deed(Action.ACCOMPANYING_ENTERED)
def enter_who_comes_with_a_group(browser):
    return entered()[1]


@deed(Action.ACCOMPANYING_CHANGED)
def change_who_comes_with_a_group(browser):
    person, by = entered()
    entering.change(person, replace(said(person.group), phone="+49231555019"), by=by)
    return by


@deed(Action.ACCOMPANYING_REMOVED)
def take_away_who_comes_with_a_group(browser):
    person, by = entered()
    entering.remove(person, by=by)
    return by


@deed(Action.ACCOMPANYING_NEWS)
def turn_the_news_off(browser):
    link = links.create(Purpose.ACCOMPANYING, entered()[0])
    page.switch_news(link.holder, wants=False, by=link)
    return link
