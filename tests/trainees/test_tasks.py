"""trainees/tasks.py and its like in placements: lists nobody brought in are forgotten."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from placements.models import CompanyImport
from tests.factories import GroupFactory, UserFactory
from trainees.importing import KEEP_UNCONFIRMED, hand_in
from trainees.models import GroupImport

pytestmark = pytest.mark.django_db

LIST = b"Name;Vorname;Geburtsdatum\nVogel;Mia;04.05.2007\n"


def age(row, **by):
    """As if it had been handed in earlier."""
    type(row).objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(**by))


def test_forget_participant_lists_takes_those_of_a_week_ago():
    group = GroupFactory()
    old, fresh = (hand_in(group, LIST, "list.csv", by=group.lead_tutor) for _ in range(2))
    age(old, days=KEEP_UNCONFIRMED.days, minutes=1)

    call_command("sweep")

    assert list(GroupImport.objects.all()) == [fresh]


def test_forget_participant_lists_keeps_what_was_brought_in():
    group = GroupFactory()
    row = GroupImport.objects.create(
        group=group, by=group.lead_tutor, content=b"", digest="0" * 64, applied_at=timezone.now()
    )
    age(row, days=400)

    call_command("sweep")

    assert GroupImport.objects.exists()


def test_forget_company_lists_takes_those_of_a_week_ago():
    row = CompanyImport.objects.create(
        by=UserFactory(tutor=True), content=b"Name\nBartolini\n", digest="0" * 64
    )
    age(row, days=8)

    call_command("sweep")

    assert not CompanyImport.objects.exists()
