"""House rules that were broken: the ladder, the right of reply, who was told, and who may look."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from imyportal import mail
from imyportal.models import AuditEvent, OutgoingMail
from tests.assessment.observing import standard_set
from tests.factories import SendingTutorFactory, TraineeFactory, UserFactory
from trainees.conduct import writing
from trainees.enums import Rung
from trainees.models import Breach, BreachMeasure, BreachNotice, BreachReply, SendingOrganisation

pytestmark = pytest.mark.django_db
SECRET = "Loud music in the kitchen"


@pytest.fixture
def trainee():
    return TraineeFactory(group__sending_tutor=SendingTutorFactory(user__email="p@school.example"))


@pytest.fixture
def breach(trainee):
    return broken(trainee)


def broken(trainee):
    what = writing.Happened("Quiet after 22:00", SECRET, timezone.now())
    return writing.write(trainee, what, by=trainee.responsible)


def follow(breach, rung, because=""):
    by = breach.trainee.responsible
    return writing.follow(breach, rung, "Talked about it", by=by, because=because)


def test_rung_is_not_skipped_without_a_reason_over_all_breaches_of_a_person(breach, trainee):
    other = broken(trainee)

    with pytest.raises(ValidationError, match="The next rung is: talk"):
        follow(breach, Rung.WARNING)
    first, second = follow(breach, Rung.TALK), follow(other, Rung.WARNING)
    with pytest.raises(ValidationError, match="Hear them first|next rung"):
        follow(other, Rung.EXCLUSION)
    skipped = follow(other, Rung.EXCLUSION, because="Danger for others")
    again = follow(breach, Rung.TALK)

    rows = [(each.after, each.rung) for each in (first, second, skipped, again)]
    assert rows == [(0, 1), (1, 2), (2, 4), (4, 1)]


def test_exclusion_waits_for_the_trainees_word(breach):
    for rung in (Rung.TALK, Rung.WARNING, Rung.REPORT):
        follow(breach, rung)

    with pytest.raises(ValidationError, match="Hear them first"):
        follow(breach, Rung.EXCLUSION)
    writing.reply(breach, "It was not me", by=breach.trainee.user)

    assert follow(breach, Rung.EXCLUSION).because == ""


def test_mails_say_that_there_is_something_and_never_what(breach, trainee):
    follow(breach, Rung.REPORT, because="Twice in one night")
    writing.reply(breach, "Not me", by=trainee.user)

    mails = OutgoingMail.objects.order_by("pk")
    assert [(row.to, row.template.split("/")[1]) for row in mails] == [
        (trainee.email, "breach_written"),
        ("p@school.example", "breach_school"),
        (trainee.responsible.email, "breach_replied"),
    ]
    texts = [mail.render(row).body for row in mails]
    assert not any(word in text for text in texts for word in (SECRET, "Quiet", "Not me"))
    told = BreachNotice.objects.order_by("pk").values_list("party", "how")
    assert list(told) == [("trainee", "email"), ("school", "email")]


def test_school_without_an_active_tutor_is_told_under_its_own_name(breach, trainee):
    user, office = trainee.group.sending_tutor.user, trainee.group.organisation
    User.objects.filter(pk=user.pk).update(is_active=False)
    SendingOrganisation.objects.filter(pk=office.pk).update(email="office@school.example")
    breach = Breach.objects.get(pk=breach.pk)

    follow(breach, Rung.REPORT, because="Twice in one night")

    told = OutgoingMail.objects.get(template="trainees/breach_school")
    assert told.to == "office@school.example"
    assert BreachNotice.objects.get(party="school").name == str(office)


def test_trainee_reads_and_answers_on_the_phone_and_nobody_elses(client, breach):
    client.force_login(breach.trainee.user)
    page = reverse("trainees:breach", args=[breach.public_id])
    foreign = broken(TraineeFactory())

    looked = client.get(page).content.decode()
    empty = client.post(page, {"text": ""})
    client.post(page, {"text": "It was my neighbour"})

    assert SECRET in looked and b"Write what you have to say" in empty.content
    assert BreachReply.objects.get().text == "It was my neighbour"
    other = client.get(reverse("trainees:breach", args=[foreign.public_id]))
    assert other.status_code == 404


def test_register_is_for_the_responsible_tutor_and_who_has_the_right(breach, trainee):
    lead = trainee.group.lead_tutor
    trainee.tutor = UserFactory(tutor=True)
    trainee.save(update_fields=["tutor"])
    school = trainee.group.sending_tutor.user

    def seen(viewer):
        return Breach.objects.visible_to(viewer).exists()

    assert seen(trainee.tutor) and seen(trainee.user) and seen(UserFactory(admin=True))
    assert not any(map(seen, [lead, school, UserFactory(), UserFactory(tutor=True)]))


def test_desk_writes_down_follows_and_notes_every_look(trainee, client_for):
    tutor = trainee.responsible
    browser = client_for(tutor)
    now = timezone.localtime() - timedelta(minutes=5)
    data = {"rule": "Quiet", "text": SECRET, "happened_at": f"{now:%Y-%m-%dT%H:%M}"}

    browser.post(reverse("admin:trainees_trainee_breach", args=[trainee.pk]), data)
    breach = Breach.objects.get()
    follow_page = reverse("admin:trainees_breach_follow", args=[breach.pk])
    wrong = browser.post(follow_page, {"rung": 3, "text": "x"})
    browser.post(follow_page, {"rung": 1, "text": "Talked"})
    looked = browser.get(reverse("admin:trainees_breach_change", args=[breach.pk]))

    assert b"Write why it is skipped" in wrong.content
    assert BreachMeasure.objects.get().rung == Rung.TALK
    assert SECRET in looked.content.decode()
    viewed = AuditEvent.objects.filter(action="conduct.viewed", about_id=str(breach.pk))
    assert viewed.filter(user=tutor).exists()


def test_database_keeps_what_was_written_and_the_ladder(breach):
    measure = follow(breach, Rung.TALK)
    by = {"by": breach.by}
    new = {"breach": breach, "text": "x"} | by
    broken_rules = [
        lambda: Breach.objects.update(text="x"),
        lambda: Breach.objects.filter(pk=breach.pk).delete(),
        lambda: BreachMeasure.objects.filter(pk=measure.pk).update(rung=2),
        lambda: BreachNotice.objects.all()._raw_delete("default"),
        lambda: BreachMeasure.objects.create(rung=3, after=2, **new),
        lambda: BreachMeasure.objects.create(rung=3, after=1, **new),
        lambda: BreachMeasure.objects.create(rung=5, after=1, because="x", **new),
        lambda: BreachReply.objects.create(**new | {"text": ""}),
        lambda: BreachNotice.objects.create(
            breach=breach, party="other", name="", how="phone", told_at=timezone.now(), **by
        ),
        lambda: Breach.objects.create(
            trainee=breach.trainee, rule="", text="x", happened_at=breach.at, **by
        ),
    ]

    for action in broken_rules:
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            action()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_follow_at_once_climb_one_rung_after_the_other(at_once):
    standard_set()
    trainee = TraineeFactory()
    first, second = broken(trainee), broken(trainee)

    rows = at_once(
        lambda: follow(first, Rung.TALK), lambda: follow(second, Rung.TALK), at="conduct.locked"
    )

    assert [row.after for row in rows] == [0, 1]
