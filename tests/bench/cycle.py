"""The weekly cycle with many placements: a Thursday's check-ins and a Friday's hours, by one worker.

`python -m tests.bench.cycle seed 1000` makes so many placements that are running; `go` lays and does
what is due of them. The answer is a line of JSON: ms of CPU, the database's among them, and the
most memory the process ever had.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock

from tests.bench.papers import Found, measured, memory
from tests.bench.table import Row

SIZES = [1_000, 10_000, 100_000]
GROUP, COMPANY = 30, 4  # trainees each
MEMORY = 150  # MB a worker
FLAT = 15  # MB more than with the fewest
LINEAR = 1.3  # × the time a reminder takes with the fewest
THURSDAY, FRIDAY = "2026-03-19 12:00", "2026-03-20 16:00"


# --- Many placements --------------------------------------------------------------------------


def seed(count: int) -> list[float]:
    """`count` placements that are running, each with a day without hours; nothing is measured."""
    from placements.models import AgreedDay, CompanyTutor, HostCompany, Placement
    from tests.bench.seed import analyse
    from tests.factories import SendingOrganisationFactory, UserFactory
    from trainees.models import Group, Trainee

    monday = date(2026, 3, 2)
    stay = {"arrives_on": monday, "leaves_on": monday + timedelta(weeks=8)}
    shared = {"organisation": SendingOrganisationFactory(), "lead_tutor": UserFactory(tutor=True)}
    groups = _stored(Group(name=f"Group {n}", **shared, **stay) for n in range(count // GROUP + 1))
    companies = _stored(HostCompany(name=f"Company {n}") for n in range(count // COMPANY + 1))
    tutors = _stored(
        CompanyTutor(company=each, first_name="Marco", last_name="Rossi", email=f"m{n}@a.example")
        for n, each in enumerate(companies)
    )
    trainees = _stored(
        Trainee(
            group=groups[n // GROUP],
            first_name="Lena",
            last_name=f"Hoffmann {n}",
            email=f"lena{n}@b.example",
            birth_date=date(2006, 5, 4),
        )
        for n in range(count)
    )
    placements = _stored(
        Placement(
            trainee=each,
            company_tutor=tutors[n // COMPANY],
            company=companies[n // COMPANY],
            starts_on=monday,
            ends_on=monday + timedelta(weeks=7),
            status="confirmed",
        )
        for n, each in enumerate(trainees)
    )
    _stored(
        AgreedDay(placement=each, weekday=1, starts_at=clock(9), ends_at=clock(13))
        for each in placements
    )
    analyse()
    return []


def _stored(rows: Iterator) -> list:
    rows = list(rows)
    return type(rows[0]).objects.bulk_create(rows, batch_size=5_000)


# --- The worker -------------------------------------------------------------------------------


def go(count: int) -> list[float]:
    """ms of CPU for 1,000 reminders: of check-ins, with some to companies; of hours, unless there are many."""
    import time_machine
    from django.db import connections
    from django.utils import timezone

    from imyportal.celery import leave_alone_what_stays
    from placements.tasks import go_on_with_the_week
    from tests.bench.measure import Database

    database, spent = Database(connections["default"]), []
    leave_alone_what_stays()
    for moment in (THURSDAY, FRIDAY) if count < SIZES[-1] else (THURSDAY,):
        now = timezone.make_aware(datetime.fromisoformat(moment))
        with time_machine.travel(now, tick=False):
            before, start = database.seconds(), time.process_time()
            done = go_on_with_the_week()
            seconds = time.process_time() - start + database.seconds() - before
        if done < count:
            raise RuntimeError(f"{done} reminders of {count}")
        spent.append(seconds / done * 1e6)
    return spent


KINDS = {"seed": seed, "go": go}


def rows(databases: dict[int, str]) -> list[Row]:
    """A line for each number of placements; each on a fresh database of its own."""
    found = {}
    for count, database in databases.items():
        measured("seed", count, database, module="tests.bench.cycle")
        found[count] = measured("go", count, database, module="tests.bench.cycle")
    return lines(found)


def lines(found: dict[int, Found]) -> list[Row]:
    """What was found, against the fewest placements."""
    fewest = min(found)
    table = []
    for count, one in found.items():
        row = Row(f"1,000 reminders, {count:,} running", f"{one.spent[0]:.0f}")
        row.size = f"{one.memory:.0f} MB"
        row.targets.append((f"≤ {MEMORY} MB", one.memory <= MEMORY))
        if count != fewest:
            row.against = f"{fewest:,} running"
            row.ratio = one.spent[0] / found[fewest].spent[0]
            more = one.memory - found[fewest].memory
            row.targets += [
                (f"≤ {LINEAR} ×", row.ratio <= LINEAR),
                (f"≤ {FLAT} MB more", more <= FLAT),
            ]
        table.append(row)
    return table


if __name__ == "__main__":
    import django

    django.setup()
    kind, count = sys.argv[1], int(sys.argv[2])
    print(json.dumps({"spent": KINDS[kind](count), "memory": memory("VmHWM")}))
