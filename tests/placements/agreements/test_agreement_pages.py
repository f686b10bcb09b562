"""The pages on which an agreement is written, read and signed."""

import pytest
from django.urls import reverse

from accounts import links
from accounts.enums import Purpose
from placements.agreements import drafting
from placements.enums import AgreementKind, AgreementParty, WeekStatus
from placements.models import (
    Agreement,
    AgreementSignature,
)
from tests.factories import (
    GuardianFactory,
    PlacementFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
    filled_week,
)
from tests.placements.agreements.papers import TYPED, sign

pytestmark = pytest.mark.django_db


def test_page_is_read_and_signed_by_account_and_by_both_links(client, sent):
    trainee = sent.placement.trainee
    page = reverse("placements:agreement", args=[sent.public_id])
    client.force_login(trainee.user)
    shown = client.get(page).content.decode()
    client.post(page, {"do": "sign", "digest": sent.digest})
    file = client.get(reverse("placements:agreement_file", args=[sent.public_id]))
    for purpose, holder, door in (
        (Purpose.COMPANY, sent.placement.company_tutor, "company:open_agreement"),
        (Purpose.GUARDIAN, trainee.guardians.get(), "guardian_open_agreement"),
    ):
        token = links.token_of(links.create(purpose, holder))
        path = reverse(door, kwargs={"token": token, "agreement": sent.public_id})
        inside = client.get(path, follow=True)
        assert "2025-1-DE02-KA121-VET-000301482" in inside.content.decode()
        client.post(inside.request["PATH_INFO"], {"do": "sign", "digest": sent.digest})

    assert "Wires a board" in shown
    assert file["Content-Type"] == "application/pdf"
    parties = set(AgreementSignature.objects.values_list("party", flat=True))
    assert parties == {"trainee", "company", "guardian"}


def test_agreement_is_seen_by_its_parties_alone_and_drafts_by_the_agency(sent, guardian):
    trainee = sent.placement.trainee
    new = drafting.begin(sent.placement, AgreementKind.TRAINING, by=sent.begun_by)
    other = PlacementFactory(trainee__group=trainee.group)

    def seen(viewer):
        return set(Agreement.objects.visible_to(viewer))

    assert seen(trainee.responsible) == {sent, new}
    for viewer in (
        trainee.user,
        trainee.group.sending_tutor.user,
        links.create(Purpose.COMPANY, sent.placement.company_tutor),
        links.create(Purpose.GUARDIAN, guardian),
    ):
        assert seen(viewer) == {sent}
    for viewer in (
        other.trainee.user,
        UserFactory(tutor=True),
        SendingTutorFactory().user,
        links.create(Purpose.COMPANY, other.company_tutor),
        links.create(Purpose.GUARDIAN, GuardianFactory(trainee=TraineeFactory())),
    ):
        assert seen(viewer) == set()


def test_desk_writes_sends_signs_and_begins_the_next_version(client, placement, guardian):
    client.force_login(by := placement.trainee.responsible)
    client.post(
        reverse("admin:placements_placement_agreements", args=[placement.pk]), {"kind": "learning"}
    )
    row = Agreement.objects.get()
    page = reverse("admin:placements_agreement", args=[row.pk])

    empty = client.post(page, {"do": "send", "tasks": "Only this"})
    client.post(page, TYPED | {"do": "send"})
    client.post(page, {"do": "sign"})
    renewed = client.post(page, {"do": "renew"})

    assert b"Fill in first: Learning outcomes" in empty.content and b"Only this" in empty.content
    assert AgreementSignature.objects.get().user == by
    new = Agreement.objects.get(version=2)
    assert renewed.url == reverse("admin:placements_agreement", args=[new.pk])
    assert new.typed["tasks"] == "Wires a board"


@pytest.mark.parametrize(
    ("weeks", "agreements", "heading"),
    [
        (0, 0, "Nothing to sign"),
        (2, 0, "Hours to sign"),
        (0, 1, "1 thing to do"),
        (2, 1, "3 things to do"),
    ],
)
def test_company_list_counts_all_that_waits(client, sent, weeks, agreements, heading):
    tutor = sent.placement.company_tutor
    type(tutor).objects.update(language="en")
    for _ in range(weeks):
        filled_week(WeekStatus.DECLARED, company_tutor=tutor, company=tutor.company)
    if not agreements:
        sign(sent, AgreementParty.COMPANY)
    client.get(reverse("company:open", args=[links.token_of(links.create(Purpose.COMPANY, tutor))]))

    shown = client.get(reverse("company:weeks"))

    assert shown.context["heading"] == heading
    assert ("components/task.html" in [each.name for each in shown.templates]) == bool(agreements)
