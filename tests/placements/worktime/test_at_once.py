"""Two companies of one person fill the same week at the same moment."""

import threading
from datetime import date, time

import pytest
from django.db import connection

from imyportal import work
from placements import hours, models
from placements.entries import DayEntry
from placements.enums import DayKind
from placements.models import WorkingTimeFinding
from placements.worktime import standard
from tests.factories import MONDAY, GroupFactory, PlacementFactory, TraineeFactory


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_days_saved_at_once_at_two_companies_are_judged_together(today):
    today("2026-03-06")
    standard.write(models=models)
    born = {"trainee__birth_date": date(2009, 6, 1)}
    one = PlacementFactory(**born)
    user = one.trainee.user
    trainee = TraineeFactory(birth_date=date(2009, 6, 1), user=user, group=GroupFactory())
    other = PlacementFactory(trainee=trainee)
    held, go_on = threading.Event(), threading.Event()

    def stand():
        if threading.current_thread().name == "first":
            held.set()
            go_on.wait(10)

    def save(placement, starts, ends):
        try:
            entry = DayEntry(DayKind.WORKED, time(starts), time(*ends), 0)
            hours.save_day(placement, MONDAY, entry, by=user)
        finally:
            connection.close()

    work.set_hook("worktime.held", stand)
    threads = [
        threading.Thread(target=save, args=(one, 8, (12, 30)), name="first"),
        threading.Thread(target=save, args=(other, 14, (17, 31)), name="second"),
    ]
    try:
        threads[0].start()
        assert held.wait(10)
        threads[1].start()
        threads[1].join(0.3)
        assert threads[1].is_alive()  # it waits for the person
        go_on.set()
        for thread in threads:
            thread.join(20)
    finally:
        go_on.set()
        work.set_hook("worktime.held", None)

    rows = WorkingTimeFinding.objects.values_list("kind", "measured", "is_joint")
    assert list(rows) == [("day", 481, True)] * 2
