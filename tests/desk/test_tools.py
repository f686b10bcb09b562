"""Buttons above a row's form: few stand alone, many below headings."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from imyportal.admin import Part, Tool, tools
from tests.factories import GroupFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def put(monkeypatch):
    """`put(4)`: so many buttons above a group, all but the first during the stay; what a tutor gets."""

    def above(number):
        monkeypatch.setitem(tools._tools, "trainees.group", [])
        for each in range(number):
            part = Part.STAY if each else Part.END
            tools.add_tool("trainees.Group", Tool(f"{each}", url=lambda row: "/"), part)
        group = GroupFactory()
        found = tools.tools_for(SimpleNamespace(user=group.lead_tutor), group)
        return [(str(heading), [tool["label"] for tool in part]) for heading, part in found]

    return above


def test_few_buttons_stand_together_in_the_order_they_came(put):
    assert put(3) == [("", ["0", "1", "2"])]


def test_many_buttons_stand_below_the_headings_that_have_some(put):
    headings = put(tools.FEW + 1)

    assert [heading for heading, _part in headings] == ["During the stay", "Results and going home"]
    assert headings[1][1] == ["0"]


def test_groups_page_shows_the_headings_of_its_buttons(client):
    group = GroupFactory()
    client.force_login(UserFactory(admin=True))

    page = client.get(reverse("admin:trainees_group_change", args=[group.pk])).text

    before, after = page.split("<span>Results and going home</span>")
    assert reverse("admin:trainees_group_welcome", args=[group.pk]) in before
    assert reverse("admin:trainees_group_home", args=[group.pk]) in after
