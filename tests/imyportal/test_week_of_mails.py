"""Who gets which mail in one week of one trainee: what `docs/mails.md` says is what happens."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

import assessment.tasks  # noqa: F401 - its jobs
import placements.tasks  # noqa: F401 - its jobs
from assessment.models import Evaluation
from imyportal import work
from imyportal.models import OutgoingMail
from placements.cycle import check_ins
from placements.models import HourWeek
from placements.reports import releasing
from tests.assessment.observing import standard_set
from tests.factories import PlacementFactory, SendingTutorFactory, UserFactory
from tests.placements.filling import declare, sign
from tests.placements.reporting import draft_of

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 9)  # of the second week
FIRST = MONDAY - timedelta(weeks=1)
# When something may happen, by days after Monday.
MOMENTS = [
    (-1, "18:30"), (0, "08:00"), (1, "08:00"), (1, "10:00"), (3, "12:00"), (3, "15:00"), (4, "08:00"),
    (4, "15:00"), (4, "16:00"), (4, "18:00"), (5, "08:00"), (5, "08:30"), (6, "18:00"), (7, "10:00"),
]  # fmt: skip
FIVE = {"mood": 4, "work": 4, "people": 4, "home": 4, "learning": 4}


def table():
    """Of `docs/mails.md`: who gets what when, in a week in which all answer, and in one in which nobody does."""
    text = Path(settings.BASE_DIR, "docs", "mails.md").read_text("utf-8")
    cells = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    rows = [row for row in cells if len(row) == 5 and "/" in row[2]]
    return [{tuple(row[:3]) for row in rows if row[column]} for column in (3, 4)]


def answers(placement, moment):
    """What trainee, company and tutor do in a week as it should be."""
    trainee, tutor = placement.trainee, placement.trainee.tutor
    if moment == "Thu 15:00":
        said = {"answers": FIVE, "text": "", "call_wanted": False, "by": trainee.user}
        check_ins.give_trainee(placement, MONDAY, **said)
    if moment == "Fri 15:00":
        declare(placement, MONDAY)
        Evaluation.objects.create(
            placement=placement, kind="self", moment="week", monday=MONDAY, given_by="Lena"
        )
    if moment == "Sat 08:30":
        sign(HourWeek.objects.get(placement=placement, monday=MONDAY))
    if moment == "Mon 10:00" and timezone.localdate() > MONDAY:
        report = draft_of(trainee.group, MONDAY)
        releasing.release(report, by=tutor, revision=report.revision)


@pytest.mark.parametrize("is_silent", [False, True], ids=["answers", "silent"])
def test_week_of_mails_is_what_the_page_says(is_silent, today):
    today("2026-03-06 17:00")
    standard_set()
    tutor = UserFactory(tutor=True)
    placement = PlacementFactory(
        full_time=True, trainee__tutor=tutor, trainee__group__lead_tutor=tutor
    )
    school = SendingTutorFactory(organisation=placement.trainee.group.organisation).user
    if not is_silent:
        sign(declare(placement, FIRST))
        Evaluation.objects.bulk_create(
            Evaluation(placement=placement, kind=kind, moment=moment, monday=FIRST, given_by="Lena")
            for kind, moment in [("self", "start"), ("self", "week"), ("model", "week")]
        )
    people = {
        placement.trainee.email: "trainee", placement.company_tutor.email: "company tutor",
        school.email: "sending tutor", tutor.email: "agency tutor",
    }  # fmt: skip

    for days, clock in MOMENTS:
        day = MONDAY + timedelta(days=days)
        today(f"{day} {clock}")
        if not is_silent:
            answers(placement, f"{day:%a} {clock}")
        for job in ("go_on_with_the_week", "remind_late_evaluations"):
            work.run(job)

    sent = [
        (people[row.to], f"{at:%a %H:%M}", row.template)
        for row in OutgoingMail.objects.exclude(details__has_key="within")
        if (at := timezone.localtime(row.created_at)).date() >= MONDAY
    ]
    assert set(sent) == table()[is_silent]
    assert len(sent) == len({(to, when) for to, when, _template in sent})  # never two at once
