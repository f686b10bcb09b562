"""The stay of the cast: what is before the first day at work, around it and on the way home."""

from datetime import timedelta
from types import SimpleNamespace

from django.db import transaction

from imyportal.models import StoredFile
from tests.cast_words import NOW, Words
from tests.factories import BedFactory
from trainees import journey
from trainees.enums import ConsentHow, ConsentPurpose, Giver, SupportTopic
from trainees.houses import declaring
from trainees.models import (
    BedStay,
    Consent,
    GuestFile,
    JourneyStep,
    PaperHandIn,
    Reflection,
    SupportEntry,
    SupportPlan,
    WayHome,
    WelcomeDay,
    WelcomeTopic,
)


def welcome(group, words: Words) -> dict[str, WelcomeDay | WelcomeTopic]:
    """A welcome day to come, with one topic."""
    return {
        "welcome": WelcomeDay.objects.create(
            group=group, starts_at=NOW + timedelta(days=2), place=f"Hall of {words.school}"
        ),
        "topic": WelcomeTopic.objects.create(
            group=group, code="x", names={"en": f"Topic of {words.school}"}
        ),
    }


def bed_stay(trainee, tutor) -> BedStay:
    return BedStay.objects.create(
        bed=BedFactory(),
        trainee=trainee,
        first_night=trainee.group.arrives_on,
        last_night=trainee.group.leaves_on - timedelta(days=1),
        by=tutor,
    )


def guest_file(stay) -> GuestFile:
    with transaction.atomic():
        declaring.lay([stay.trainee])
    return GuestFile.objects.filter(entries__trainee=stay.trainee).earliest("arrives_on")


def paper(trainee, wanted) -> PaperHandIn:
    """Waits to be looked at; there is no such file."""
    return PaperHandIn.objects.create(
        trainee=trainee,
        wanted=wanted,
        file=StoredFile.objects.create(
            place=f"uploads/2026/03/{trainee.pk}.pdf",
            kind="pdf",
            name="report.pdf",
            size=1,
            pages=1,
            sha256="0" * 64,
            uploaded_by=trainee.user,
        ),
        handed_in_by=trainee.user,
    )


def way_home(trainee, words: Words) -> WayHome:
    return WayHome.objects.create(
        trainee=trainee,
        leaves_on=trainee.group.leaves_on,
        home_by=NOW + timedelta(days=40),
        note=f"Car of {words.guardian}",
    )


def support(trainee, shared) -> SupportPlan:
    """Permitted, with one topic that company and school read, too."""
    consent(trainee, SimpleNamespace(trainee="permission"), ConsentPurpose.SUPPORT)
    plan = SupportPlan.objects.create(trainee=trainee, begun_by=trainee.tutor)
    entry = SupportEntry(plan=plan, topic=SupportTopic.WORK, by=trainee.tutor)
    entry.write(f"Quiet place for {trainee.last_name}")
    entry.save()
    for party, person in shared:
        plan.shares.create(
            topic=SupportTopic.WORK,
            party=party,
            to=person,
            name="somebody",
            until=NOW.date() + timedelta(days=300),
            by=trainee.tutor,
            at=NOW,
            agreed_at=NOW,
        )
    return plan


def consent(trainee, words, purpose=ConsentPurpose.BADGES) -> Consent:
    return Consent.objects.create(
        trainee=trainee,
        purpose=purpose,
        giver=Giver.TRAINEE,
        agrees=True,
        how=ConsentHow.ACCOUNT,
        name=words.trainee,
        text_version=1,
        language="en",
        said_on=NOW.date(),
        at=NOW,
        user=trainee.user,
    )


def reflection(trainee, edition, words: Words) -> Reflection:
    """Sent; the open questions are answered in the trainee's words."""
    row = Reflection.objects.create(trainee=trainee, edition=edition)
    row.answers.create(
        question=edition.questions.filter(choices="").first(),
        text=f"Worry of {words.trainee}",
        is_topic=True,
    )
    Reflection.objects.filter(pk=row.pk).update(sent_at=NOW)
    return row


def step(trainee, words: Words):
    step = JourneyStep.objects.create(
        group=trainee.group, code="x", phase="welcome", names={"en": f"Step of {words.school}"}
    )
    journey.tick(trainee, step, by=trainee.user)
    return step
