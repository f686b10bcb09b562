"""The weekly cycle with many placements: a Thursday's check-ins and a Friday's hours, by one worker.

`python -m tests.bench.cycle seed 1000` makes so many placements that are running; `go` lays and does
what is due of them. The answer is a line of JSON: ms of CPU, the database's among them, and the
most memory the process ever had.
"""

import json
import sys
import time
from datetime import datetime, timedelta
from typing import Any

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
    from datetime import time

    from placements.models import AgreedDay
    from tests.bench.seed import analyse
    from tests.factories import MONDAY, GroupFactory, PlacementFactory

    group = GroupFactory()
    placement = PlacementFactory(
        trainee__group=group, trainee__user=None, starts_on=MONDAY + timedelta(weeks=2)
    )
    agreed = {"starts_at": time(9), "ends_at": time(13)}
    day = AgreedDay.objects.create(placement=placement, weekday=1, **agreed)
    first: dict[Any, int] = {}
    for row, each, changed in [
        (group, GROUP, {"name": "'Group ' || n"}),
        (placement.company, COMPANY, {"name": "'Company ' || n"}),
        (placement.company_tutor, COMPANY, {"company": "n", "email": "'m' || n || '@a.example'"}),
        (placement.trainee, 1, {"group": f"n / {GROUP}", "email": "'t' || n || '@b.example'"}),
        (
            placement,
            1,
            {"trainee": "n", "company": f"n / {COMPANY}", "company_tutor": f"n / {COMPANY}"},
        ),
        (day, 1, {"placement": "n"}),
    ]:
        first[type(row)] = row.pk
        _multiply(row, count // each, changed, first)
    analyse()
    return []


def _multiply(row: Any, count: int, changed: dict[str, str], first: dict[Any, int]) -> None:
    """`count` rows more like `row`, numbered `n`; a key is that of the `n`-th row of the other table."""
    from django.db import connection

    columns, values = [], []
    for field in row._meta.concrete_fields[1:]:
        value = changed.get(field.name, f'"{field.column}"')
        if field.is_relation and field.name in changed:
            value = f"{first[field.related_model]} + {value}"
        columns.append(f'"{field.column}"')
        values.append("gen_random_uuid()" if field.name == "public_id" else value)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{row._meta.db_table}" ({", ".join(columns)}) '
            f'SELECT {", ".join(values)} FROM "{row._meta.db_table}", generate_series(1, %s) n '
            "WHERE id = %s ORDER BY n",
            [count, row.pk],
        )


# --- The worker -------------------------------------------------------------------------------


def go(count: int) -> list[float]:
    """ms of CPU for 1,000 reminders: of check-ins; of hours, unless there are many."""
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


def measure(kind: str, count: int) -> Found:
    """In this process."""
    spent = KINDS[kind](count)
    return Found(spent, memory("VmHWM"))


def found(databases: dict[int, str]) -> dict[int, Found]:
    """By the number of placements; each on a fresh database, in processes of their own."""
    by_number = {}
    for count, database in databases.items():
        measured("seed", count, database, module="tests.bench.cycle")
        by_number[count] = measured("go", count, database, module="tests.bench.cycle")
    return by_number


def rows(found: dict[int, Found]) -> list[Row]:
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
    print(json.dumps(vars(measure(sys.argv[1], int(sys.argv[2])))))
