"""The police's guest file: its lines, what is declared when, receipt and deletion, who sees what."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from imyportal.models import AuditEvent, StoredFile
from tests.factories import BedFactory, GroupFactory, RoomFactory, TraineeFactory, UserFactory
from tests.uploaded import pdf, picture, upload
from trainees import attention
from trainees.enums import GuestKind, PoliceCodeKind
from trainees.houses import beds, codes, guest_files, identities, lines, rooms
from trainees.houses.concerns import Place
from trainees.houses.identities import Identity
from trainees.models import Group, GuestEntry, GuestFile, GuestIdentity, PoliceCode
from trainees.privacy import retention

FIRST = date(2026, 3, 1)
GERMANY, ITALY, PISTOIA = "100000216", "100000100", "409047014"
STATES = "Codice,Descrizione,Provincia,DataFineVal\n100000216,GERMANIA,ES,\n100000100,ITALIA,ES,\n"
PLACES = (
    "Codice,Descrizione,Provincia,DataFineVal\n409047014,PISTOIA,PT,\n"
    "409047001,ABETONE,PT,31/12/2016 00:00:00\n417000001,SAMONE,TN,\n401001235,SAMONE,TO,\n"
)
DOCUMENTS = "Codice,Descrizione\nCERID,CERTIFICATO D'IDENTITA'\nIDENT,CARTA DI IDENTITA'\n"
WHO = Identity(GERMANY, "", GERMANY, "IDENT", "L01X00T47", GERMANY)


@pytest.fixture
def tables(db):
    for kind, text in (("state", STATES), ("place", PLACES), ("document", DOCUMENTS)):
        codes.bring_in(PoliceCodeKind(kind), text.encode())


def arrive(*people, nights=10, first=FIRST, room=None):
    room = room or RoomFactory()
    have = room.beds.count()
    rooms.furnish(room, have + len(people))
    free = list(room.beds.filter(number__gt=have).select_related("room__house"))
    last = first + timedelta(days=nights - 1)
    places = [Place(each, bed, first, last) for each, bed in zip(people, free, strict=True)]
    beds.put(places, by=people[0].group.lead_tutor, anyway=True)
    return GuestFile.objects.filter(entries__trainee=people[0]).latest("arrives_on")


def classmates(many, **about):
    group, about = GroupFactory(), {"last_name": "Vogel"} | about
    return [TraineeFactory(group=group, **about) for _ in range(many)]


def enter(*people, who=WHO):
    for each in people:
        identities.enter(each, who, "f", by=each.user)


def receipt(file, by):
    guest_files.make(file, by=by)
    guest_files.receive(file, upload(pdf(), "ricevuta.pdf"), by=by)


# --- Lines ------------------------------------------------------------------------------------

LETTERS = st.text("ABCabcäßŁőŞñé '-.", min_size=1, max_size=70).map(lambda text: f"A{text}")
CODE = st.text("0123456789", min_size=9, max_size=9)
GUESTS = st.builds(
    lines.Guest,
    kind=st.sampled_from(GuestKind),
    arrives_on=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    nights=st.integers(1, 30),
    last_name=LETTERS,
    first_name=LETTERS,
    sex=st.sampled_from("mf"),
    born_on=st.dates(date(1900, 1, 1), date(1999, 12, 31)),
    birth_place=st.one_of(st.just(""), CODE),
    birth_province=st.sampled_from(["", "PT"]),
    birth_state=CODE,
    citizenship=CODE,
    document=st.sampled_from(["IDENT", "PASOR"]),
    number=st.text("ABC123", min_size=1, max_size=20),
    issued=CODE,
    flat_code=st.sampled_from(["", "AB12C3"]),
)


@settings(max_examples=150)
@given(guests=st.lists(GUESTS, min_size=1, max_size=3))
def test_every_line_has_its_length_and_every_field_its_place(guests):
    made = lines.compose(guests).split("\r\n")

    assert len(made) == len(guests)
    for text, guest in zip(made, guests, strict=True):
        assert len(text.encode()) == 168 + len(guest.flat_code)
        assert text[:14] == f"{guest.kind:d}{guest.arrives_on:%d/%m/%Y}{guest.nights:02d}"
        assert text[94] in "12" and text[95:105] == f"{guest.born_on:%d/%m/%Y}"
        assert text[116:134] == guest.birth_state + guest.citizenship
        is_member = guest.kind == GuestKind.MEMBER
        document = "" if is_member else guest.document + guest.number.ljust(20) + guest.issued
        assert text[134:168] == document.ljust(34)


def test_names_lose_their_marks_and_a_foreign_script_is_said_in_words(db):
    assert lines.plain("Łukasz  Großmann-Yılmaz") == "LUKASZ GROSSMANN-YILMAZ"
    trainee = TraineeFactory(last_name="Иванова")
    file = arrive(trainee)
    enter(trainee)

    assert "Latin letters" in guest_files.rows(file)[0].faults[0]


# --- What is declared when --------------------------------------------------------------------


@pytest.mark.django_db
def test_stay_is_declared_on_arrival_in_a_house_and_every_thirty_nights():
    trainee = TraineeFactory(group__leaves_on=FIRST + timedelta(days=70))
    here, elsewhere = RoomFactory(), BedFactory()
    arrive(trainee, nights=65, room=here)
    next_door = BedFactory(room=RoomFactory(house=here.house))
    by = trainee.group.lead_tutor

    def declared():
        rows = GuestEntry.objects.filter(trainee=trainee).order_by("file__arrives_on")
        return [((row.file.arrives_on - FIRST).days, row.nights) for row in rows]

    def move(bed, day):
        days = FIRST + timedelta(days=day), FIRST + timedelta(days=64)
        beds.put([Place(trainee, bed, *days)], by=by, anyway=True)

    assert declared() == [(0, 30), (30, 30), (60, 5)]
    move(next_door, 10)  # another room of the house is no arrival
    assert declared() == [(0, 30), (30, 30), (60, 5)]
    move(elsewhere, 40)
    assert declared() == [(0, 30), (30, 10), (40, 25)]
    beds.leave(trainee, FIRST + timedelta(days=5), by=by)
    assert declared() == [(0, 5)]
    beds.leave(trainee, FIRST, by=by)
    assert not GuestFile.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("nights", "hours"), [(1, 6), (2, 24)])
def test_hours_of_the_police_and_the_board(today, nights, hours):
    minor, adult = classmates(2)
    type(minor).objects.filter(pk=minor.pk).update(birth_date=date(2010, 1, 1))
    minor.refresh_from_db()
    file = arrive(minor, adult, nights=nights)
    tutor = adult.group.lead_tutor

    def told():
        found = attention.signals(tutor, timezone.now())
        return [(each.trainee_id, each.level) for each in found if each.key.startswith("guest_")]

    at = timezone.localtime(file.arrived_at)
    guest_files.arrived(file, at.replace(hour=20))
    file.refresh_from_db()
    assert file.due_at - file.arrived_at == timedelta(hours=hours)
    today("2026-02-28 20:00")
    assert told() == []
    today("2026-03-01 20:30")
    assert told() == [(adult.pk, 2 if hours == 24 else 1)]
    today("2026-03-02 20:30")
    assert told() == [(adult.pk, 1)]


# --- Receipt and deletion ---------------------------------------------------------------------


def everything():
    """All that the database holds, as text."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(str(cursor.fetchall()))
    return "".join(found)


def test_receipt_deletes_the_identity_data_really_and_another_arrival_asks_again(
    tables, tmp_path, settings
):
    settings.MEDIA_ROOT = str(tmp_path)
    people = classmates(3)
    file, by = arrive(*people), people[0].group.lead_tutor
    enter(*people)
    sealed = [row.sealed for row in GuestIdentity.objects.all()]
    assert sealed[0] in everything() and WHO.number not in everything()

    text = guest_files.make(file, by=by)
    receipt(file, by)

    kinds = [line[:2] for line in text.split("\r\n")]
    assert kinds == ["18", "20", "20"]
    dump = everything()
    assert not any(each in dump for each in [*sealed, WHO.number])
    entries = list(GuestEntry.objects.filter(file=file))
    assert all(entry.erased_at and entry.file.receipted_by == by for entry in entries)
    assert AuditEvent.objects.filter(action="guest.erased", user=by).count() == 3
    later = arrive(people[0], first=FIRST + timedelta(days=20))
    assert guest_files.rows(later)[0].faults == ["Nothing is entered yet."]


def test_receipt_is_refused_before_download_after_a_change_and_for_a_picture(
    tables, tmp_path, settings
):
    settings.MEDIA_ROOT = str(tmp_path)
    one, other = classmates(2)
    room = RoomFactory()
    file, by = arrive(one, room=room), one.group.lead_tutor
    sheet = upload(pdf(), "ricevuta.pdf")

    with pytest.raises(ValidationError) as missing:
        guest_files.make(file, by=by)
    enter(one)
    with pytest.raises(ValidationError) as early:
        guest_files.receive(file, sheet, by=by)
    guest_files.make(file, by=by)
    with pytest.raises(ValidationError) as photo:
        guest_files.receive(file, upload(picture(), "ricevuta.jpg"), by=by)
    arrive(other, room=room)
    enter(other)
    with pytest.raises(ValidationError) as changed:
        guest_files.receive(file, upload(pdf(), "ricevuta.pdf"), by=by)

    codes_said = [missing.value.code, early.value.code, changed.value.code]
    assert codes_said == ["missing", "not_made", "changed"]
    assert photo.value.error_dict["receipt"][0].code == "kind"
    assert GuestIdentity.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("nights", [0, 31])
def test_entry_has_one_to_thirty_nights(nights):
    file = arrive(TraineeFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        GuestEntry.objects.create(file=file, trainee=TraineeFactory(), nights=nights)


@pytest.mark.django_db
def test_house_has_one_open_file_a_day_and_a_receipt_has_somebody():
    file = arrive(TraineeFactory())

    for wrong in ({"pk": None}, {"receipted_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row = GuestFile.objects.get(pk=file.pk)
            for name, value in wrong.items():
                setattr(row, name, value)
            row.save()


# --- Pages ------------------------------------------------------------------------------------


def test_trainee_enters_what_the_document_says_and_the_tutors_look_is_noted(
    tables, client_for, today
):
    today("2026-03-01")
    one, other = classmates(2, nationality="DE")
    file = arrive(one, other)
    leader = GuestEntry.objects.get(leads=True).trainee
    member = other if leader == one else one
    browser, tutor = client_for(leader.user), client_for(leader.group.lead_tutor)
    typed = {"sex": "f", "citizenship": GERMANY, "birth_state": ITALY, "birth_place": "Samone"}
    typed |= {"document": "IDENT", "number": "l01-x00 t47", "issued_state": GERMANY}

    assert "Copy your document" in browser.get("/me/").content.decode()
    several = browser.post("/me/guest/", typed)
    done = browser.post("/me/guest/", typed | {"birth_place": "samone (TN)"})
    page = client_for(member.user).get("/me/guest/").content.decode()
    seen = tutor.get(reverse("admin:trainees_trainee_guest", args=[leader.pk]))
    sheet = tutor.get(file.get_absolute_url()).content.decode()

    assert "write the province" in several.context["form"].errors["birth_place"][0]
    assert done.status_code == 302
    known = identities.read(GuestIdentity.objects.get(trainee=leader))
    assert known == Identity(ITALY, "417000001", GERMANY, "IDENT", "L01X00T47", GERMANY)
    assert 'name="number"' not in page  # a member's document is not asked for
    assert "Germany" in page
    assert "L01X00T47" in seen.content.decode() and "L01X00T47" not in sheet
    assert AuditEvent.objects.filter(action="guest.viewed").count() == 1
    assert "Copy your document" not in browser.get("/me/").content.decode()


def test_desk_sends_files_the_receipt_and_hands_it_out(tables, client_for, tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    one, other = classmates(2)
    stranger = TraineeFactory(last_name="Wombat", group=one.group, tutor=UserFactory(tutor=True))
    file = arrive(one, other, stranger)
    browser, at = client_for(one.group.lead_tutor), file.get_absolute_url()
    colleague = client_for(stranger.tutor)
    member = GuestEntry.objects.get(trainee=other)

    page = colleague.get(at).content.decode()
    refused = colleague.post(at.replace("sheet", "text")).status_code
    browser.post(at, {"lead": member.pk})
    early = browser.post(at.replace("sheet", "text"), follow=True).content.decode()
    enter(one, other, stranger)
    text = browser.post(at.replace("sheet", "text"))
    kinds = [line[:2] for line in text.content.decode().split("\r\n")]
    receipt = {"file": "receipt", "receipt": upload(pdf(), "x.pdf")}
    refused_too = colleague.post(at, receipt).status_code
    browser.post(at, {"file": "receipt", "receipt": upload(pdf(), "x.pdf")})
    out = browser.get(at.replace("sheet", "receipt"))

    assert "Vogel" not in page and "or a coordinator" in page
    assert (refused, refused_too) == (403, 403)
    assert "3 people are not ready" in early
    assert kinds == ["18", "20", "20"]
    assert GuestEntry.objects.get(pk=member.pk).leads
    assert b"".join(out.streaming_content).startswith(b"%PDF")
    assert AuditEvent.objects.filter(action="guest.made").count() == 1
    assert GuestFile.objects.get(pk=file.pk).kept_until.year == timezone.localdate().year + 5
    assert not GuestFile.objects.visible_to(TraineeFactory().group.lead_tutor).exists()


def test_groups_in_one_house_on_one_day_have_a_file_each_and_each_tutor_sends_their_own(
    tables, client_for
):
    one, other = TraineeFactory(last_name="Vogel"), TraineeFactory(last_name="Wombat")
    room = RoomFactory()
    mine, theirs = arrive(one, room=room), arrive(other, room=room)
    enter(one, other)
    browser = client_for(one.group.lead_tutor)

    made = browser.post(mine.get_absolute_url().replace("sheet", "text"))

    assert mine != theirs
    assert made.status_code == 200 and b"WOMBAT" not in made.content
    assert browser.get(theirs.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_identity_data_stay_until_no_open_file_has_the_person(
    tables, today, tmp_path, settings, order
):
    settings.MEDIA_ROOT = str(tmp_path)
    today("2026-02-01")
    (lena,) = classmates(1)
    files = [arrive(lena), arrive(lena, first=FIRST + timedelta(days=40))]
    enter(lena)
    left = []
    for number in order:
        receipt(files[number], lena.group.lead_tutor)
        left.append(GuestIdentity.objects.count())

    assert left == [1, 0]
    assert not GuestEntry.objects.filter(erased_at=None).exists()
    with pytest.raises(ValidationError, match="receipt has come"):
        enter(lena)


def test_identity_data_go_with_the_last_bed_too(tables):
    (lena,) = classmates(1)
    arrive(lena)
    enter(lena)

    beds.leave(lena, FIRST, by=lena.group.lead_tutor)

    assert not GuestIdentity.objects.exists()
    assert AuditEvent.objects.filter(action="guest.erased", user=None).count() == 1


def test_file_to_come_says_from_when_people_are_asked_and_takes_it_already(
    tables, client_for, today
):
    today("2026-02-01")
    (lena,) = classmates(1, nationality="DE")
    file = arrive(lena)
    own, tutor = client_for(lena.user), client_for(lena.group.lead_tutor)
    typed = {"sex": "f", "citizenship": GERMANY, "birth_state": GERMANY, "document": "IDENT"}
    typed |= {"number": "L01", "issued_state": GERMANY}

    sheet = tutor.get(file.get_absolute_url()).content.decode()
    page = own.get("/me/guest/").content.decode()
    at = reverse("admin:trainees_trainee_guest", args=[lena.pk])
    done = tutor.post(at, typed)

    assert "from 22 February on" in sheet and "from 22 February on" in page
    assert "Copy your document" not in own.get("/me/").content.decode()
    assert done.url == file.get_absolute_url()
    assert "1 of 1 are ready" in tutor.get(done.url).content.decode()


def test_document_is_asked_of_who_leads_any_open_file(tables, client_for, today):
    today("2026-02-01")
    emma, lena = classmates(2)
    arrive(emma, lena)
    own = client_for(lena.user)
    as_member = own.get("/me/guest/").content.decode()
    arrive(lena, first=FIRST + timedelta(days=40))

    assert "Number of the document" not in as_member
    assert "Number of the document" in own.get("/me/guest/").content.decode()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("meets", ["entry", "receipt"])
def test_receipt_that_meets_an_entry_or_another_receipt_leaves_nothing_behind(
    tmp_path, settings, at_once, meets
):
    settings.MEDIA_ROOT = str(tmp_path)
    (lena,) = classmates(1)
    by, file = lena.group.lead_tutor, arrive(lena)
    later = arrive(lena, first=FIRST + timedelta(days=40)) if meets == "receipt" else None
    enter(lena)
    for each in filter(None, (file, later)):
        guest_files.make(each, by=by)

    def receive(which):
        return guest_files.receive(which, upload(pdf(), "ricevuta.pdf"), by=by)

    done = at_once(
        lambda: receive(file),
        lambda: receive(later) if later else enter(lena),
        at="identities.held" if later else "guests.locked",
    )

    assert done == (None, None if later else "closed")
    assert not GuestIdentity.objects.exists()


# --- Tables -----------------------------------------------------------------------------------


def test_tables_of_the_police_are_renewed_and_a_wrong_one_is_refused(tables, tmp_path):
    newer = tmp_path / "comuni.csv"
    newer.write_bytes(b"Codice;Descrizione;Provincia;DataFineVal\n409047014;PISTOIA;PT;\n")
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(b"Codice,Descrizione\n12,PISTOIA\n")

    call_command("import_police_codes", "place", str(newer))
    with pytest.raises(CommandError, match="Line 2"):
        call_command("import_police_codes", "place", str(wrong))

    assert PoliceCode.objects.filter(kind="place").count() == 4
    assert codes.place("Pistoia") == PISTOIA
    assert codes.place("abetone", born_on=date(2010, 1, 1)) == "409047001"
    for text in ("Abetone", "Pistoja"):
        with pytest.raises(ValidationError):
            codes.place(text, born_on=date(2020, 1, 1))


def test_receipt_goes_five_years_after_it_came_with_its_file_and_who_was_declared(
    tables, today, django_capture_on_commit_callbacks
):
    today("2026-03-19")
    (lena,) = classmates(1)
    file = arrive(lena)
    enter(lena)
    receipt(file, lena.group.lead_tutor)
    Group.objects.update(arrives_on="2026-03-01", leaves_on="2026-03-18")
    path = StoredFile.objects.get().path
    there = path.exists()

    early = retention.purge(date(2031, 3, 19)).counts.get("trainees.GuestFile")
    with django_capture_on_commit_callbacks(execute=True):
        run = retention.purge(date(2031, 3, 20))

    assert (early, run.counts["trainees.GuestEntry"], run.counts["trainees.GuestFile"]) == (
        None,
        1,
        1,
    )
    assert not StoredFile.objects.exists()
    assert (there, path.exists()) == (True, False)
