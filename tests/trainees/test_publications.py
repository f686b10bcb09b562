"""Guidebook, info kit, house rules: versions, receipts, the school, the pages."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from imyportal.models import OutgoingMail
from tests.factories import GroupFactory, SendingTutorFactory, TraineeFactory, UserFactory
from tests.trainees.guides import next_version, published
from trainees import journey
from trainees.models import (
    Edition,
    EditionQuestion,
    EditionSection,
    Handover,
    JourneyStep,
    Receipt,
    StepDone,
)
from trainees.publications import editions, markup, receipts, starter

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return UserFactory(admin=True)


@pytest.fixture
def trainee():
    return TraineeFactory()


def step_of(group, code):
    return JourneyStep.objects.create(
        group=group, code=code, phase="welcome", names={"en": code}, due_days=1
    )


# --- Text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One **two** *three*\nfour", "<p>One <strong>two</strong> <em>three</em>\nfour</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("# Head\n\n[call](tel:112)", '<h3>Head</h3><p><a href="tel:112">call</a></p>'),
        ("<b onclick=x>&amp; \"", "<p>&lt;b onclick=x&gt;&amp; &quot;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](//evil.example) [y](/me/)", "<p>x y</p>"),
        ('[x](https://a.example/"><script>)', '<p><a href="https://a.example/%22%3E%3Cscript%3E">x</a></p>'),
        ("![p](https://a.example/x.png)", '<p>!<a href="https://a.example/x.png">p</a></p>'),
    ],
)  # fmt: skip
def test_markdown_becomes_escaped_elements_only(text, html):
    assert markup.html(text) == html


@pytest.mark.parametrize("kind", ["guidebook", "info-kit", "house-rules"])
def test_starter_text_has_the_same_parts_in_both_languages(kind):
    english, italian, hungarian = (starter.read(kind, each) for each in ("en", "it", "hu"))

    assert hungarian == english
    assert len(english.sections) == len(italian.sections) >= 6
    assert [(each["right"], each["choices"].count("\n")) for each in english.questions] == [
        (each["right"], each["choices"].count("\n")) for each in italian.questions
    ]
    assert english.sections[0] != italian.sections[0]


# --- Versions ---------------------------------------------------------------------------------


def test_new_version_begins_with_the_newest_text_and_takes_its_place(boss):
    first = published("guidebook", by=boss)

    draft = editions.begin("guidebook", "en", by=boss)
    EditionSection.objects.filter(edition=draft).first().delete()
    again = editions.begin("guidebook", "en", by=boss)
    before = editions.for_language("en")
    second = editions.publish(again, by=boss)

    assert (draft.pk, draft.version) == (again.pk, 2)
    assert before == [first]
    assert editions.for_language("en") == [second]
    assert len(second.parts) == len(first.parts) - 1
    with pytest.raises(ValidationError, match="already"):
        editions.publish(second, by=boss)


def test_reader_gets_their_language_else_english_else_any(boss):
    english, italian = published("guidebook"), published("guidebook", "it")
    rules = published("house-rules", "it")

    assert editions.for_language("it") == [italian, rules]
    assert editions.for_language("hu") == [english, rules]


def test_edition_without_a_section_is_not_published(boss):
    draft = editions.begin("guidebook", "en", by=boss)
    draft.sections.all().delete()

    with pytest.raises(ValidationError, match="at least one section"):
        editions.publish(draft, by=boss)


@pytest.mark.parametrize(
    "change",
    [
        lambda it, draft: Edition.objects.filter(pk=it.pk).update(title="Other"),
        lambda it, draft: Edition.objects.filter(pk=it.pk).delete(),
        lambda it, draft: it.sections.update(text="Other"),
        lambda it, draft: it.questions.all().delete(),
        lambda it, draft: EditionSection.objects.create(edition=it, title="x", text="x"),
        lambda it, draft: draft.sections.update(edition=it),
        lambda it, draft: Receipt.objects.create(edition=draft, trainee=TraineeFactory()),
        lambda it, draft: Receipt.objects.update(at=timezone.now()),
        lambda it, draft: Handover.objects.update(given_at=timezone.now()),
        lambda it, draft: Edition.objects.create(
            kind="guidebook", language="en", version=9, begun_by=it.begun_by
        ),
        lambda it, draft: EditionQuestion.objects.create(edition=draft, text="?", choices="a\nb"),
    ],
)
def test_what_is_published_given_or_confirmed_cannot_be_changed(change, boss, trainee):
    edition = published("guidebook", by=boss)
    receipts.confirm(trainee, edition, by=trainee.user)
    receipts.give(trainee.group, by=boss)
    draft = editions.begin("guidebook", "en", by=boss)

    with pytest.raises(IntegrityError), transaction.atomic():
        change(edition, draft)


# --- Receipts ---------------------------------------------------------------------------------


def test_receipt_ticks_the_step_once_and_before_its_phase(trainee, today):
    today("2026-01-02")
    step, edition = step_of(trainee.group, "house-rules"), published("house-rules")

    for _ in range(2):
        receipts.confirm(trainee, edition, by=trainee.user)

    assert Receipt.objects.count() == 1
    assert list(StepDone.objects.values_list("step", "by")) == [(step.pk, trainee.user.pk)]
    with pytest.raises(ValidationError, match="no longer be taken back"):
        journey.untick(trainee, step, by=trainee.user)


def test_step_with_something_to_read_is_ticked_by_reading_only(trainee, client):
    step = step_of(trainee.group, "guidebook")
    published("guidebook")
    client.force_login(trainee.user)

    answer = client.get(reverse("trainees:journey"))

    row = answer.context["page"].next
    assert (row.read_url, row.can_tick) == ("/me/guide/guidebook/", False)
    with pytest.raises(ValidationError, match="Read it first"):
        journey.tick(trainee, step, by=trainee.user)
    journey.tick(trainee, step, by=trainee.responsible)


def test_receipt_counts_for_what_was_there_by_then_and_not_for_a_newer_version(trainee, today):
    today("2026-03-01")
    english, italian = published("guidebook"), published("guidebook", "it")
    today("2026-03-02")
    said = [receipts.confirm(trainee, english, by=trainee.user)]
    today("2026-03-03")
    newer = next_version(english)

    assert receipts.is_read(english, said)
    assert receipts.is_read(italian, said)
    assert not receipts.is_read(newer, said)


def test_trainee_reads_on_the_phone_and_confirms_what_was_on_the_page(trainee, client):
    edition = published("guidebook")
    client.force_login(trainee.user)

    last = client.get(reverse("trainees:publication_section", args=["guidebook", 8]))
    page = reverse("trainees:publication_read", args=["guidebook"])
    wrong = [client.post(page, {"edition": each}).status_code for each in ("", "x", "9" * 30)]
    answer = client.post(page, {"edition": edition.pk}, follow=True)

    assert "I have read this" in last.content.decode()
    assert wrong == [404, 404, 404]
    assert [book.label for book in answer.context["books"]] == ["Read"]
    assert client.get(f"/me/guide/guidebook/{len(edition.parts) + 1}/").status_code == 404


def test_draft_is_nobodys_to_read_but_the_desks(trainee, client, boss):
    draft = editions.begin("guidebook", "en", by=boss)
    client.force_login(trainee.user)

    page = client.get("/me/guide/guidebook/")
    post = client.post("/me/guide/guidebook/read/", {"edition": draft.pk})

    assert (page.status_code, post.status_code) == (404, 404)


def test_kept_pages_say_nothing_about_the_reader(trainee, client):
    published("guidebook")
    client.force_login(trainee.user)

    for path in ("/me/guide/kept/", "/me/guide/guidebook/kept/"):
        text = client.get(path).content.decode()
        assert not any(
            word in text for word in (trainee.first_name, trainee.last_name, "csrf", "<form")
        )


# --- The school -------------------------------------------------------------------------------


def test_school_gets_one_mail_and_confirms_once(client, boss, django_capture_on_commit_callbacks):
    group = GroupFactory(organisation__language="it")
    tutor = SendingTutorFactory(organisation=group.organisation)
    other = SendingTutorFactory(organisation=group.organisation)
    published("guidebook", "it"), published("house-rules", "en")
    client.force_login(tutor.user)

    counts = [receipts.give(group, by=boss), receipts.give(group, by=boss)]
    row = Handover.objects.get(edition__kind="guidebook")
    client.post(reverse("sending:publication_received", args=[row.pk]))
    receipts.receive(row, by=other.user)

    row.refresh_from_db()
    assert counts == [2, 0]
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == sorted(
        [tutor.user.email, other.user.email]
    )
    assert row.received_by == tutor.user
    assert client.get(reverse("sending:groups")).context["to_confirm"] == 1


# --- The desk ---------------------------------------------------------------------------------


def test_coordinator_writes_looks_and_publishes(client, boss):
    client.force_login(boss)

    client.post("/admin/trainees/edition/begin/", {"kind": "guidebook", "language": "it"})
    draft = Edition.objects.get()
    form = client.get(draft.get_absolute_url())
    page = reverse("admin:trainees_edition_read", args=[draft.pk])
    client.post(page)

    assert "numero di polizia" in form.content.decode()
    assert editions.for_language("it") == [draft]
    assert client.post(draft.get_absolute_url(), {"title": "x"}).status_code == 403


def test_tutor_looks_and_does_not_publish(client):
    client.force_login(UserFactory(tutor=True))
    draft = editions.begin("guidebook", "en", by=UserFactory(admin=True))
    page = reverse("admin:trainees_edition_read", args=[draft.pk])

    answers = [client.get(page).status_code, client.post(page).status_code]

    assert answers == [200, 403]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [("a\n*b", ""), ("", ""), ("a\nb", "with a *"), ("*a\n*b", "with a *"), ("*a", "with a *")],
)
def test_choices_are_typed_one_a_line_with_the_right_one_marked(lines, fault):
    from trainees.publications_admin import QuestionForm

    form = QuestionForm({"position": 1, "text": "?", "lines": lines, "note": ""})

    assert (fault in str(form.errors)) if fault else form.is_valid()
    if lines == "a\n*b":
        assert (form.instance.choices, form.instance.right) == ("a\nb", 1)


@pytest.mark.parametrize("count", [1, 3])
def test_group_page_says_who_has_not_read_in_as_many_queries(
    count, client, boss, django_assert_max_num_queries
):
    group = GroupFactory()
    reader, *others = [TraineeFactory(group=group) for _ in range(count)]
    receipts.confirm(reader, published("guidebook"), by=reader.user)
    client.force_login(boss)
    page = reverse("admin:trainees_group_guide", args=[group.pk])
    client.get(page)

    with django_assert_max_num_queries(12):
        reading = client.get(page).context["reading"]

    assert reading.missing == len(others)
    assert reading.to_give == 1
