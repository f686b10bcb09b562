"""The restricted register: who may look, what is kept, the clock, and that nothing leaks."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group as Role
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from imyportal import mail
from imyportal.models import AuditEvent, OutgoingMail
from placements import attention, incidents
from placements.incidents import Report, Told
from placements.models import Absence, Incident, IncidentPaper, IncidentStep, IncidentStepDone
from tests.assessment.observing import standard_set
from tests.factories import SendingTutorFactory, UserFactory
from tests.uploaded import picture, upload

pytestmark = pytest.mark.django_db

WORD = "canary-incident"
URL = "admin:placements_incident_"


@pytest.fixture
def people(placement):
    """Who might want to look: only the first two may."""
    trainee = placement.trainee
    coordinator, responsible = UserFactory(tutor=True), UserFactory(tutor=True)
    coordinator.groups.add(Role.objects.get(name="Coordinators"))
    trainee.tutor = responsible
    trainee.save()
    school = SendingTutorFactory(organisation=trainee.group.organisation).user
    return [coordinator, responsible, trainee.group.lead_tutor, school, trainee.user]


def happened(**fields):
    now = timezone.now()
    fields = {
        "kind": "accident",
        "severity": 2,
        "happened_at": now - timedelta(hours=13),
        "place": WORD,
        "text": WORD,
        "known_at": now - timedelta(hours=12),
    } | fields
    return Report(**fields)


def reported(placement, by, **fields):
    return incidents.report(placement.trainee, happened(**fields), by=by)


def inail_told(incident, by):
    told = Told("inail", "INAIL Pistoia", "online", timezone.now(), number="2026/1")
    incidents.tell(incident, told, by=by)


@pytest.mark.parametrize(
    "fields",
    [
        {"known_at": timezone.now() + timedelta(days=900)},
        {"text": ""},
        {"severity": 4},
        {"spared_because": "No day away"},
        {"outcome": "Healed"},
        {"closed_at": timezone.now()},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_incident_that_cannot_be_is_refused_by_the_database(placement, people, fields):
    now = timezone.now()
    wrong = {
        "trainee": placement.trainee, "kind": "accident", "severity": 2, "happened_at": now,
        "place": "x", "text": "x", "known_at": now, "by": people[0], "reported_at": now,
    }  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.create(**wrong | fields)


def test_what_was_written_is_never_changed_and_nothing_comes_below_a_closed_one(placement, people):
    by = people[0]
    incident = reported(placement, by, kind="conflict")
    incidents.add_step(incident, WORD, by=by)
    incidents.add_step(incident, "Later", by=by)
    step, later = incident.steps.all()
    incidents.do_step(step, by=by)
    changes = [
        lambda: Incident.objects.update(text="Another"),
        lambda: Incident.objects.update(is_deadly=True),
        lambda: Incident.objects.all()._raw_delete("default"),
        lambda: IncidentStep.objects.update(text="Another"),
        lambda: IncidentStep.objects.all()._raw_delete("default"),
        lambda: IncidentStepDone.objects.update(at=timezone.now()),
        lambda: IncidentStepDone.objects.all()._raw_delete("default"),
    ]
    incidents.close(incident, "They work apart", by=by)
    changes += [
        lambda: Incident.objects.update(outcome="Another"),
        lambda: IncidentStep.objects.create(incident=incident, text="Late", by=by),
        lambda: IncidentStepDone.objects.create(step=later, by=by),
    ]

    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(ValidationError, match="closed"):
        incidents.add_step(incident, "Late", by=by)


def test_step_that_is_due_is_on_the_board_of_who_may_see_it_until_it_is_done(
    placement, people, client_for
):
    by, today = people[1], timezone.localdate()
    incident = reported(placement, by, kind="conflict")
    for days in (-1, 0, 3, 30):
        incidents.add_step(incident, WORD, by=by, due_on=today + timedelta(days=days))

    def steps(viewer):
        found = attention.signals(viewer, timezone.now())
        return [each for each in found if "incident_step" in each.key]

    before = steps(by)
    for _twice in range(2):
        client_for(by).post(before[0].post)

    levels = sorted((each.level.name, each.since.split()[0]) for each in before)
    assert levels == [("AMBER", "was"), ("PLAIN", "due"), ("WEEK", "due")]
    assert not any(WORD in f"{each.text} {each.in_mail}" for each in before)
    assert [each.key for each in steps(by)] == [each.key for each in before[1:]]
    assert steps(people[2]) == []
    assert IncidentStepDone.objects.get().by == by
    assert client_for(by).get(before[0].url).status_code == 200


def test_deadly_accident_is_told_within_24_hours_of_itself(placement, people):
    now = timezone.now()
    fields = {"happened_at": now - timedelta(hours=20), "known_at": now - timedelta(hours=2)}
    row = reported(placement, people[1], is_deadly=True, **fields)

    (said,) = [each for each in attention.signals(people[1], now) if "incident" in each.key]

    assert row.report_by == row.happened_at + timedelta(hours=24)
    assert said.since == "4 hours left to report it"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_step_written_while_it_is_closed_is_refused(placement, at_once):
    standard_set()
    by = placement.trainee.group.lead_tutor
    incident = reported(placement, by, kind="conflict")

    closed, step = at_once(
        lambda: incidents.close(incident, "They work apart", by=by),
        lambda: incidents.add_step(incident, WORD, by=by),
        at="incidents.locked",
    )

    assert (closed.outcome, step) == ("They work apart", "closed")
    assert not IncidentStep.objects.exists()


def test_accident_is_closed_only_when_its_clock_has_ended(placement, people):
    by = people[1]
    told, spared = reported(placement, by), reported(placement, by)

    with pytest.raises(ValidationError, match="INAIL"):
        incidents.close(told, "Healed", by=by)
    inail_told(told, by)
    incidents.spare(spared, "No day away", by=by)

    for incident in (told, spared):
        assert incidents.close(incident, "Healed", by=by).closed_at is not None


def test_register_is_for_coordinators_and_the_responsible_tutor(placement, people, client_for):
    incident = reported(placement, people[0])

    seen = [Incident.objects.visible_to(each).exists() for each in people]
    pages = [
        client_for(each).get(reverse(f"{URL}change", args=[incident.pk])).status_code
        for each in people
    ]

    assert seen == [True, True, False, False, False]
    assert pages == [200, 200, 404, 404, 404]
    looks = AuditEvent.objects.filter(action="incident.viewed", about_id=str(incident.pk))
    assert {each.user for each in looks} == set(people[:2])
    assert WORD not in repr(list(AuditEvent.objects.values()))
    lead = client_for(people[2])
    page = lead.get(placement.trainee.get_absolute_url())
    assert page.status_code == 200 and "Report an incident" not in page.content.decode()
    assert (
        lead.get(
            reverse("admin:trainees_trainee_incident", args=[placement.trainee_id])
        ).status_code
        == 403
    )


def test_accident_with_days_away_is_an_absence_without_its_reason(placement, people, client_for):
    now = timezone.localtime()
    desk = client_for(people[1])
    url = reverse("admin:trainees_trainee_incident", args=[placement.trainee_id])
    typed = desk.get(url).context["form"]
    day = placement.starts_on + timedelta(days=(7 - placement.starts_on.weekday()) % 7)
    form = {
        "kind": "accident", "severity": "2", "place": WORD, "text": WORD, "once": typed["once"].value(),
        "happened_at": f"{now:%Y-%m-%dT%H:%M}", "known_at": f"{now:%Y-%m-%dT%H:%M}",
        "first_day": str(day), "last_day": str(day + timedelta(days=3)),
    }  # fmt: skip

    outside = desk.post(url, form | {"first_day": "2020-01-06", "last_day": ""})
    none = Incident.objects.count()
    desk.post(url, form)

    assert (none, "There is no placement on this day." in outside.content.decode()) == (0, True)
    row = Absence.objects.get()
    assert (row.first_day, row.last_day) == (day, day + timedelta(days=3))
    assert (row.kind, row.note) == ("other", "")
    page = desk.get(reverse(f"{URL}close", args=[Incident.objects.get().pk])).content.decode()
    assert "Write down that INAIL was told" in page
    page = desk.get(reverse(f"{URL}change", args=[Incident.objects.get().pk])).content.decode()
    assert "INAIL (accident insurance), company, sending organisation" in page


def test_mail_says_that_there_is_one_and_no_more(placement, people):
    incident = reported(placement, people[2])

    mails = list(OutgoingMail.objects.filter(template="placements/incident_reported"))

    assert {each.to for each in mails} == {people[0].email, people[1].email}
    text = "".join(str(mail.render(each).message()) for each in mails)
    trainee = placement.trainee
    assert reverse("admin:placements_incident_change", args=[incident.pk]) in text
    assert not [word for word in (WORD, trainee.last_name, "accident") if word in text]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(12, "36 hours left to report it"), (49, "the time to report it is over")],
)
def test_board_shows_the_clock_to_who_may_see_and_to_nobody_else(
    placement, people, hours, expected
):
    at = timezone.now() - timedelta(hours=hours)
    incident = reported(placement, people[0], happened_at=at, known_at=at)

    def reasons(viewer):
        found = attention.signals(viewer, timezone.now())
        return [(each.level.name, each.since) for each in found if "incident" in each.key]

    assert [reasons(each) for each in people[:3]] == [[("RED", expected)]] * 2 + [[]]
    inail_told(incident, people[0])
    assert reasons(people[0]) == [("RED", f"since {at:%A} {at.day} March")]


def test_document_is_for_who_may_see_and_every_look_is_noted(
    placement, people, client_for, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    incident = reported(placement, people[0])
    page = reverse(f"{URL}paper", args=[incident.pk])
    file = upload(picture(), "certificate.jpg")
    stored = client_for(people[1]).post(page, {"title": "Certificate", "file": file})
    url = reverse(f"{URL}file", args=[IncidentPaper.objects.get().pk])

    answers = [client_for(each).get(url).status_code for each in people[:3]]

    assert (stored.status_code, answers) == (302, [200, 200, 404])
    looks = AuditEvent.objects.filter(action="file.downloaded", about=str(incident))
    assert {each.user for each in looks} == set(people[:2])
