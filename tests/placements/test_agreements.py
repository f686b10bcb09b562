"""Learning agreements and training plans: versions, signatures by every way, refusals, the paper."""

from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import translation

from accounts import links
from accounts.enums import Purpose
from imyportal import mail
from imyportal.models import OutgoingMail
from placements.agreements import content, drafting, paper, signing
from placements.agreements.page import Page
from placements.agreements.signing import Signer
from placements.enums import AgreementKind, AgreementParty, PlacementStatus, WeekStatus
from placements.models import (
    Agreement,
    AgreementRefusal,
    AgreementSignature,
    AgreementTerms,
)
from tests.factories import (
    GuardianFactory,
    PlacementFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
    filled_week,
)
from tests.placements import italian
from tests.uploaded import pdf, upload

pytestmark = pytest.mark.django_db
LEARNING = AgreementKind.LEARNING
TYPED = {
    "outcomes": "Reads circuit diagrams",
    "tasks": "Wires a board",
    "monitoring": "Every week",
    "evaluation": "0 to 100",
    "recognition": "As part of the year",
}


@pytest.fixture
def placement(time_machine, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    time_machine.move_to(datetime(2026, 2, 25, 9, tzinfo=UTC), tick=False)
    school = SendingTutorFactory(user__first_name="Petra", user__last_name="Scholz")
    return PlacementFactory(
        full_time=True,
        trainee__birth_date=date(2009, 5, 4),
        trainee__group__sending_tutor=school,
        trainee__group__organisation=school.organisation,
        trainee__group__project_code="2025-1-DE02-KA121-VET-000301482",
    )


@pytest.fixture
def guardian(placement):
    return GuardianFactory(trainee=placement.trainee, name="Anna H.", email="anna@home.example")


def draft(placement, kind=LEARNING):
    row = drafting.begin(placement, kind, by=placement.trainee.responsible)
    return drafting.write(row, TYPED, by=placement.trainee.responsible)


@pytest.fixture
def sent(placement, guardian):
    return drafting.send(draft(placement), by=placement.trainee.responsible)


def signer(row, party):
    placement = row.placement
    trainee, tutor = placement.trainee, placement.company_tutor
    by = {
        AgreementParty.TRAINEE: lambda: trainee.user,
        AgreementParty.GUARDIAN: lambda: links.create(Purpose.GUARDIAN, trainee.guardians.get()),
        AgreementParty.SCHOOL: lambda: trainee.group.sending_tutor.user,
        AgreementParty.COMPANY: lambda: links.create(Purpose.COMPANY, tutor),
        AgreementParty.AGENCY: lambda: trainee.responsible,
    }[party]()
    return Signer(party, by, signing.name_of(row, party))


def sign(row, party):
    return signing.sign(row, signer(row, party), shown=row.digest, button="Sign")


def test_draft_begins_with_what_is_known_in_the_schools_language(placement):
    AgreementTerms.objects.all().delete()
    words = {"monitoring": "M", "evaluation": "E", "recognition": "R", "duties": "D"}
    AgreementTerms.objects.create(language="en", **words)
    AgreementTerms.objects.create(language="it", **words | {"duties": "Doveri"})
    placement.tasks = "Wires a board"
    placement.save(update_fields=["tasks"])
    by = placement.trainee.responsible

    plan = drafting.begin(placement, AgreementKind.TRAINING, by=by)
    agreement = drafting.begin(placement, LEARNING, by=by)

    assert (plan.language, plan.typed["duties"]) == ("it", "Doveri")
    assert agreement.typed["duties"] == "D" and agreement.typed["tasks"] == "Wires a board"
    assert drafting.begin(placement, LEARNING, by=by) == agreement


@pytest.mark.parametrize("case", ["empty", "proposed"])
def test_unfinished_draft_is_not_sent(placement, case):
    row = draft(placement)
    if case == "empty":
        drafting.write(row, TYPED | {"tasks": " "}, by=row.begun_by)
    else:
        type(placement).objects.update(status=PlacementStatus.PROPOSED)

    with pytest.raises(ValidationError, match="Programme and tasks|Confirm the placement"):
        drafting.send(row, by=row.begun_by)

    assert Agreement.objects.get().state == "draft"


def test_everybody_is_asked_and_the_last_signature_completes_it(sent):
    mails = list(OutgoingMail.objects.filter(template="placements/agreement_to_sign"))

    texts = {row.to: mail.render(row).body for row in mails}
    for party in reversed(sent.parties):
        before = Agreement.objects.get().state
        sign(sent, party)
        sign(sent, party)

    placement, school = sent.placement, sent.placement.trainee.group.sending_tutor
    assert set(texts) == {
        placement.trainee.user.email,
        school.user.email,
        placement.company_tutor.email,
        "anna@home.example",
    }
    assert "/c/" in texts[placement.company_tutor.email] and "/g/" in texts["anna@home.example"]
    assert "sign in with a code" in texts[school.user.email]
    assert "sign in with a code" not in texts["anna@home.example"]
    assert (before, Agreement.objects.get().state) == ("sent", "signed")
    hows = dict(AgreementSignature.objects.values_list("party", "how"))
    assert hows == {
        "agency": "account",
        "company": "link",
        "school": "account",
        "guardian": "link",
        "trainee": "account",
    }
    assert all(mail.render(row) is None for row in mails)


def test_refusal_comes_with_words_and_the_next_version_keeps_what_was_typed(client, sent):
    sign(sent, AgreementParty.SCHOOL)
    company = signer(sent, AgreementParty.COMPANY)
    with pytest.raises(ValidationError, match="should be different"):
        signing.refuse(sent, company, " ")

    signing.refuse(sent, company, "Not on Saturdays")
    told = OutgoingMail.objects.get(template="placements/agreement_refused")
    before = mail.render(told)
    with pytest.raises(ValidationError, match="not to be signed any more"):
        sign(sent, AgreementParty.TRAINEE)
    new = drafting.begin(sent.placement, LEARNING, by=sent.begun_by)

    client.force_login(sent.begun_by)
    old, edited = (
        client.get(reverse("admin:placements_agreement", args=[each.pk])).content.decode()
        for each in (sent, new)
    )

    assert "Not on Saturdays" in old and "Not on Saturdays" in edited
    assert "holds until" not in old
    assert before.to == [sent.placement.trainee.responsible.email]
    assert "Not on Saturdays" not in before.body
    assert (new.version, new.typed) == (2, sent.typed)
    assert mail.render(told) is None
    assert AgreementSignature.objects.get().agreement == sent


def test_change_after_signing_is_a_new_version_and_the_signed_one_holds_until_it_is_sent(sent):
    for party in sent.parties:
        sign(sent, party)
    new = drafting.begin(sent.placement, LEARNING, by=sent.begun_by)
    states = list(Agreement.objects.order_by("version").values_list("state", flat=True))

    drafting.send(new, by=sent.begun_by)

    assert states == ["signed", "draft"]
    after = list(Agreement.objects.order_by("version").values_list("state", flat=True))
    assert after == ["superseded", "sent"]


def test_signature_of_what_was_not_shown_is_refused(sent):
    with pytest.raises(ValidationError, match="changed meanwhile"):
        signing.sign(sent, signer(sent, AgreementParty.AGENCY), shown="0" * 64, button="Sign")


def test_adult_needs_no_guardian(placement):
    type(placement.trainee).objects.update(birth_date=date(2000, 1, 1))

    row = drafting.send(draft(placement), by=placement.trainee.responsible)

    assert AgreementParty.GUARDIAN not in row.parties
    with pytest.raises(ValidationError, match="Nobody has to sign here"):
        signing.sign(
            row,
            Signer(AgreementParty.GUARDIAN, row.begun_by, "x"),
            shown=row.digest,
            button="Sign",
        )


def test_guardian_signs_no_more_once_the_trainee_is_of_age(sent, guardian, time_machine):
    others = [each for each in sent.parties if each != AgreementParty.GUARDIAN]
    for party in others[1:]:
        sign(sent, party)
    link = links.create(Purpose.GUARDIAN, guardian)
    before = list(Agreement.objects.visible_to(link))
    born = sent.placement.trainee.birth_date

    time_machine.move_to(datetime(born.year + 18, born.month, born.day, 9, tzinfo=UTC), tick=False)
    with pytest.raises(ValidationError, match="Nobody has to sign here"):
        sign(sent, AgreementParty.GUARDIAN)
    waiting = signing.finish_due()
    sign(sent, AgreementParty.TRAINEE)

    assert (before, list(Agreement.objects.visible_to(link))) == ([sent], [])
    assert (waiting, Agreement.objects.get().state) == (0, "signed")
    assert Agreement.objects.get().parties == others


def test_version_that_waits_for_a_guardian_alone_is_complete_on_the_birthday(sent, time_machine):
    for party in sent.parties:
        if party != AgreementParty.GUARDIAN:
            sign(sent, party)
    born = sent.placement.trainee.birth_date
    early = signing.finish_due()

    time_machine.move_to(datetime(born.year + 18, born.month, born.day, 9, tzinfo=UTC), tick=False)
    late = [signing.finish_due(), signing.finish_due()]

    assert (early, late, Agreement.objects.get().state) == (0, [1, 0], "signed")


def test_sheet_a_guardian_signed_in_time_is_kept_after_the_birthday(client, sent, time_machine):
    born = sent.placement.trainee.birth_date
    time_machine.move_to(datetime(born.year + 18, born.month, born.day, 9, tzinfo=UTC), tick=False)
    client.force_login(sent.begun_by)
    page = reverse("admin:placements_agreement", args=[sent.pk])

    for day in (date(born.year + 18, born.month, born.day), date(2026, 2, 26)):
        data = {"do": "paper", "parties": ["guardian"], "signed_on": day.isoformat()}
        client.post(page, data | {"file": upload(pdf())})

    (row,) = AgreementSignature.objects.all()
    assert (row.party, row.name, row.signed_on) == ("guardian", "Anna H.", date(2026, 2, 26))


@pytest.mark.parametrize(
    "change",
    [
        {"content": {"other": 1}},
        {"typed": {}},
        {"digest": "1" * 64},
        {"state": "draft"},
        {"state": "signed"},  # without a time
    ],
)
def test_sent_version_never_changes(sent, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Agreement.objects.filter(pk=sent.pk).update(**change)


def test_signatures_are_kept_and_rest_on_this_content(sent):
    row = sign(sent, AgreementParty.AGENCY)
    values = {"how": "account", "user": sent.begun_by, "signed_on": date(2026, 2, 25)}

    for write in (
        lambda: AgreementSignature.objects.update(name="Somebody else"),
        row.delete,
        sent.delete,
        lambda: AgreementSignature.objects.create(
            agreement=sent, party="school", name="x", digest="0" * 64, **values
        ),
        lambda: AgreementSignature.objects.create(
            agreement=sent, party="school", name="", digest=sent.digest, **values
        ),
        lambda: AgreementRefusal.objects.create(
            agreement=sent, party="school", name="x", words="", user=sent.begun_by
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_who_signs_by_hand_is_stored_under_the_name_on_the_sheet_with_the_scan(client, sent):
    client.force_login(sent.begun_by)
    page = reverse("admin:placements_agreement", args=[sent.pk])
    data = {"do": "paper", "parties": ["company", "trainee"], "signed_on": "2026-02-25"}

    early = client.post(page, data | {"signed_on": "2026-02-24", "file": upload(pdf())})
    client.post(page, data | {"file": upload(pdf())})
    shown = client.get(page).content.decode()

    rows = AgreementSignature.objects.order_by("party").values_list("party", "name", "how")
    trainee, tutor = sent.placement.trainee, sent.placement.company_tutor
    assert list(rows) == [
        ("company", tutor.name, "paper"),
        ("trainee", trainee.name, "paper"),
    ]
    assert b"from a later day" in early.content and "Signed by hand on 25 February 2026" in shown
    scan = AgreementSignature.objects.first()
    found = client.get(reverse("admin:placements_agreement_scan", args=[sent.pk, scan.pk]))
    assert found.status_code == 200


def test_paper_says_all_of_it_in_two_languages_and_is_a_tagged_file(sent):
    type(sent.placement.trainee.group.organisation).objects.update(language="it")
    italian.known(sent.placement)
    new = drafting.begin(sent.placement, AgreementKind.TRAINING, by=sent.begun_by)
    drafting.write(new, TYPED | italian.OBJECTIVE, by=sent.begun_by)
    plan = drafting.send(new, by=sent.begun_by)
    sign(plan, AgreementParty.COMPANY)

    made = paper.render(plan)

    with pikepdf.open(BytesIO(made)) as document:
        assert "/StructTreeRoot" in document.Root and document.Root.Lang == "it"
    assert made == paper.render(plan)
    assert plan.content["agency"]["liability_cover"] == "Policy RC 55"
    assert content.digest(plan.content) == plan.digest


def test_texts_stand_in_both_languages_while_they_are_left_as_suggested(placement):
    AgreementTerms.objects.all().delete()
    words = {"monitoring": "M", "evaluation": "E", "recognition": "R", "duties": "D"}
    for language in ("en", "it", "de"):
        values = {name: f"{text} {language}" for name, text in words.items()}
        AgreementTerms.objects.create(language=language, **values)
    school = placement.trainee.group.organisation
    type(school).objects.filter(pk=school.pk).update(language="de")
    placement.tasks, placement.objective = "Wires a board", ""
    placement.save(update_fields=["tasks", "objective"])
    row = drafting.begin(placement, LEARNING, by=placement.trainee.responsible)
    typed = row.typed | {"duties": "Pünktlich sein", "recognition_it": "Crediti"}

    row = drafting.write(row, typed, by=row.begun_by)
    untold = dict(drafting.untold(row, drafting.texts(row)))
    sent = drafting.send(row, by=row.begun_by)

    texts = sent.content["texts"]
    assert texts["monitoring"] == [["de", "M de"], ["it", "M it"]]
    assert texts["recognition"] == [["de", "R de"], ["it", "Crediti"]]
    assert (texts["duties"], texts["tasks"]) == (
        [["de", "Pünktlich sein"]],
        [["en", "Wires a board"]],
    )
    assert untold["Deutsch"][-1] == "Programme and tasks"
    assert untold["Italiano"][-2:] == ["Programme and tasks", "Duties of the trainee"]


def test_each_signer_reads_the_own_language_first_and_paper_is_in_both(sent):
    typed = TYPED | {"tasks": "Verdrahtet", "tasks_it": "Cabla quadri"}
    type(sent.placement.trainee.group.organisation).objects.update(language="de")
    type(sent.placement).objects.update(working_language="Italian, English")
    type(sent.placement.trainee).objects.update(nationality="DE")
    sent.placement.refresh_from_db()
    row = drafting.begin(sent.placement, LEARNING, by=sent.begun_by)
    Agreement.objects.filter(pk=row.pk).update(language="de")
    row = drafting.send(drafting.write(row, typed, by=row.begun_by), by=row.begun_by)
    tutor = signer(row, AgreementParty.COMPANY)

    with translation.override("it"):
        page = Page(row, tutor)
        read = [rows for _label, rows in page.texts]
        facts = {value for _label, rows in page.blocks for _name, value in rows}
    printed = paper.Page(row.content, "it", in_both=True)
    values = [value for _label, rows in printed.blocks() for _name, value in rows]

    assert [("it", "Italiano", "Cabla quadri"), ("de", "Deutsch", "Verdrahtet")] in read
    assert facts >= {"Germania", "Italiano, Inglese"}
    assert "Germany / Germania" in values and "4 May 2009 / 4 maggio 2009" in values
    assert paper.languages(row) == ("en", "it")


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
