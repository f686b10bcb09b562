"""A row of the Today board as it stands on the page: every reason has its own way."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from accounts import links
from accounts.enums import Purpose
from accounts.models import User
from imyportal import today as board
from placements.absences import noticing
from placements.enums import DayKind
from placements.models import CheckIn, CompanyTutor, Contact
from tests.desk.thursday import NOW, THURSDAY, all_is_well, day_of, week_of
from tests.factories import MONDAY, GroupFactory, PlacementFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thursday")]


def troubled(tutor):
    """Absent, under 18 without a guardian, asks for a call; the company has no address; a step is due."""
    placement = all_is_well(tutor, trainee__birth_date=date(2009, 1, 1))
    trainee = placement.trainee
    day_of(week_of(placement), THURSDAY, DayKind.ILL).save()
    CompanyTutor.objects.filter(pk=placement.company_tutor_id).update(email="")
    User.objects.filter(pk=trainee.user_id).update(last_login=None)
    said = {"said_by": "trainee", "call_wanted": True, "user": trainee.user, "said_at": NOW}
    CheckIn.objects.create(placement=placement, monday=MONDAY + timedelta(days=7), **said)
    Contact.objects.create(
        trainee=trainee, kind="call", with_whom="trainee", at=NOW, text="Tired.", by=tutor,
        logged_at=NOW, next_step="Ask again", next_on=THURSDAY - timedelta(days=1), next_by=tutor,
    )  # fmt: skip
    return trainee


def test_every_reason_of_a_row_can_be_settled_from_the_row(tutor, client_for):
    troubled(tutor)

    page = client_for(tutor).get(reverse("admin:index"))

    (row,) = page.context["board"].rows
    html = unescape(page.text)
    ways = re.findall(r'<(?:a|form)[^>]*(?:href|action)="([^"]*)"', html[html.index("dk-why") :])
    assert row.main == row.why[0]
    assert {each.action for each in row.why} >= {
        "Correct the address", "Add a guardian", "Call", "Done", "Open",
    }  # fmt: skip
    assert [each.text for each in row.why if (each.post or each.url) not in ways] == []
    assert html.count("dk-btn-1") == 1


def test_long_row_shows_four_reasons_and_hides_the_others_behind_their_number(tutor, client_for):
    troubled(tutor)

    page = client_for(tutor).get(reverse("admin:index"))

    (row,) = page.context["board"].rows
    assert (len(row.first), len(row.rest)) == (board.REASONS, len(row.why) - board.REASONS)
    assert f"<summary>{len(row.rest)} more" in page.content.decode()


def test_company_tutor_whom_no_mail_reaches_is_named_once(tutor):
    first = all_is_well(tutor)
    all_is_well(tutor, company_tutor=first.company_tutor)
    CompanyTutor.objects.filter(pk=first.company_tutor_id).update(email="")

    (row,) = board.board(tutor, now=NOW).rows

    assert (row.main.action, row.main.since) == ("Correct the address", "for 1 more trainee, too")


@pytest.mark.parametrize(("days", "level"), [(7, "WEEK"), (8, "PLAIN")])
def test_certificates_are_a_task_of_the_group_for_a_week_then_a_row_each(days, level, tutor):
    ended = THURSDAY - timedelta(days=days)
    group = GroupFactory(lead_tutor=tutor, arrives_on=MONDAY, leaves_on=THURSDAY + timedelta(9))
    PlacementFactory.create_batch(2, trainee__group=group, starts_on=ended, ends_on=ended)

    said = [each for reasons in board.signals(tutor, NOW).values() for each in reasons]
    (item,) = board.board(tutor, now=NOW).groups

    assert [each.level.name for each in said if each.action == "Certificates"] == [level] * 2
    assert (item.do, item.sub.endswith("2 without certificates")) == ("Certificates", True)


@pytest.mark.parametrize(("noticed", "comes_back"), [(True, "10:00"), (False, "tomorrow at 08:00")])
def test_row_that_cannot_wait_is_put_off_for_an_hour_and_can_be_brought_back(
    noticed, comes_back, tutor, client_for
):
    placement = all_is_well(tutor)
    if noticed:
        link = links.for_holder(Purpose.COMPANY, placement.company_tutor)
        noticing.notice(placement, THURSDAY, link=link)
    else:
        day_of(week_of(placement), THURSDAY, DayKind.ILL).save()
    browser, later = client_for(tutor), reverse("admin:later", args=[placement.trainee_id])
    label = "In an hour" if noticed else "Later"

    before = browser.get(reverse("admin:index"))
    said = browser.post(later, follow=True)
    away = browser.get(f"{reverse('admin:index')}?show=week")
    browser.post(later, {"back": "yes"})

    assert f">{label}<" in before.text
    assert f"comes back {'at ' if noticed else ''}{comes_back}" in said.text
    assert said.context["board"].rows == []
    assert "Back to today" in away.text
    assert len(board.board(tutor, now=NOW).rows) == 1
