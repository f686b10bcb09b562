import pytest

from placements.visits import asking
from tests.factories import CompanyTutorFactory, GroupFactory, PlacementFactory, SendingTutorFactory
from tests.placements.visits.days import planned


@pytest.fixture
def school(today):
    """Two companies with trainees of one group; it is the week before the visit."""
    today("2026-03-11 10:00")
    guest = SendingTutorFactory(user__last_name="Berger")
    group = GroupFactory(organisation=guest.organisation)
    for name, directions in (("Alfa", "Bus 20; poi a piedi"), ("Beta", "")):
        tutor = CompanyTutorFactory(company__name=f"{name}, S.r.l.", company__directions=directions)
        PlacementFactory(trainee__group=group, company_tutor=tutor)
    return guest


@pytest.fixture
def group(school):
    return school.organisation.groups.get()


@pytest.fixture
def by(group):
    return group.lead_tutor


@pytest.fixture
def visit(school, group, by):
    """Planned, with the sending tutor, and both companies asked."""
    visit = planned(group, by, guests=[school])
    asking.ask(visit, by=by)
    return visit
