"""What must never be false of a day of visits: each rule is broken past every form."""

from datetime import date, time

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from placements.enums import ReportSide, StopAnswer, VisitState
from placements.models import VisitGuest, VisitReport, VisitStop
from tests.factories import (
    GroupFactory,
    SendingTutorFactory,
    VisitStopFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop():
    return VisitStopFactory()


def refused(write):
    """Whether the database itself refuses what `write` does."""
    try:
        with transaction.atomic():
            write()
            connection.check_constraints()
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except Error:
        return True
    return False


def changed(row, **values):
    return lambda: type(row).objects.filter(pk=row.pk).update(**values)


BROKEN = {
    "ends before it begins": {"ends_at": time(9)},
    "answered, nobody knows when": {"answer": StopAnswer.YES},
    "asked, nobody knows when": {"answer": StopAnswer.ASKED},
    "another time, but which": {"answer": StopAnswer.OTHER, "answered_at": timezone.now()},
    "a time without a wish for it": {"proposed_at": time(11)},
    "a day without a wish for it": {"proposed_on": date(2026, 3, 19)},
}


@pytest.mark.parametrize("values", BROKEN.values(), ids=BROKEN)
def test_stop_that_contradicts_itself_is_refused(stop, values):
    assert refused(changed(stop, **values))


@pytest.mark.parametrize(
    "values",
    [
        {"state": VisitState.CONFIRMED},
        {"state": VisitState.DONE},
        {"state": VisitState.CANCELLED},
        {"state": VisitState.CANCELLED, "cancelled_at": timezone.now()},
        {"done_at": timezone.now()},
    ],
)
def test_visit_whose_state_has_no_time_is_refused(stop, values):
    assert refused(changed(stop.visit, **values))


def test_stop_of_the_same_company_or_of_anothers_tutor_is_refused(stop):
    again = {"visit": stop.visit, "starts_at": time(15), "ends_at": time(16)}

    assert refused(lambda: VisitStopFactory(**again, company_tutor=stop.company_tutor))
    assert refused(lambda: VisitStopFactory(**again, company=stop.company))
    VisitStop.objects.filter(pk=stop.pk).update(withdrawn_at=timezone.now())
    assert not refused(lambda: VisitStopFactory(**again, company_tutor=stop.company_tutor))


@pytest.mark.postgres
def test_stops_at_the_same_time_are_refused_unless_one_is_off(stop):
    then = {"visit": stop.visit, "starts_at": time(9, 45), "ends_at": time(10, 15)}

    assert refused(lambda: VisitStopFactory(**then))
    assert not refused(
        lambda: VisitStopFactory(visit=stop.visit, starts_at=time(10), ends_at=time(11))
    )
    VisitStop.objects.filter(pk=stop.pk).update(answer="no", answered_at=timezone.now())
    assert not refused(lambda: VisitStopFactory(**then | {"ends_at": time(10)}))


def test_visit_holds_people_and_groups_of_one_school_alone(stop):
    other = GroupFactory()

    assert refused(lambda: VisitGuest.objects.create(visit=stop.visit, tutor=SendingTutorFactory()))
    assert refused(changed(stop.visit, group=other))
    assert refused(changed(stop.visit, organisation=other.organisation, group=None))


def test_visit_that_took_place_is_locked_but_for_its_reports(stop):
    visit, by = stop.visit, stop.visit.planned_by
    guest = SendingTutorFactory(organisation=visit.organisation)
    VisitGuest.objects.create(visit=visit, tutor=guest)
    changed(visit, state=VisitState.DONE, done_at=timezone.now())()

    assert refused(changed(visit, meeting_point="Elsewhere"))
    assert refused(visit.delete)
    assert refused(changed(stop, starts_at=time(9)))
    assert refused(stop.delete)
    assert refused(lambda: VisitStopFactory(visit=visit, starts_at=time(15), ends_at=time(16)))
    assert refused(VisitGuest.objects.get(visit=visit).delete)
    report = {"stop": stop, "side": ReportSide.AGENCY, "by": by}
    assert not refused(lambda: VisitReport.objects.create(**report, seen="All well."))
    assert refused(lambda: VisitReport.objects.create(**report, seen="Twice."))


@pytest.mark.parametrize(
    "values",
    [
        {"seen": ""},
        {"next_step": "Call again"},
        {"next_on": "2026-03-20"},
        {"side": ReportSide.SCHOOL},
    ],
)
def test_report_that_lacks_something_is_refused(stop, values):
    row = {
        "stop": stop,
        "side": ReportSide.AGENCY,
        "seen": "All well.",
        "by": stop.visit.planned_by,
    }

    assert refused(lambda: VisitReport.objects.create(**row | values))
    assert not refused(lambda: VisitReport.objects.create(**row))
