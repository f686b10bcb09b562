"""Whatever a person changes of a trainee's data is kept: from what to what, or that it was changed."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from imyportal import history, tracking
from imyportal.models import Change
from placements import addresses, planning
from placements.first_day import planning as first_days
from placements.models import AgreedDay
from tests.factories import BedFactory, GuardianFactory, PlacementFactory, TraineeFactory
from trainees import consents, importing, particulars
from trainees.enums import SupportTopic
from trainees.going_home import saying
from trainees.guardians import page
from trainees.houses import beds, identities
from trainees.houses.concerns import Place
from trainees.houses.identities import Identity
from trainees.models import Trainee
from trainees.privacy import watched
from trainees.support import plans

pytestmark = pytest.mark.django_db
HOME = {
    "birth_place": "Hagen",
    "street": "Am Wall 7",
    "town": "44137 Dortmund",
    "country": "DE",
    "tax_number": "",
}


def told(row):
    """(part, before, after), the oldest change first."""
    return [(each.part, each.before, each.after) for each in reversed(history.lines(row))]


def test_particulars_are_told_by_part_and_never_in_the_clear(client_for):
    trainee = TraineeFactory()
    tutor = trainee.group.lead_tutor

    particulars.write(trainee, by=tutor, **HOME)
    particulars.write(trainee, by=trainee.user, **HOME)
    particulars.write(trainee, by=trainee.user, **HOME | {"town": "44139 Dortmund"})

    kind = "Data for the training plan"
    new = {(f"{kind}: {part}", "nothing", "filled in") for part in (
        "place of birth", "street and number", "postcode and town", "country",
    )}  # fmt: skip
    lines = told(trainee)
    assert set(lines[:4]) == new
    assert lines[4:] == [(f"{kind}: postcode and town", "filled in", "changed")]
    assert "Hagen" not in str(list(Change.objects.values())) + str(lines)
    own = client_for(trainee.user).get("/me/data/").content.decode()
    desk = client_for(tutor).get(reverse("admin:trainees_trainee_changes", args=[trainee.pk]))
    assert "postcode and town" in own and "postcode and town" in desk.content.decode()


def test_form_of_the_desk_tells_old_and_new_with_the_rows_below_it(client_for):
    placement = PlacementFactory(full_time=True, tasks="Wires\nMeasures")
    day = AgreedDay.objects.get(placement=placement, weekday=0)
    form = client_for(placement.trainee.responsible).get(placement.get_absolute_url())
    data = _values(form) | {"timetable-0-ends_at": "16:00", "objective": "To weld"}
    data |= {"ends_on": str(placement.ends_on - timedelta(days=1))}
    data |= {"tasks": "Wires\r\nMeasures"}  # as browsers send it

    client_for(placement.trainee.responsible).post(placement.get_absolute_url(), data)

    lines = {part: (old, new) for part, old, new in told(placement)}
    assert lines["Objective"] == ("nothing", "filled in")
    assert set(lines) == {"Objective", "Last day", "Agreed hours, Monday"}
    old, new = lines["Agreed hours, Monday"]
    assert old.startswith(f"{day.starts_at:%H:%M}–{day.ends_at:%H:%M}") and "–16:00" in new
    changes = watched.changes(placement.trainee, placement.trainee.user)
    assert {each.part for each in changes} == set(lines)


def _values(page):
    """What a browser would send of a desk form as it stands."""
    forms = [page.context["adminform"].form]
    for formset in page.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    fields = [form[name] for form in forms for name in form.fields]
    return {each.html_name: each.value() if each.value() is not None else "" for each in fields}


@pytest.fixture
def placement(today):
    today("2026-03-12")
    return PlacementFactory(full_time=True)


def of_import(trainee):
    name = {"First name": trainee.first_name, "Last name": trainee.last_name}
    row = name | {"E-mail": trainee.email, "Nationality": "Poland", "Field": "Welding"}
    text = "\n".join(";".join(each) for each in (row, row.values()))
    importing.bring_in(trainee.group, text.encode(), "list.csv")


def of_plan(trainee):
    consents.agree(trainee, plans.PURPOSE, by=trainee.user, language="en")
    plan = plans.begin(trainee, by=trainee.responsible)
    texts = {SupportTopic.WORK: "zebrafinch"}
    how = {"by": trainee.responsible, "day_minutes": 300}
    plan = plans.write(plan, texts, seen=plan.changed_at, **how)
    plans.agree(plan, by=trainee.user, seen=plan.changed_at)


def of_guest(trainee):
    nights = trainee.group.arrives_on, trainee.group.arrives_on + timedelta(days=9)
    place = Place(trainee, BedFactory(), *nights)
    beds.put([place], by=trainee.responsible, anyway=True)
    who = Identity("100000216", "", "100000216", "IDENT", "ZEBRA1", "100000216")
    identities.enter(trainee, who, "m", by=trainee.user)


def of_way_home(trainee):
    leaves = trainee.group.leaves_on - timedelta(days=1)
    at = timezone.make_aware(datetime.combine(leaves, time(20)))
    saying.plan(trainee, saying.Plan(leaves, at, "zebra bus"), by=trainee.responsible)


def of_guardian(trainee):
    guardian = GuardianFactory(trainee=trainee)
    said = {"name": "Zebra", "relation": "aunt", "phone": "+49231555", "languages": ["de"]}
    link = links.create(Purpose.GUARDIAN, guardian)
    page.write_contact(guardian, by=link, **said)
    addresses.correct(guardian, email="zebra@home.example", by=trainee.responsible)


def of_placement(trainee):
    placement = trainee.placements.get()
    at = timezone.make_aware(datetime.combine(placement.starts_on, time(8)))
    known = {"place": "Zebra gate", "minutes": 20}
    first_days.plan(placement, at, by=trainee.responsible, **known)
    how = {"last_day": date(2026, 3, 20), "reason": "Zebra"}
    planning.interrupt(placement, by=trainee.responsible, **how)


@pytest.mark.parametrize(
    ("deed", "parts"),
    [
        (of_import, {"Nationality": "changed", "Field": "Welding"}),
        (of_plan, {
            "Arrangement of hours: minutes a day at most": "300",
            "Minutes a day at most": "filled in",
            "What helps at work": "filled in",
        }),
        (of_guest, {"Sex": "changed", "Identity data": "filled in"}),
        (of_way_home, {"Way home: leaves on": "26 April 2026"}),
        (of_guardian, {"Guardian: e-mail address": "filled in", "Contact in an emergency: phone": "filled in"}),
        (of_placement, {"State": "interrupted", "First day at the company: minutes for the way": "20", "Last day": "20 March 2026"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_every_way_to_change_something_is_told_without_what_must_be_forgotten(
    placement, deed, parts
):
    trainee = placement.trainee
    Trainee.objects.filter(pk=trainee.pk).update(sex="f", nationality="DE")
    trainee.refresh_from_db()

    deed(trainee)

    found = {each.part: each.after for each in watched.changes(trainee, trainee.responsible)}
    assert {part: found.get(part) for part in parts} == parts, found
    assert "zebra" not in str(list(Change.objects.values())).lower()


def test_same_once_more_is_no_change_and_a_row_that_went_is_told(placement):
    trainee = placement.trainee
    guardian = GuardianFactory(trainee=trainee, phone="")

    with tracking.kept(trainee, by=None):
        trainee.save()
    with tracking.kept(trainee, by=None):
        guardian.delete()

    assert ("Guardian: name", "filled in", "nothing") in told(trainee)
    assert not any(part == "Guardian: phone" for part, _old, _new in told(trainee))
    assert Change.objects.count() == 1
