"""A timetable that breaks a limit: what is said, and the reason that is asked for."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from placements import planning
from placements.enums import PlacementStatus
from placements.models import AgreedDay, WorkingTimeException
from placements.worktime import plans
from tests.placements.worktime.minors import ART, block, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_weeks")]


@pytest.fixture
def proposal(placement):
    placement.status = PlacementStatus.PROPOSED
    placement.save(update_fields=["status"])
    AgreedDay.objects.filter(placement=placement, weekday=1).update(ends_at=time(18, 30))
    return placement


PLAN = f"Every Tuesday: 8:30 h of work, at most 8:00 h a day (for under-18s: {ART})"


def test_confirm_of_a_plan_that_breaks_a_limit_needs_a_reason(proposal, by):
    assert PLAN in planning.timetable_doubts(proposal)
    with pytest.raises(ValidationError) as caught:
        planning.confirm(proposal, by=by)
    assert caught.value.code == "worktime"

    planning.confirm(proposal, by=by, despite="The workshop closes later on Tuesdays.")

    row = WorkingTimeException.objects.filter(kind="day").get()
    assert (row.first, row.last, row.by) == (proposal.starts_on, proposal.ends_on, by)
    assert not any(each.asks for each in plans.doubts(proposal))


def test_plan_names_the_weekdays_of_one_limit_together(proposal, by, client_for):
    for weekdays, ends in (([0, 1, 2, 3, 4], time(19)), ([1], time(19, 30))):
        rows = AgreedDay.objects.filter(placement=proposal, weekday__in=weekdays)
        rows.update(ends_at=ends)

    texts = [each for each in planning.timetable_doubts(proposal) if "at most 8:00 h a day" in each]
    everyday = AgreedDay.objects.filter(placement=proposal)
    everyday.update(ends_at=time(19))
    together = planning.timetable_doubts(proposal)

    assert [each.partition(":")[0] for each in texts] == [
        "Monday, Wednesday, Thursday and Friday",
        "Every Tuesday",
    ]
    assert "Monday to Friday: 9:00 h of work" in " ".join(together)
    assert len(together) == len({each.partition(": ")[2] for each in together})


def test_confirm_of_a_plan_that_blocks_is_refused_whatever_the_reason(proposal, by):
    block()

    with pytest.raises(ValidationError) as caught:
        planning.confirm(proposal, by=by, despite="It is a pity.")

    assert caught.value.error_list[0].code in ("worktime_blocked", None)
    assert caught.value.messages == [PLAN]


def test_plan_asks_where_the_break_lies(proposal):
    AgreedDay.objects.filter(placement=proposal, weekday=0).update(break_starts_at=time(13, 1))

    texts = [each.text for each in plans.doubts(proposal)]

    assert (
        "Every Monday: 4:31 h without a break, at most 4:30 h (for under-18s: L. 977/1967, art. 20)"
        in texts
    )


def test_desk_leads_from_save_and_confirm_to_the_reason(proposal, by, client_for):
    desk, url = client_for(by), reverse("admin:placements_placement_worktime", args=[proposal.pk])
    form = desk.get(proposal.get_absolute_url()).context
    data = posted(form)

    response = desk.post(proposal.get_absolute_url(), data | {"_confirm": "1"})

    assert response.headers["Location"] == url
    page = desk.get(url)
    assert PLAN in page.content.decode()
    refused = desk.post(url, {"confirm": "1", "plan-reason": " "})
    assert "plan-reason" in refused.content.decode()
    assert refused.context["sent"].errors
    desk.post(url, {"confirm": "1", "plan-reason": "The workshop closes later."})
    proposal.refresh_from_db()
    assert proposal.status == PlacementStatus.CONFIRMED
