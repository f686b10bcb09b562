"""Health and safety on arrival: drafts, sending, the tutor's words, topics of the welcome day."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.factories import GroupFactory, TraineeFactory, UserFactory
from tests.trainees.guides import published
from trainees import attention
from trainees.models import JourneyStep, Reflection, ReflectionAnswer, StepDone
from trainees.publications import editions, reflections
from trainees.publications.reflections import Said, Word

pytestmark = pytest.mark.django_db
PAGE = "/me/reflection/"


@pytest.fixture
def edition():
    """Two questions: a check whose second choice is right, and an open one."""
    boss = UserFactory(admin=True)
    draft = editions.begin("guidebook", "en", by=boss)
    draft.questions.all().delete()
    draft.questions.create(position=1, text="Which?", choices="911\n112", right=1)
    draft.questions.create(position=2, text="Why?")
    return editions.publish(draft, by=boss)


@pytest.fixture
def trainee(today):
    group = GroupFactory(lead_tutor=UserFactory(tutor=True))
    today(group.arrives_on.isoformat())
    return TraineeFactory(group=group)


def say(edition, *, choice=1, text="So.", unclear=False):
    check, question = edition.questions.all()
    return {check.pk: Said(choice=choice), question.pk: Said(text=text, is_unclear=unclear)}


def sent(trainee, edition, **said):
    return reflections.send(trainee, edition, say(edition, **said), by=trainee.user)


def test_draft_is_kept_on_the_phone_and_sent_once(trainee, edition, client):
    step = JourneyStep.objects.create(
        group=trainee.group, code="reflection", phase="arrival", names={"en": "Answer"}
    )
    check, question = edition.questions.all()
    client.force_login(trainee.user)

    client.post(PAGE, {f"a{check.pk}": "0", "keep": "1"})
    page = client.get(PAGE)
    kept = page.context["form"]
    open_one = client.post(PAGE, {f"a{check.pk}": "1", "send": "1"})
    client.post(PAGE, {f"a{check.pk}": "1", f"u{question.pk}": "on", "send": "1"})
    client.post(PAGE, {f"a{check.pk}": "0", "keep": "1"})

    row = Reflection.objects.get()
    answers = row.answers.values_list("choice", "is_unclear", "is_topic")
    assert kept[f"a{check.pk}"].initial == 0
    assert "(optional)" not in page.content.decode() + open_one.content.decode()
    assert list(open_one.context["form"].errors) == [f"a{question.pk}"]
    assert list(answers) == [(1, False, False), (None, True, True)]
    assert list(StepDone.objects.values_list("step", flat=True)) == [step.pk]
    assert "no test" not in client.get(PAGE).content.decode()


def test_answers_are_sent_from_the_day_of_arrival_on(trainee, edition, today):
    today((trainee.group.arrives_on - timedelta(days=1)).isoformat())

    reflections.keep(trainee, edition, say(edition))

    with pytest.raises(ValidationError, match="from"):
        sent(trainee, edition)


def test_reflection_stays_with_its_edition(trainee, edition):
    reflections.keep(trainee, edition, say(edition))
    boss = UserFactory(admin=True)
    editions.publish(editions.begin("guidebook", "en", by=boss), by=boss)

    assert reflections.edition_for(trainee, "en") == edition
    assert reflections.edition_for(TraineeFactory(), "en").version == 2


def test_wrong_and_unclear_answers_are_topics_until_talked_over(trainee, edition):
    tutor = trainee.responsible
    sent(trainee, edition, choice=0, unclear=True)
    sent(other := TraineeFactory(group=trainee.group), edition, choice=0)

    before = reflections.topics(trainee.group, tutor)
    answer = other.reflection.answers.get(is_topic=True)
    reflections.answer(other.reflection, {answer.pk: Word("112.", False)}, by=tutor)
    after = reflections.topics(trainee.group, tutor)
    counts = [reflections.talked_over(trainee.group, by=tutor) for _ in range(2)]

    assert [(topic.question.text, len(topic.answers)) for topic in before] == [
        ("Which?", 2),
        ("Why?", 1),
    ]
    assert [len(topic.answers) for topic in after] == [1, 1]
    assert counts == [2, 0]
    assert reflections.topics(trainee.group, tutor) == []


def test_tutor_reads_replies_and_goes_on_to_the_next(trainee, edition, client):
    first = sent(trainee, edition)
    second = sent(TraineeFactory(group=trainee.group), edition, choice=0)
    client.force_login(UserFactory(admin=True))
    check, question = first.answers.all()

    page = client.get(first.get_absolute_url())
    answer = client.post(
        first.get_absolute_url(),
        {f"r{check.pk}-reply": "Yes.", f"r{question.pk}-reply": "", f"r{question.pk}-is_topic": "on"},
    )  # fmt: skip

    first.refresh_from_db()
    assert page.context["count"] == 2
    assert answer.headers["Location"] == second.get_absolute_url()
    assert list(first.answers.values_list("reply", "is_topic")) == [("Yes.", False), ("", True)]
    client.force_login(trainee.user)
    assert "Yes." in client.get(PAGE).content.decode()


def test_board_names_unread_answers_to_the_tutor_only_until_they_are_read(trainee, edition):
    tutor = trainee.responsible

    def told(viewer):
        found = attention.signals(viewer, timezone.now())
        return [each.url for each in found if each.key.startswith("reflection:")]

    reflections.keep(trainee, edition, say(edition))
    drafted = told(tutor)
    row = sent(trainee, edition)
    waiting, others = told(tutor), told(UserFactory(tutor=True))
    reflections.answer(row, {}, by=tutor)

    assert (drafted, waiting, others) == ([], [row.get_absolute_url()], [])
    assert told(tutor) == []


def test_school_and_stranger_see_no_answers_and_a_tutor_no_draft(trainee, edition):
    reflections.keep(trainee, edition, say(edition))
    school = trainee.group.organisation.tutors.create(user=UserFactory()).user
    seen = {
        name: Reflection.objects.visible_to(viewer).count()
        for name, viewer in {
            "own": trainee.user,
            "school": school,
            "tutor": trainee.responsible,
            "other": TraineeFactory().user,
        }.items()
    }

    assert seen == {"own": 1, "school": 0, "tutor": 0, "other": 0}


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.answers.update(text="Other"),
        lambda row: row.answers.update(choice=0),
        lambda row: Reflection.objects.update(sent_at=None),
        lambda row: Reflection.objects.update(trainee=TraineeFactory()),
        lambda row: row.answers.update(talked_at=timezone.now()),
        lambda row: Reflection.objects.update(read_at=timezone.now()),
        lambda row: ReflectionAnswer.objects.create(
            reflection=row, question=published("guidebook", "it").questions.first()
        ),
    ],
)
def test_what_was_sent_cannot_be_changed(change, trainee, edition):
    row = sent(trainee, edition)

    with pytest.raises(IntegrityError), transaction.atomic():
        change(row)


@pytest.mark.parametrize("count", [1, 3])
def test_reading_takes_as_many_queries_for_three_as_for_one(
    count, trainee, edition, client, django_assert_max_num_queries
):
    row = sent(trainee, edition)
    for _ in range(count - 1):
        sent(TraineeFactory(group=trainee.group), edition, choice=0)
    client.force_login(UserFactory(admin=True))
    client.get(row.get_absolute_url())

    with django_assert_max_num_queries(8):
        client.get(row.get_absolute_url())
    with django_assert_max_num_queries(14):
        client.get(reverse("admin:trainees_group_guide", args=[trainee.group_id]))
