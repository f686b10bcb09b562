"""The smallest valid row of every kind; a situation is a Trait."""

from datetime import date, time, timedelta

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from imyportal import weeks
from placements.enums import DayKind, PlacementStatus, WeekStatus
from placements.models import (
    AgreedDay,
    CompanyTutor,
    HostCompany,
    HourWeek,
    Placement,
    Visit,
    VisitStop,
    WorkDay,
)
from trainees.models import (
    AccompanyingPerson,
    Bed,
    Group,
    Guardian,
    House,
    Room,
    SendingOrganisation,
    SendingTutor,
    Trainee,
)

MONDAY = date(2026, 3, 2)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        tutor = factory.Trait(is_staff=True)
        admin = factory.Trait(is_staff=True, is_superuser=True)

    first_name = "Giulia"
    last_name = factory.Sequence(lambda n: f"Conti{n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")


class SendingOrganisationFactory(DjangoModelFactory[SendingOrganisation]):
    class Meta:
        model = SendingOrganisation

    name = factory.Sequence(lambda n: f"Berufskolleg {n}")
    country = "DE"


class SendingTutorFactory(DjangoModelFactory[SendingTutor]):
    class Meta:
        model = SendingTutor

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(SendingOrganisationFactory)


class GroupFactory(DjangoModelFactory[Group]):
    class Meta:
        model = Group

    name = factory.Sequence(lambda n: f"Group {n}")
    organisation = factory.SubFactory(SendingOrganisationFactory)
    lead_tutor = factory.SubFactory(UserFactory, tutor=True)
    arrives_on = MONDAY - timedelta(days=2)
    leaves_on = MONDAY + timedelta(weeks=8)


class TraineeFactory(DjangoModelFactory[Trainee]):
    class Meta:
        model = Trainee

    group = factory.SubFactory(GroupFactory)
    first_name = "Lena"
    last_name = factory.Sequence(lambda n: f"Hoffmann{n}")
    email = factory.Sequence(lambda n: f"trainee{n}@example.org")
    birth_date = date(2006, 5, 4)
    user = factory.SubFactory(
        UserFactory,
        email=factory.SelfAttribute("..email"),
        first_name=factory.SelfAttribute("..first_name"),
        last_name=factory.SelfAttribute("..last_name"),
    )


class GuardianFactory(DjangoModelFactory[Guardian]):
    class Meta:
        model = Guardian

    trainee = factory.SubFactory(TraineeFactory)
    name = factory.Sequence(lambda n: f"Guardian {n}")


class AccompanyingPersonFactory(DjangoModelFactory[AccompanyingPerson]):
    class Meta:
        model = AccompanyingPerson

    group = factory.SubFactory(GroupFactory)
    first_name = "Jutta"
    last_name = factory.Sequence(lambda n: f"Brandt{n}")
    email = factory.Sequence(lambda n: f"teacher{n}@school.example")
    phone = "+49231555019"
    arrives_on = factory.SelfAttribute("group.arrives_on")
    leaves_on = factory.SelfAttribute("group.leaves_on")
    entered_by = factory.SelfAttribute("group.lead_tutor")


class HouseFactory(DjangoModelFactory[House]):
    class Meta:
        model = House

    name = factory.Sequence(lambda n: f"Casa {n}")
    address = "Via San Marco 18, Pistoia"


class RoomFactory(DjangoModelFactory[Room]):
    class Meta:
        model = Room

    house = factory.SubFactory(HouseFactory)
    name = factory.Sequence(lambda n: f"Room {n}")


class BedFactory(DjangoModelFactory[Bed]):
    class Meta:
        model = Bed

    room = factory.SubFactory(RoomFactory)
    number = factory.Sequence(lambda n: n + 1)


class HostCompanyFactory(DjangoModelFactory[HostCompany]):
    class Meta:
        model = HostCompany

    name = factory.Sequence(lambda n: f"Impianti {n} S.r.l.")
    address = "Via della Ferrovia 12, Pistoia"


class CompanyTutorFactory(DjangoModelFactory[CompanyTutor]):
    class Meta:
        model = CompanyTutor

    company = factory.SubFactory(HostCompanyFactory)
    first_name = "Marco"
    last_name = factory.Sequence(lambda n: f"Bartolini{n}")
    email = factory.Sequence(lambda n: f"marco{n}@impianti.example")


class PlacementFactory(DjangoModelFactory[Placement]):
    """Confirmed, eight weeks from 2 March 2026, without a timetable unless `full_time`."""

    class Meta:
        model = Placement
        skip_postgeneration_save = True

    trainee = factory.SubFactory(TraineeFactory)
    company_tutor = factory.SubFactory(CompanyTutorFactory)
    company = factory.SelfAttribute("company_tutor.company")
    starts_on = MONDAY
    ends_on = MONDAY + timedelta(weeks=8, days=-3)
    status = PlacementStatus.CONFIRMED

    @factory.post_generation
    def full_time(self, create, extracted, **kwargs):
        """Monday to Friday, 08:30–17:30 with a break of 90 minutes: 7:30 h a day."""
        if create and extracted:
            AgreedDay.objects.bulk_create(
                AgreedDay(
                    placement=self,
                    weekday=weekday,
                    starts_at=time(8, 30),
                    ends_at=time(17, 30),
                    break_starts_at=time(12, 30),
                    break_minutes=90,
                )
                for weekday in range(5)
            )


class HourWeekFactory(DjangoModelFactory[HourWeek]):
    class Meta:
        model = HourWeek

    placement = factory.SubFactory(PlacementFactory, full_time=True)
    monday = factory.LazyAttribute(lambda o: weeks.monday_of(o.placement.starts_on))


class WorkDayFactory(DjangoModelFactory[WorkDay]):
    class Meta:
        model = WorkDay

    week = factory.SubFactory(HourWeekFactory)
    date = factory.SelfAttribute("week.monday")
    kind = DayKind.WORKED
    starts_at = time(8, 30)
    ends_at = time(17, 30)
    break_minutes = 90
    minutes = 450


class VisitFactory(DjangoModelFactory[Visit]):
    """A day of the third week, on which the lead tutor visits a group."""

    class Meta:
        model = Visit

    group = factory.SubFactory(GroupFactory)
    organisation = factory.SelfAttribute("group.organisation")
    day = MONDAY + timedelta(days=16)
    agency_tutor = factory.SelfAttribute("group.lead_tutor")
    planned_by = factory.SelfAttribute("group.lead_tutor")


class VisitStopFactory(DjangoModelFactory[VisitStop]):
    class Meta:
        model = VisitStop

    visit = factory.SubFactory(VisitFactory)
    company_tutor = factory.SubFactory(CompanyTutorFactory)
    company = factory.SelfAttribute("company_tutor.company")
    starts_at = time(9, 30)
    ends_at = time(10)


def filled_week(status=WeekStatus.OPEN, **placement):
    """A week of five days of 7:30 h each; `declared` ones have been sent."""
    week = HourWeekFactory(placement=PlacementFactory(full_time=True, **placement))
    for day in weeks.days_of(week.monday)[:5]:
        WorkDayFactory(week=week, date=day)
    if status != WeekStatus.OPEN:
        from django.utils import timezone

        HourWeek.objects.filter(pk=week.pk).update(status=status, declared_at=timezone.now())
        week.refresh_from_db()
    return week
