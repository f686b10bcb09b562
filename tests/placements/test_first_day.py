"""The first day at the company: planned, gone through, the way found alone; what the company is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import links
from accounts.enums import Purpose
from imyportal import mail
from imyportal.models import OutgoingMail
from placements import models
from placements.first_day import planning, points
from placements.models import Arrangement, FirstDay, FirstDayPoint, FirstDayTick
from placements.worktime import standard
from tests.factories import PlacementFactory
from trainees.models import JourneyStep, StepDone

pytestmark = pytest.mark.django_db
MEETS = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


@pytest.fixture
def placement(time_machine):
    time_machine.move_to(datetime(2026, 2, 26, 9, tzinfo=UTC), tick=False)
    placement = PlacementFactory(full_time=True, trainee__birth_date=date(2009, 5, 4))
    for code, by in (("introduced", "tutor"), ("way", "trainee")):
        JourneyStep.objects.create(
            group=placement.trainee.group,
            code=code,
            phase="first_day",
            ticked_by=by,
            names={"en": code},
        )
    return placement


@pytest.fixture
def day(placement):
    tutor = placement.trainee.responsible
    known = {"place": "Via Roma 1", "accompanied_by": tutor, "route": "Bus 12", "minutes": 25}
    return planning.plan(placement, MEETS, by=tutor, **known)


def done():
    return set(StepDone.objects.values_list("step__code", flat=True))


def test_first_day_is_near_the_placements_first(placement):
    with pytest.raises(ValidationError, match="not near the first day"):
        planning.plan(placement, datetime(2026, 4, 2, tzinfo=UTC), by=None, place="x")


@pytest.mark.parametrize("change", [{"place": ""}, {"minutes": 241}])
def test_first_day_holds_its_rules(day, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        FirstDay.objects.filter(pk=day.pk).update(**change)


def test_last_point_ticks_the_journey_and_one_taken_back_opens_it_again(client, placement):
    FirstDayPoint.objects.all().delete()
    own = [
        FirstDayPoint.objects.create(group=group, code=code, names={"en": code})
        for group, code in (
            (None, "x"),
            (placement.trainee.group, "a"),
            (placement.trainee.group, "b"),
        )
    ][1:]
    client.force_login(placement.trainee.responsible)
    page = reverse("admin:placements_placement_first_day", args=[placement.pk])

    assert points.of(placement) == own
    client.post(page, {"do": "tick", "point": [own[0].pk, "x", 10**8]})
    half = done()
    client.post(page, {"do": "tick", "point": [each.pk for each in own]})
    whole = done()
    client.post(page, {"do": "tick", "point": [own[1].pk]})

    assert (half, whole, done()) == (set(), {"introduced"}, set())
    assert FirstDayTick.objects.get().point == own[1]


def test_company_gets_a_mail_once_a_day_and_reads_its_sheet_without_health(client, placement, day):
    by = placement.trainee.responsible

    told = [planning.brief(day, by=by) for _ in range(2)]
    row = OutgoingMail.objects.get(template="placements/first_day")
    text = mail.render(row).body
    token = links.token_of(links.create(Purpose.COMPANY, placement.company_tutor))
    kwargs = {"token": token, "placement": placement.public_id}
    sheet = client.get(reverse("company:open_first_day", kwargs=kwargs), follow=True)

    assert told == [True, False] and "Via Roma 1" in text and "/first-day/" in text
    body = sheet.content.decode()
    assert placement.trainee.name in body and "37:30" in body and str(by) in body


def test_company_is_not_told_of_a_first_day_that_is_over(client, placement, day, time_machine):
    by = placement.trainee.responsible
    client.force_login(by)
    page = reverse("admin:placements_placement_first_day", args=[placement.pk])
    before = client.get(page).content.decode()

    time_machine.move_to(day.meets_at + timedelta(days=1), tick=False)
    after = client.get(page).content.decode()
    with pytest.raises(ValidationError, match="is over"):
        planning.brief(day, by=by)

    assert ('value="brief"' in before, 'value="brief"' in after) == (True, False)


def sheet_of(client, placement):
    token = links.token_of(links.create(Purpose.COMPANY, placement.company_tutor))
    kwargs = {"token": token, "placement": placement.public_id}
    door = reverse("company:open_first_day", kwargs=kwargs)
    return client.get(door, follow=True).content.decode()


@pytest.mark.parametrize(
    ("born", "country", "said", "unsaid"),
    [
        (
            "2009-05-04",
            "IT",
            ["8:00 h di lavoro al giorno", "1:00 h quando", "L. 977/1967"],
            "Meno di 18 anni fino",
        ),
        ("2009-05-04", "DE", ["0:30 h quando", "tra le 22:00 e le 06:00", "94/33/"], "977"),
        (
            "2011-08-01",
            "IT",
            ["7:00 h di lavoro al giorno", "20:00 e le 06:00"],
            "8:00 h di lavoro",
        ),
        ("2008-03-20", "IT", ["Meno di 18 anni fino al 20 marzo 2026"], "Meno di 15"),
        ("2007-05-04", "IT", [], "Meno di 18"),
    ],
)
def test_sheet_says_what_the_rules_of_the_desk_say_of_this_age_and_country(
    client, placement, day, born, country, said, unsaid
):
    standard.write(models=models)
    type(placement.trainee).objects.update(birth_date=born)
    type(placement.company).objects.update(country=country)

    body = sheet_of(client, placement)

    assert [each for each in said if each not in body] == []
    assert unsaid not in body


def test_sheet_says_the_hours_that_hold_and_from_when_others_do(client, placement, day):
    start = placement.starts_on
    Arrangement.objects.create(
        placement=placement, first_day=start + timedelta(days=7), most_day_minutes=360
    )

    before = sheet_of(client, placement)
    Arrangement.objects.update(first_day=start)
    after = sheet_of(client, placement)

    assert "37:30 h a settimana" in before and "30:00 h alla settimana" in before
    assert "37:30" not in after and "30:00 h a settimana" in after


def test_trainee_reads_the_way_and_says_that_it_was_gone_alone(client, placement, day):
    client.force_login(placement.trainee.user)
    page = reverse("placements:first_day")

    shown = client.get(page).content.decode()
    client.post(page)
    client.post(page)

    day.refresh_from_db()
    assert "Bus 12" in shown and "25 minutes" in shown
    assert day.alone_on == date(2026, 2, 26) and done() == {"way"}


def test_desk_plans_the_day_and_says_what_is_wrong(client, placement):
    client.force_login(placement.trainee.responsible)
    page = reverse("admin:placements_placement_first_day", args=[placement.pk])
    data = {"do": "plan", "meets_at": "2026-03-02T08:30", "place": "Gate 2", "minutes": "20"}

    bad = client.post(page, data | {"meets_at": "2026-09-02T08:30"})
    client.post(page, data)

    assert b"not near the first day" in bad.content and b"Gate 2" in bad.content
    assert FirstDay.objects.get().place == "Gate 2"
