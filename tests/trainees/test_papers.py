"""Papers that schools want: handed in, sent back, accepted, delivered; who sees them, who is told, what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from imyportal import mail
from imyportal import today as board
from imyportal.models import AuditEvent, OutgoingMail, StoredFile
from tests.factories import GroupFactory, SendingTutorFactory, TraineeFactory, UserFactory
from tests.uploaded import pdf, upload
from trainees.models import (
    JourneyStep,
    PaperHandIn,
    PaperReminder,
    PaperWaiver,
    PaperWanted,
    StepDone,
)
from trainees.papers import asking, course, reminding, standing

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)  # two days after arrival


@pytest.fixture
def group(time_machine, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    time_machine.move_to(NOW, tick=False)
    return GroupFactory()


@pytest.fixture
def trainee(group):
    return TraineeFactory(group=group)


@pytest.fixture
def wanted(group):
    return asked(group)


def asked(group, code="report", **fields):
    names = {"names": {"en": f"Paper {code}"}, "helps": {"en": "Sign page 2"}}
    return PaperWanted.objects.create(group=group, code=code, **(names | fields))


def stored(by):
    return StoredFile.objects.create(
        place=f"uploads/{by.pk}-{StoredFile.objects.count()}.pdf",
        kind="pdf",
        name="x.pdf",
        size=1,
        pages=1,
        sha256="0" * 64,
        uploaded_by=by,
        state="clean",
        done_at=NOW,
    )


def handed_in(trainee, wanted, **fields):
    """Without a file on the disk."""
    by = trainee.user
    return PaperHandIn.objects.create(
        trainee=trainee, wanted=wanted, file=stored(by), handed_in_by=by, **fields
    )


def test_way_of_a_paper_keeps_every_file_and_tells_who_must_act(trainee, wanted):
    tutor, school = trainee.responsible, trainee.group.organisation
    first = course.hand_in(trainee, wanted, upload(pdf()), by=trainee.user)
    second = course.hand_in(trainee, wanted, upload(pdf()), by=trainee.user)
    course.send_back(second, "Sign page 2", by=tutor)
    mail.render(OutgoingMail.objects.get(template="trainees/paper_returned"))
    third = course.hand_in(trainee, wanted, upload(pdf()), by=trainee.user)
    course.accept(course.accept(third, by=tutor), by=tutor)
    with pytest.raises(ValidationError, match="Add a tutor of the school"):
        course.deliver(trainee.group, [third], by=tutor)
    reader = SendingTutorFactory(organisation=school, user__email="p@school.example")

    counts = [course.deliver(trainee.group, [first, third], by=tutor) for _ in range(2)]

    rows = PaperHandIn.objects.values_list("verdict", "note", "delivered_by")
    assert list(rows) == [
        ("replaced", "", None),
        ("returned", "Sign page 2", None),
        ("accepted", "", tutor.pk),
    ]
    assert counts == [1, 0]
    told = OutgoingMail.objects.get(template="trainees/papers_delivered")
    assert told.to == "p@school.example" and "1 paper that you asked for" in mail.render(told).body
    back = OutgoingMail.objects.get(template="trainees/paper_returned")
    assert mail.render(back) is None  # a newer one is there
    course.fetched([third], by=reader.user)
    assert mail.render(told) is None
    deeds = AuditEvent.objects.filter(action__startswith="papers.").order_by("pk")
    assert [each.action.split(".")[1] for each in deeds] == [
        *["handed_in", "handed_in", "returned", "handed_in", "accepted", "delivered", "fetched"]
    ]


def test_accepted_paper_is_not_replaced_and_one_that_was_judged_not_judged_again(trainee, wanted):
    tutor = trainee.responsible
    paper = handed_in(trainee, wanted)
    course.accept(paper, by=tutor)

    with pytest.raises(ValidationError, match="accepted already"):
        course.hand_in(trainee, wanted, upload(pdf()), by=trainee.user)
    with pytest.raises(ValidationError, match="Write what is to be done"):
        course.send_back(paper, "  ", by=tutor)
    course.send_back(paper, "The stamp is missing", by=tutor)
    with pytest.raises(ValidationError, match="looked at or replaced"):
        course.accept(paper, by=tutor)


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "accepted"},  # by nobody
        {"verdict": "returned", "judged": True},  # without words
        {"delivered_at": NOW, "delivered": True},  # not accepted
        {"fetched_at": NOW, "fetched": True},  # not delivered
        {"handed_in_at": NOW - timedelta(days=1)},  # kept by a trigger
    ],
)
def test_paper_never_says_what_did_not_happen(trainee, wanted, change):
    paper, tutor = handed_in(trainee, wanted), trainee.responsible
    people = {"judged": "judged_by", "delivered": "delivered_by", "fetched": "fetched_by"}
    for short, column in people.items():
        if change.pop(short, False):
            change = change | {column: tutor, column.replace("_by", "_at"): NOW}

    with pytest.raises(DatabaseError), transaction.atomic():
        PaperHandIn.objects.filter(pk=paper.pk).update(**change)


def test_paper_of_another_group_is_refused_by_function_and_database(trainee):
    foreign = asked(GroupFactory())

    with pytest.raises(ValidationError, match="another group"):
        course.hand_in(trainee, foreign, upload(pdf()), by=trainee.user)
    for write in (
        lambda: handed_in(trainee, foreign),
        lambda: PaperWaiver.objects.create(
            trainee=trainee, wanted=foreign, reason="x", by=trainee.responsible
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_step_of_the_journey_follows_what_the_certificate_needs(trainee, group):
    tutor = group.lead_tutor
    step = JourneyStep.objects.create(
        group=group, code=asking.STEP, phase="placement", names={"en": "Papers"}
    )
    asking.begin(group, "Erasmus+ VET", by=tutor)
    papers = {each.code: each for each in PaperWanted.objects.filter(group=group)}

    def is_done():
        return StepDone.objects.filter(trainee=trainee, step=step).exists()

    row = course.accept(handed_in(trainee, papers["report"]), by=tutor)
    before = is_done()
    course.waive(trainee, papers["confirmation"], "Company has closed", by=tutor)
    after = is_done()
    course.send_back(row, "Two pages are missing", by=tutor)

    step.refresh_from_db()
    assert set(papers) == {"insurance", "confirmation", "report"}
    assert (step.ticked_by, before, after, is_done()) == ("portal", False, True, False)
    assert asking.begin(group, "Erasmus+ VET", by=tutor) == 0


def test_who_lacks_a_paper_is_mailed_once_then_stands_on_the_board(trainee, group, time_machine):
    late = asked(group, due_days=3)
    asked(group, "later", due_days=30)
    asked(group, "ours", due_days=3, filled_by="agency")

    night = reminding.remind_due(NOW + timedelta(hours=14))
    counts = [reminding.remind_due(), reminding.remind_due()]
    told = OutgoingMail.objects.get(template="trainees/papers_due")
    text = mail.render(told).body
    time_machine.move_to(NOW + timedelta(days=4), tick=False)

    def keys():
        rows = board.board(group.lead_tutor, now=timezone.now()).rows
        return {each.key for row in rows for each in row.why if "paper" in each.key}

    assert (night, counts) == (0, [1, 0])
    assert "Paper report" in text and "later" not in text
    assert keys() == {"paper_late"}
    handed_in(trainee, late)
    assert keys() == {"paper_waits"}
    assert mail.render(told) is None
    assert PaperReminder.objects.get().wanted == late


def test_trainee_hands_in_on_the_phone_and_bad_files_come_back_in_words(client, trainee, wanted):
    client.force_login(trainee.user)
    page = reverse("trainees:paper", args=[wanted.pk])

    shown = client.get(page).content.decode()
    bad = client.post(page, {"file": upload(b"no paper", "x.pdf")})
    client.post(page, {"file": upload(pdf())})
    row = PaperHandIn.objects.get()
    mine = client.get(reverse("trainees:paper_file", args=[row.public_id]))
    done = client.get(reverse("trainees:papers")).content.decode()

    assert "Sign page 2" in shown and "By 28 February" in shown
    assert bad.status_code == 200 and b"error-summary" in bad.content
    assert mine["Content-Disposition"].startswith("attachment")
    assert "With your tutor" in done


def test_file_is_seen_by_owner_and_tutor_and_by_the_school_once_delivered(client, trainee, wanted):
    row = course.hand_in(trainee, wanted, upload(pdf()), by=trainee.user)
    tutor = trainee.responsible
    school = SendingTutorFactory(organisation=trainee.group.organisation).user
    other = TraineeFactory(group=trainee.group).user
    address = reverse("trainees:paper_file", args=[row.public_id])
    folder = reverse("sending:papers_zip", args=[trainee.group.public_id])

    def answer(user):
        client.force_login(user)
        return client.get(address).status_code

    people = [trainee.user, tutor, school, other, UserFactory(tutor=True)]
    before = [answer(each) for each in people]
    course.deliver(trainee.group, [course.accept(row, by=tutor)], by=tutor)
    client.force_login(school)
    packed = b"".join(client.get(folder).streaming_content)
    after = [answer(each) for each in people]

    row.refresh_from_db()
    assert before == [200, 200, 404, 404, 404]
    assert after == [200, 200, 200, 404, 404]
    assert packed.startswith(b"PK") and b"report" in packed
    assert row.fetched_by == school


def test_desk_grid_accepts_what_is_ticked_and_delivers_all_that_is_accepted(client, group, wanted):
    rows = [handed_in(TraineeFactory(group=group), wanted) for _ in range(2)]
    SendingTutorFactory(organisation=group.organisation)
    client.force_login(group.lead_tutor)
    page = reverse("admin:trainees_group_papers", args=[group.pk])
    client.get(page)

    client.post(page, {"paper": [rows[0].pk, "x"]})
    client.post(page, {"deliver": "yes"})
    shown = client.get(page).content.decode()

    verdicts = PaperHandIn.objects.values_list("verdict", "delivered_by")
    assert list(verdicts) == [("accepted", group.lead_tutor_id), ("waiting", None)]
    assert "1 waits for you, 0 with trainees, 1 delivered" in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_grid_asks_as_much_for_many_as_for_one(
    client, group, wanted, rows, django_assert_max_num_queries
):
    asked(group, "second")
    for _ in range(rows):
        handed_in(TraineeFactory(group=group), wanted)
    client.force_login(group.lead_tutor)

    with django_assert_max_num_queries(13):
        client.get(reverse("admin:trainees_group_papers", args=[group.pk]))


def test_desk_page_of_one_paper_does_each_deed(client, trainee, wanted):
    client.force_login(trainee.responsible)
    page = reverse("admin:trainees_group_paper", args=[trainee.group_id, trainee.pk, wanted.pk])

    def now():
        return standing.of([trainee], [wanted])[trainee.pk][0].state

    states = []
    for data in (
        {"do": "waive", "reason": ""},
        {"do": "waive", "reason": "Has it at home"},
        {"do": "need"},
        {"do": "file", "file": upload(pdf())},
        {"do": "back", "note": "Turn it round"},
        {"do": "accept"},
        {"do": "file", "file": upload(pdf())},
        {"do": "accept"},
        {"do": "nonsense"},
    ):
        client.post(page, data)
        states.append(now().value)

    assert states == [
        *["missing", "waived", "missing", "waiting", "returned"],
        *["returned", "waiting", "accepted", "accepted"],
    ]


def test_coordinator_asks_for_a_paper_with_a_blank_form(client, group):
    client.force_login(UserFactory(admin=True))
    data = {
        "group": group.pk,
        "code": "cv",
        "position": 1,
        "filled_by": "trainee",
        "needed_for": "nothing",
        "due_from": "arrival",
        "due_days": 0,
        "name_en": "CV",
        "help_en": "One page",
    }
    page = reverse("admin:trainees_paperwanted_add")

    bad = client.post(page, data | {"new_blank": upload(b"no paper", "x.pdf")})
    client.post(page, data | {"new_blank": upload(pdf(), "blank.pdf")})

    row = PaperWanted.objects.get(group=group)
    assert bad.status_code == 200 and (row.help, row.blank_form.name) == ("One page", "blank.pdf")
    client.force_login(TraineeFactory(group=group).user)
    form = client.get(reverse("trainees:paper_form", args=[row.pk, "blank"]))
    assert form.status_code == 200
    assert client.get(reverse("trainees:paper_form", args=[row.pk, "example"])).status_code == 404


def test_due_day_is_counted_from_the_stay():
    group = GroupFactory.build(arrives_on=date(2026, 3, 1), leaves_on=date(2026, 4, 1))

    days = [
        PaperWanted(due_from=each, due_days=-3).due_on(group) for each in ("arrival", "departure")
    ]

    assert days == [date(2026, 2, 26), date(2026, 3, 29)]
