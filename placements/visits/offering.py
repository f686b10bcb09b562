"""Which companies could be visited on a day, at what times, and who works there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from accounts.models import Viewer
from trainees.models import Group, SendingOrganisation, Trainee

from ..models import CompanyTutor, HostCompany, Placement, Visit, VisitStop
from ..models.placements import PlacementQuerySet

FIRST = time(9, 30)
APART = timedelta(minutes=45)  # from the start of one visit to that of the next
LONG = timedelta(minutes=30)
ON_THE_WAY = APART - LONG


@dataclass(frozen=True)
class Offer:
    """One company with trainees that day, and a proposed time."""

    company: HostCompany
    tutor: CompanyTutor
    placements: list[Placement]
    starts_at: time
    ends_at: time

    def is_of(self, trainee: Trainee) -> bool:
        """Whether the trainee works there."""
        return any(each.trainee_id == trainee.pk for each in self.placements)


def later(at: time, by: timedelta) -> time:
    """`at` so much later; the last minute of the day where that would be tomorrow."""
    moment = datetime.combine(date.min, at) + by
    return moment.time() if moment.date() == date.min else time(23, 59)


def offers(
    viewer: Viewer,
    organisation: SendingOrganisation,
    group: Group | None,
    day: date,
    first: time = FIRST,
    *,
    without: Collection[int] = (),
) -> list[Offer]:
    """Companies with trainees of the group, or of the whole organisation, by name; one query.

    `without`: keys of companies that are left out.
    """
    whose = Q(trainee__group=group) if group else Q(trainee__group__organisation=organisation)
    found = (
        Placement.objects.visible_to(viewer)
        .underway(day)
        .filter(whose)
        .exclude(company__in=without)
        .select_related("company", "company_tutor", "trainee")
        .order_by("company__name", "company", "trainee__last_name", "pk")
    )
    by_company: dict[HostCompany, list[Placement]] = defaultdict(list)
    for placement in found:
        by_company[placement.company].append(placement)
    return [
        Offer(
            company,
            rows[0].company_tutor,
            rows,
            later(first, APART * number),
            later(first, APART * number + LONG),
        )
        for number, (company, rows) in enumerate(by_company.items())
    ]


def there(stops: Iterable[VisitStop], viewer: Viewer) -> dict[int, list[Placement]]:
    """Whom each stop visits, by its key, as far as `viewer` may know; one query.

    The agreed placements of the visit's day at the company, of its group or organisation. Every stop comes
    with its `visit`.
    """
    return _there(list(stops), Placement.objects.visible_to(viewer))


def at_company(stop: VisitStop, on: date | None = None) -> list[Placement]:
    """Whom a stop visits, as the company knows them; or would visit `on` another day."""
    return _there([stop], Placement.objects.all(), on)[stop.pk]


def _there(
    stops: Sequence[VisitStop], rows: PlacementQuerySet, on: date | None = None
) -> dict[int, list[Placement]]:
    found: dict[int, list[Placement]] = {stop.pk: [] for stop in stops}
    if not stops:
        return found
    days = [on or stop.visit.day for stop in stops]
    companies = {stop.company_id for stop in stops}
    by_company: dict[int, list[Placement]] = defaultdict(list)
    for row in (
        rows.live()
        .filter(company__in=companies, starts_on__lte=max(days), ends_on__gte=min(days))
        .select_related("trainee__group")
        .order_by("trainee__last_name", "trainee__first_name", "pk")
    ):
        by_company[row.company_id].append(row)
    for stop in stops:
        for row in by_company[stop.company_id]:
            if row.holds(on or stop.visit.day) and _is_of(stop.visit, row.trainee.group):
                found[stop.pk].append(row)
    return found


def _is_of(visit: Visit, group: Group) -> bool:
    if visit.group_id:
        return group.pk == visit.group_id
    return group.organisation_id == visit.organisation_id


def short_name(placement: Placement) -> str:
    """First name and initial: what of a trainee may leave the portal in a calendar."""
    trainee = placement.trainee
    return f"{trainee.first_name} {trainee.last_name[:1]}."


def short_names(placements: Sequence[Placement]) -> str:
    """All of them, once each."""
    return ", ".join(dict.fromkeys(short_name(each) for each in placements))
