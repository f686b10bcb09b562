"""Contacts: written down, put right for a day, shared with the school, and on the board."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from imyportal import history
from imyportal import today as board
from imyportal.models import AuditEvent
from placements import attention, contact_log
from placements.contact_log import Said
from placements.models import Contact, ContactNote, CycleTime
from tests.factories import MONDAY, PlacementFactory, SendingTutorFactory, UserFactory

pytestmark = pytest.mark.django_db

WORD = "canary-internal"


@pytest.fixture
def tutor(placement):
    placement.trainee.tutor = UserFactory(tutor=True, first_name="Giulia", last_name="Conti")
    placement.trainee.save()
    return placement.trainee.tutor


def said(**fields):
    fields = {"kind": "call", "with_whom": "trainee", "at": timezone.now(), "text": WORD} | fields
    return Said(**fields)


def logged(placement, by, **fields):
    return contact_log.log([placement.trainee], said(**fields), by=by)[0]


def step(by, day):
    return {"next_step": "Call again", "next_on": day, "next_by": by}


# --- Rows -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"trainee_id": None},
        {"text": ""},
        {"minutes": 0},
        {"with_whom": "other", "name": ""},
        {"at": datetime(2026, 4, 1, tzinfo=timezone.get_default_timezone())},
        {"next_step": "Call again"},
        {"done_at": datetime(2026, 3, 1, tzinfo=timezone.get_default_timezone())},
        {"is_shared": True, "school_text": ""},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_contact_that_cannot_be_is_refused_by_the_database(placement, tutor, fields):
    contact = logged(placement, tutor)

    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=contact.pk).update(**fields)


def test_contact_and_note_are_kept_for_good(placement, tutor):
    contact = logged(placement, tutor)
    contact_log.add_note(contact, "Found later", by=tutor)

    for change in (
        lambda: Contact.objects.all()._raw_delete("default"),
        lambda: Contact.objects.update(by=UserFactory()),
        lambda: ContactNote.objects.update(text="Another"),
        lambda: ContactNote.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# --- Writing ----------------------------------------------------------------------------------


def test_talk_about_two_is_a_row_each_with_one_next_step_and_sent_twice_is_once(placement, tutor):
    other, once = PlacementFactory().trainee, uuid.uuid4()
    typed = said(**step(tutor, date(2026, 3, 16)))

    for _twice in range(2):
        contact_log.log([placement.trainee, other], typed, by=tutor, once=once)

    rows = Contact.objects.order_by("pk")
    assert [row.trainee for row in rows] == [placement.trainee, other]
    assert [row.next_step for row in rows] == ["Call again", ""]
    assert len({row.occasion for row in rows}) == 1


def test_writer_changes_an_entry_for_a_day_and_texts_are_not_copied(placement, tutor, today):
    contact = logged(placement, tutor)

    contact_log.change(contact, said(kind="visit", text="Better words"), by=tutor)

    lines = {(line.part, line.before, line.after) for line in history.lines(contact)}
    assert lines == {
        ("How", "phone call", "on-site visit"),
        ("What was said", "nothing", "changed"),
    }
    with pytest.raises(ValidationError, match="Add a note"):
        contact_log.change(contact, said(), by=UserFactory(tutor=True))
    today("2026-03-13 17:41")
    with pytest.raises(ValidationError, match="24 hours"):
        contact_log.change(contact, said(), by=tutor)


# --- Who reads what ---------------------------------------------------------------------------


def test_school_reads_what_was_written_for_it_and_nothing_else(
    placement, tutor, django_assert_num_queries
):
    organisation = placement.trainee.group.organisation
    school = SendingTutorFactory(organisation=organisation).user
    other = SendingTutorFactory().user
    logged(placement, tutor, text=f"{WORD} 1")
    shared = logged(placement, tutor, is_shared=True, school_text="All is well")

    with django_assert_num_queries(1):
        found = contact_log.shared([placement])

    assert [each.text for each in found[placement.pk]] == ["All is well"]
    assert WORD not in repr(found)
    assert list(Contact.objects.visible_to(school)) == [shared]
    assert not Contact.objects.visible_to(other).exists()
    assert not Contact.objects.visible_to(placement.trainee.user).exists()
    contact_log.stop_sharing(shared, by=tutor)
    assert contact_log.shared([placement.trainee]) == {placement.trainee_id: []}


@pytest.mark.parametrize("rows", [1, 3])
def test_contacts_of_a_week_are_one_query_without_internal_words(
    placement, tutor, rows, django_assert_num_queries
):
    others = PlacementFactory.create_batch(rows - 1)
    for each in [placement, *others]:
        for day in (8, 9, 12):  # Sunday before, Monday, Thursday
            at = timezone.make_aware(datetime(2026, 3, day, 12))
            logged(each, tutor, at=at, minutes=day)

    with django_assert_num_queries(1):
        found = contact_log.of([placement, *others], MONDAY + timedelta(weeks=1))

    assert [each.minutes for each in found[placement.pk]] == [9, 12]
    assert len(found) == rows
    assert WORD not in repr(found)


# --- The board --------------------------------------------------------------------------------


def reasons(tutor):
    found = attention.signals(tutor, timezone.now())
    return [
        (each.level.name, each.text, each.since)
        for each in found
        if each.key.startswith(("step:", "unheard:"))
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (11, [("AMBER", "Call again", "was due Wednesday 11 March · Giulia Conti")]),
        (12, [("PLAIN", "Call again", "due Thursday 12 March · Giulia Conti")]),
        (18, [("WEEK", "Call again", "due Wednesday 18 March · Giulia Conti")]),
        (19, []),
    ],
)
def test_next_step_is_on_the_board_with_its_owner_until_it_is_done(placement, tutor, day, expected):
    contact = logged(placement, tutor, **step(tutor, date(2026, 3, day)))

    assert reasons(tutor) == expected
    contact_log.done(contact, by=tutor)
    assert reasons(tutor) == []


def test_next_step_of_a_group_is_in_the_agenda(placement, tutor):
    group = placement.trainee.group
    group.lead_tutor = tutor
    group.save()
    contact_log.log(group, said(**step(tutor, date(2026, 3, 11))), by=tutor)

    agenda = board.board(tutor, now=timezone.now()).agenda

    assert [(item.label, item.text) for item in agenda] == [("To do", "Call again")]


@pytest.mark.parametrize(
    ("days", "with_whom", "expected"),
    [
        ("standard", "company", [("PLAIN", "No contact for 7 days", "since Thursday 5 March")]),
        ("standard", "sending", [("PLAIN", "No contact for 10 days", "since Monday 2 March")]),
        (8, "company", []),  # the group's own
        (None, "company", []),  # the group is not asked
    ],
)
def test_trainee_nobody_was_in_contact_with_is_on_the_board(
    placement, tutor, days, with_whom, expected
):
    at = timezone.now() - timedelta(days=7)
    logged(placement, tutor, at=at, with_whom=with_whom)
    CycleTime.objects.create(kind="own_contact", days=7)
    if days != "standard":
        group = placement.trainee.group
        CycleTime.objects.create(group=group, kind="own_contact", days=days)

    assert reasons(tutor) == expected


# --- Pages ------------------------------------------------------------------------------------


def test_contact_is_logged_from_the_board_with_what_was_said_alone(placement, tutor, client_for):
    browser = client_for(tutor)
    url = reverse("admin:trainees_trainee_contact", args=[placement.trainee_id])
    form = browser.get(f"{url}?kind=visit&next=/admin/").context["form"]
    typed = {name: form[name].value() for name in ("kind", "with_whom", "once", "next_by")}
    typed |= {"at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"), "text": "All is well"}

    response = browser.post(f"{url}?kind=visit&next=/admin/", typed)

    assert response.headers["Location"] == "/admin/"
    contact = Contact.objects.get()
    assert (contact.kind, contact.name, contact.by) == ("visit", placement.trainee.name, tutor)
    elsewhere = browser.get(f"{url}?next=//evil.example/")
    assert elsewhere.context["back"] == placement.trainee.get_absolute_url()
    assert AuditEvent.objects.filter(action="contact.logged").count() == 1


def test_entry_is_changed_by_its_writer_alone(placement, tutor, client_for):
    contact = logged(placement, UserFactory(tutor=True))

    response = client_for(tutor).get(reverse("admin:placements_contact_edit", args=[contact.pk]))

    assert response.status_code == 403
