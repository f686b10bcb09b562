"""Many rows at once: a school's list brought in, and mail sent."""

import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from imyportal import mail
from imyportal.models import OutgoingMail
from placements.enums import WeekStatus
from placements.models import HourWeek
from tests.bench.table import Row
from tests.factories import GroupFactory
from tests.lists import as_xlsx
from trainees.importing import bring_in, plan_import
from trainees.models import Guardian, Trainee

HEADER = [
    "Surname", "First name", "Date of birth", "E-mail", "Phone", "Nationality", "Field",
    "Languages", "Guardian", "Guardian e-mail", "Guardian phone",
]  # fmt: skip
FIRST, SECOND = "+49 151 1", "+49 151 2"


def _list(count: int, phone: str) -> bytes:
    people = (
        [
            f"Groß {n}", "Mia", "04.05.2008", f"mia{n}@lindenhof.example", f"{phone}{n:05d}", "DE",
            f"Nursery care {phone[-1]}", "de C2, en B1", f"Familie Groß {n}",
            f"parents{n}@mail.example", f"{phone}{n:05d}",
        ]
        for n in range(count)
    )  # fmt: skip
    return as_xlsx([HEADER, *people])


def _seconds(do: Callable[[], object]) -> float:
    start = time.process_time()
    do()
    return time.process_time() - start


def _one_by_one(count: int) -> None:
    """What an import costs at least that saves row by row."""
    group = GroupFactory(organisation__language="de")
    for n in range(count):
        user = User.objects.create(email=f"one{n}@lindenhof.example", first_name="Mia")
        trainee = Trainee.objects.create(
            group=group,
            user=user,
            first_name="Mia",
            last_name=f"Groß {n}",
            email=user.email,
            birth_date="2008-05-04",
        )
        Guardian.objects.create(trainee=trainee, name=f"Familie Groß {n}")


def _steps(count: int, first: bytes, second: bytes) -> dict[str, Callable[[], object]]:
    group = GroupFactory(organisation__language="de")
    return {
        "one by one": lambda: _one_by_one(count),
        "new": lambda: bring_in(group, first, "list.xlsx"),
        "looked at, all known": lambda: plan_import(group, first, "list.xlsx"),
        "changed": lambda: bring_in(group, second, "list.xlsx"),
    }


def imports(count: int, rounds: int) -> list[Row]:
    """`count` rows: all new, looked at again, all changed; against saving them one by one."""
    spent: dict[str, list[float]] = {}
    files = _list(count, FIRST), _list(count, SECOND)
    for _ in range(rounds):
        with transaction.atomic():
            for name, do in _steps(count, *files).items():
                spent.setdefault(name, []).append(_seconds(do))
            transaction.set_rollback(True)
    floor = median(spent["one by one"])
    lines = [Row(f"{count:,} people saved one by one", f"{floor * 1000:.0f}")]
    for name in ("new", "looked at, all known", "changed"):
        ratio = median(spent[name]) / floor
        row = Row(f"{count:,} rows, {name}", f"{min(spent[name]) * 1000:.0f}")
        row.median = f"{median(spent[name]) * 1000:.0f}"
        row.against, row.ratio = "saved one by one", ratio
        row.targets.append(("≤ 1 ×", ratio <= 1))
        lines.append(row)
    return lines


def mails(count: int) -> list[Row]:
    """A mail with a week's hours to a company, claimed, rendered, handed over, marked."""
    week = HourWeek.objects.filter(status=WeekStatus.DECLARED).first()
    with transaction.atomic():
        for n in range(count):
            to = f"company{n}@company.example"
            mail.queue("placements/week_sent", to=to, language="it", about=week)
    OutgoingMail.objects.filter(sent_at=None, attempts=0).update(
        due_at=timezone.now() - timedelta(seconds=1)
    )
    start = time.process_time()
    done = mail.deliver_due()
    spent = (time.process_time() - start) * 1000
    return [Row("one mail of a week’s hours", f"{spent / done:.2f}")]
