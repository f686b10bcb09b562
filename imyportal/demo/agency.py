"""Who is there: tutors, schools, groups, trainees, companies, placements."""

import random
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import User
from imyportal import weeks
from placements.enums import PlacementStatus
from placements.models import AgreedDay, CompanyTutor, HostCompany, Placement
from trainees.models import (
    Group,
    Guardian,
    SendingOrganisation,
    SendingTutor,
    StandIn,
    Trainee,
)

from . import names

PASSWORD = "buongiorno-toscana"  # noqa: S105 - printed on purpose, the demo only
SEED = 20260302


@dataclass(frozen=True)
class Stay:
    """One group of the demo."""

    name: str
    school: str
    city: str
    country: str
    language: str
    field: str
    size: int
    tutor: int  # index in names.TUTORS
    sending_tutor: tuple[str, str]
    project_code: str
    first_day: date
    weeks: int

    @property
    def last_day(self) -> date:
        """The Friday of the last week."""
        return self.first_day + timedelta(weeks=self.weeks, days=-3)


def stays(today: date) -> list[Stay]:
    """Four groups around `today`: arriving, in week 3 of 8, in week 6 of 12, just finished."""
    monday = weeks.monday_of(today)
    finished = monday if today.weekday() >= 5 else monday - timedelta(weeks=1)
    return [
        Stay(
            name="Lindenhof, Mechatronics",
            school="Berufskolleg Lindenhof",
            city="Dortmund",
            country="DE",
            language="de",
            field="Mechatronics",
            size=16,
            tutor=0,
            sending_tutor=("Petra", "Scholz"),
            project_code="2025-1-DE02-KA121-VET-000301482",
            first_day=monday - timedelta(weeks=2),
            weeks=8,
        ),
        Stay(
            name="Sevilla, Hospitality",
            school="IES Sol",
            city="Sevilla",
            country="ES",
            language="es",
            field="Hospitality",
            size=14,
            tutor=0,
            sending_tutor=("Carmen", "Vega"),
            project_code="2025-1-ES01-KA121-VET-000298114",
            first_day=finished - timedelta(weeks=3),
            weeks=4,
        ),
        Stay(
            name="Kraków, Graphic design",
            school="Zespół Szkół Poligraficznych",
            city="Kraków",
            country="PL",
            language="pl",
            field="Graphic design",
            size=18,
            tutor=1,
            sending_tutor=("Ewa", "Zielińska"),
            project_code="2025-1-PL01-KA121-VET-000287770",
            first_day=monday - timedelta(weeks=5),
            weeks=12,
        ),
        Stay(
            name="Szeged, Catering",
            school="Szegedi Vendéglátó Technikum",
            city="Szeged",
            country="HU",
            language="hu",
            field="Catering",
            size=12,
            tutor=1,
            sending_tutor=("Gábor", "Halász"),
            project_code="2026-1-HU01-KA121-VET-000310045",
            first_day=monday + timedelta(weeks=1),
            weeks=8,
        ),
    ]


def build(today: date) -> list[Placement]:
    """Everybody and their placements; the placements come back."""
    chance = random.Random(SEED)  # noqa: S311 - a demo, not a secret
    tutors = _tutors()
    _stand_in(tutors, today)
    companies = _companies()
    placements: list[Placement] = []
    for stay in stays(today):
        group = _group(stay, tutors)
        for number in range(stay.size):
            trainee = _trainee(group, stay, number, chance)
            placement = _placement(trainee, stay, number, companies[stay.field])
            placements.append(placement)
    return placements


def _tutors() -> list[User]:
    password = make_password(PASSWORD)
    people = [
        User(
            email=f"{first}.{last}@imy.example".lower(),
            first_name=first,
            last_name=last,
            phone=f"+39 0573 000 0{n + 10}",
            language="en",
            is_staff=True,
            is_superuser=n == len(names.TUTORS) - 1,
            password=password,
        )
        for n, (first, last) in enumerate(names.TUTORS)
    ]
    return User.objects.bulk_create(people)


def _stand_in(tutors: list[User], today: date) -> None:
    """A week last month in which the second tutor was away."""
    first = weeks.monday_of(today - timedelta(weeks=4))
    StandIn.objects.create(
        tutor=tutors[1], colleague=tutors[0], first_day=first, last_day=first + timedelta(days=4)
    )


def _companies() -> dict[str, list[CompanyTutor]]:
    found: dict[str, list[CompanyTutor]] = {}
    for n, (name, sector, address, spoken, minors, person) in enumerate(names.COMPANIES):
        company = HostCompany.objects.create(
            name=name,
            sector=sector,
            address=address,
            phone=f"+39 0573 001 {n:03}",
            places=6,
            languages=spoken,
            minors_allowed=minors,
            step_free=n % 2 == 0,
            directions=f"Bus {20 + n} from the station, {8 + n} minutes.",
        )
        tutor = CompanyTutor.objects.create(
            company=company,
            first_name=person[0],
            last_name=person[1],
            email=f"{person[0]}.{person[1]}@{_host(name)}.example".lower(),
            phone=f"+39 0573 002 {n:03}",
        )
        found.setdefault(sector, []).append(tutor)
    return found


def _host(name: str) -> str:
    words = [word for word in name.split() if "." not in word]
    return _plain(words[-1])


def _group(stay: Stay, tutors: list[User]) -> Group:
    school = SendingOrganisation.objects.create(
        name=stay.school, city=stay.city, country=stay.country, language=stay.language
    )
    first, last = stay.sending_tutor
    user = User.objects.create_user(
        f"{_plain(first)}.{_plain(last)}@{_plain(stay.city)}.example",
        first_name=first,
        last_name=last,
        language="en",
    )
    return Group.objects.create(
        name=stay.name,
        organisation=school,
        sending_tutor=SendingTutor.objects.create(user=user, organisation=school),
        lead_tutor=tutors[stay.tutor],
        programme="Erasmus+ KA1",
        project_code=stay.project_code,
        field=stay.field,
        arrives_on=stay.first_day - timedelta(days=2),
        leaves_on=stay.last_day + timedelta(days=1),
    )


def _plain(text: str) -> str:
    """As it may stand in an invented address: lower case, without accents."""
    bare = unicodedata.normalize("NFKD", text.replace("ł", "l")).encode("ascii", "ignore")
    return bare.decode().lower()


def _trainee(group: Group, stay: Stay, number: int, chance: random.Random) -> Trainee:
    first, last = names.FIRST[stay.country][number], names.LAST[stay.country][number]
    email = f"trainee{number + 1}@{_plain(stay.city)}.example"
    is_minor = number % 5 == 1
    born = stay.first_day - timedelta(days=int((16.6 if is_minor else 18.2) * 365.25))
    user = User.objects.create_user(
        email,
        first_name=first,
        last_name=last,
        language="en",
        last_login=_signed_in(stay, number),
    )
    trainee = Trainee.objects.create(
        group=group,
        user=user,
        first_name=first,
        last_name=last,
        email=email,
        birth_date=born - timedelta(days=chance.randrange(300)),
        nationality=stay.country,
        field=stay.field,
        language=stay.language,
        spoken=[
            {"language": stay.language, "level": "C2"},
            {"language": "en", "level": "B1"},
            {"language": "it", "level": "A1"},
        ],
        emergency_name=f"{names.PARENTS[stay.country]} {last}",
        emergency_phone=f"+00 555 000 {number:03}",
    )
    if is_minor and number != 11:  # one minor's guardian is still missing
        Guardian.objects.create(
            trainee=trainee, name=trainee.emergency_name, email=f"home{number}@mail.example"
        )
    return trainee


def _signed_in(stay: Stay, number: int) -> datetime | None:
    """Most have signed in on the evening they arrived; one in each group never did."""
    arrived = timezone.make_aware(datetime.combine(stay.first_day, time(19, 5)))
    return None if number == 8 or arrived > timezone.now() else arrived


def _placement(trainee: Trainee, stay: Stay, number: int, tutors: list[CompanyTutor]) -> Placement:
    suitable = [t for t in tutors if t.company.minors_allowed] if number % 5 == 1 else tutors
    tutor = suitable[number % len(suitable)]
    proposed = stay.country == "HU" and number > 8
    placement = Placement.objects.create(
        trainee=trainee,
        company=tutor.company,
        company_tutor=tutor,
        starts_on=stay.first_day,
        ends_on=stay.last_day,
        status=PlacementStatus.PROPOSED if proposed else PlacementStatus.CONFIRMED,
        tasks="\n".join(names.SECTORS[stay.field]),
        objective=f"To work in {stay.field.lower()} in an Italian company under guidance.",
        working_language="Italian, English",
    )
    AgreedDay.objects.bulk_create(
        AgreedDay(
            placement=placement,
            weekday=weekday,
            starts_at=time(8, 30),
            ends_at=time(17, 30),
            break_starts_at=time(12, 30),
            break_minutes=90,
        )
        for weekday in range(5)
    )
    return placement
