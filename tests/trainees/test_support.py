"""Support plans: permission, sealing, who reads what, the list of looks, the end of it all."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts import links
from accounts.enums import Purpose
from imyportal import restoring, vault
from imyportal.models import AuditEvent, OutgoingMail
from placements.contact_log import signals as contact_signals
from placements.enums import PlacementStatus
from placements.models import Placement
from tests.factories import HouseFactory, PlacementFactory, SendingTutorFactory, UserFactory
from trainees import consent_texts, consents
from trainees.enums import ShareParty, SupportTopic
from trainees.houses import identities
from trainees.models import GuestEntry, GuestFile, SupportEntry, SupportPlan, SupportShare
from trainees.support import looking, plans, sharing
from trainees.support.sharing import Person

pytestmark = pytest.mark.django_db
WORK, HOUSE, OWN = SupportTopic.WORK, SupportTopic.HOUSE, SupportTopic.OWN
CANARY = "zebrafinch-lamp"


@pytest.fixture
def placement(today):
    """Under way until 30 April, of an adult."""
    today("2026-03-19")
    return PlacementFactory(starts_on=date(2026, 3, 2), ends_on=date(2026, 4, 30))


@pytest.fixture
def plan(placement):
    """Permitted, and written about work and house."""
    trainee = placement.trainee
    consents.agree(trainee, plans.PURPOSE, by=trainee.user, language="en")
    found = plans.begin(trainee, by=trainee.responsible)
    texts = {WORK: f"A quiet place, {CANARY}", HOUSE: f"Ground floor, {CANARY}"}
    return plans.write(found, texts, by=trainee.responsible, seen=found.changed_at)


def share(plan, party, row, topics, until=date(2026, 4, 30)):
    person = Person(party, row, "Somebody", date(2026, 5, 30))
    made = sharing.propose(plan, person, topics, until, by=plan.trainee.responsible)
    for each in made:
        sharing.agree(each, by=plan.trainee.user)
    return made


# --- The vault --------------------------------------------------------------------------------


def test_sealed_text_opens_in_its_place_alone_and_says_which_key_it_needs(settings):
    sealed = vault.seal("A quiet place", "row|1")
    body = sealed.rsplit(".", 1)[1]

    assert vault.unseal(sealed, "row|1") == "A quiet place"
    assert vault.seal("A quiet place", "row|1") != sealed
    for wrong, where in (
        (sealed, "row|2"),
        (sealed.replace(body, body[:-6] + "AAAAA="), "row|1"),
        ("v2.x.y", "row|1"),
    ):
        with pytest.raises(vault.VaultError):
            vault.unseal(wrong, where)

    settings.VAULT_KEY, settings.VAULT_KEY_FALLBACKS = "n" * 50, [settings.VAULT_KEY]
    assert vault.unseal(sealed, "row|1") == "A quiet place"
    assert not vault.is_current(sealed)
    settings.VAULT_KEY_FALLBACKS = []
    with pytest.raises(vault.VaultError, match="is missing"):
        vault.unseal(sealed, "row|1")


def test_no_table_of_the_database_holds_a_word_of_a_plan(plan, client_for):
    client_for(plan.trainee.responsible).get(
        reverse("admin:trainees_trainee_support", args=[plan.trainee_id])
    )
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [table for row in cursor.fetchall() if CANARY in str(row)]

    assert found == []
    assert CANARY in SupportEntry.objects.get(plan=plan, topic=WORK).text


def test_entry_moved_to_another_plan_does_not_open(plan):
    other = SupportPlan.objects.create(
        trainee=PlacementFactory().trainee, begun_by=plan.trainee.responsible
    )
    SupportEntry.objects.filter(topic=WORK).update(plan=other)

    with pytest.raises(vault.VaultError):
        _ = SupportEntry.objects.get(topic=WORK).text


def test_keys_are_changed_by_sealing_every_text_anew(plan, settings):
    identity = identities.Identity("100000112", "", "100000112", "IDENT", "L01X00T47", "100000112")
    file = GuestFile.objects.create(
        house=HouseFactory(),
        arrives_on=date(2026, 3, 7),
        arrived_at=timezone.now(),
        due_at=timezone.now(),
    )
    GuestEntry.objects.create(file=file, trainee=plan.trainee, nights=2)
    guest = identities.enter(plan.trainee, identity, "f", by=plan.begun_by)
    settings.VAULT_KEY, settings.VAULT_KEY_FALLBACKS = "n" * 50, [before := settings.VAULT_KEY]

    settings.VAULT_KEY_FALLBACKS = []
    locked_out = vault.seal_anew(), len(restoring.look().faults)
    settings.VAULT_KEY_FALLBACKS = [before]
    sealed = vault.seal_anew()
    settings.VAULT_KEY_FALLBACKS = []

    assert (locked_out, sealed, restoring.look().faults) == ((0, 3), 3, [])
    guest.refresh_from_db()
    assert identities.read(guest) == identity
    assert CANARY in SupportEntry.objects.get(topic=WORK).text


# --- Permission -------------------------------------------------------------------------------


def test_nothing_is_written_before_the_learner_and_for_a_minor_a_guardian_permits(lena, link):
    plan = plans.begin(lena, by=lena.responsible)
    asked = list(OutgoingMail.objects.order_by("template").values_list("template", "to"))
    assert asked == [
        ("trainees/authorisations_asked", "anna@home.example"),
        ("trainees/support_news", lena.email),
    ]

    def write():
        return plans.write(plan, {WORK: "Quiet"}, by=lena.responsible, seen=plan.changed_at)

    consents.agree(lena, plans.PURPOSE, by=lena.user, language="en")
    with pytest.raises(ValidationError) as refused:
        write()
    assert refused.value.code == "permission"
    consents.answer(
        link, plans.PURPOSE, agrees=True, version=consent_texts.newest(plans.PURPOSE), language="de"
    )

    write()

    consents.answer(
        link,
        plans.PURPOSE,
        agrees=False,
        version=consent_texts.newest(plans.PURPOSE),
        language="de",
    )
    assert not SupportEntry.objects.exists()


def test_whose_word_is_missing_is_said_to_tutor_and_learner(lena, link, client_for):
    plans.begin(lena, by=lena.responsible)
    desk = reverse("admin:trainees_trainee_support", args=[lena.pk])
    tutor, me = client_for(lena.responsible), client_for(lena.user)

    def said():
        pages = tutor.get(desk), me.get("/me/support/")
        return [page.content.decode() for page in pages]

    first = said()
    consents.agree(lena, plans.PURPOSE, by=lena.user, language="en")
    version = consent_texts.newest(plans.PURPOSE)
    consents.answer(link, plans.PURPOSE, agrees=False, version=version, language="de")
    then = said()

    day = date_format(timezone.localdate(), "j F Y")
    assert "Learner: has not answered yet" in first[0]
    assert f"Guardian: asked on {day}, has not answered yet" in first[0]
    question = first[1].split("<main")[1].split("</section>")[0]
    assert "only when you agree" in question and lena.first_name not in question
    assert f"Learner: yes, on {day}" in then[0] and f"Guardian: no, on {day}" in then[0]
    assert "Your parents or guardians said no" in then[1] and "Take my yes back" in then[1]


def test_permission_taken_back_deletes_the_words_and_ends_the_shares_at_once(
    plan, placement, client_for
):
    share(plan, ShareParty.COMPANY, placement.company_tutor, [WORK])
    me = client_for(plan.trainee.user)

    me.post("/me/support/", {"answer": "no", "version": 1, "language": "en"})

    assert not SupportEntry.objects.exists()
    assert not SupportShare.objects.in_force().exists()
    assert looking.whole(SupportPlan.objects.get(), plan.trainee.responsible) == []


# --- Who reads what ---------------------------------------------------------------------------


def test_learner_agrees_writes_own_words_and_reads_who_looked(plan, client_for, today):
    tutor, me = client_for(plan.trainee.responsible), client_for(plan.trainee.user)
    desk = reverse("admin:trainees_trainee_support", args=[plan.trainee_id])
    assert CANARY in tutor.get(desk).content.decode()

    page = me.get("/me/support/").content.decode()
    assert f"{plan.trainee.responsible} (what helps at work, what helps in the house)" in page
    seen = plan.changed_at.isoformat()
    today("2026-03-19 12:05")
    me.post("/me/support/", {"agree": "yes", "seen": seen})
    assert SupportPlan.objects.get().is_agreed
    me.post("/me/support/", {"own": "Please wait for me", "seen": seen})
    late = tutor.post(desk, {"work": "Other", "seen": seen}).content.decode()

    assert "The plan was changed meanwhile" in late
    assert "Please wait for me" in tutor.get(desk).content.decode()
    assert SupportPlan.objects.get().is_agreed  # one's own words need no agreement
    assert AuditEvent.objects.filter(action="support.viewed").count() == 3
    assert not AuditEvent.objects.filter(details__icontains="wait for me").exists()


def test_company_reads_the_shared_adjustment_on_its_page_until_the_placement_ends(
    plan, placement, company_client, today
):
    link = links.create(Purpose.COMPANY, placement.company_tutor)
    path = reverse("company:support", args=[placement.public_id])
    assert company_client(link).get(path).status_code == 404
    with pytest.raises(ValidationError) as refused:
        share(plan, ShareParty.COMPANY, placement.company_tutor, [HOUSE])
    assert refused.value.error_dict["topics"][0].code == "company"
    [made] = share(plan, ShareParty.COMPANY, placement.company_tutor, [WORK])

    listed = company_client(link).get("/c/?all").content.decode()
    page = company_client(link).get(path).content.decode()

    assert path in listed
    assert "A quiet place" in page
    assert "Ground floor" not in page
    assert looking.looks(plan)[0].who == str(placement.company_tutor)
    SupportShare.objects.filter(pk=made.pk).update(until=date(2026, 12, 31))
    today("2026-05-01")
    again = links.create(Purpose.COMPANY, placement.company_tutor)
    assert company_client(again).get(path).status_code == 404
    today("2026-04-30")
    Placement.objects.update(status=PlacementStatus.CANCELLED, cancelled_at=timezone.now())
    last = links.create(Purpose.COMPANY, placement.company_tutor)
    assert company_client(last).get(path).status_code == 404


def test_share_is_for_one_person_and_ends_by_day_by_the_learner_and_with_its_topic(plan, today):
    school = SendingTutorFactory(organisation=plan.trainee.group.organisation).user
    colleague = SendingTutorFactory(organisation=plan.trainee.group.organisation).user
    person = Person(ShareParty.SCHOOL, school, "Petra", date(2026, 5, 30))
    [made] = sharing.propose(plan, person, [WORK], date(2026, 4, 1), by=plan.trainee.responsible)
    assert looking.shared(plan, school) == []
    sharing.agree(made, by=plan.trainee.user)
    assert [each.topic for each in looking.shared(plan, school)] == [WORK]
    assert looking.shared(plan, colleague) == []

    today("2026-04-02")
    assert looking.shared(plan, school) == []
    [again] = share(plan, ShareParty.SCHOOL, school, [WORK])
    assert looking.shared(plan, school)
    sharing.end(again, by=plan.trainee.user)
    assert looking.shared(plan, school) == []
    share(plan, ShareParty.SCHOOL, school, [WORK])
    plan.refresh_from_db()
    plans.write(plan, {WORK: ""}, by=plan.trainee.responsible, seen=plan.changed_at)
    assert looking.shared(plan, school) == []


def test_nobody_but_learner_and_responsible_tutor_sees_the_plan(plan, client_for):
    coordinator = UserFactory(tutor=True, is_superuser=True)
    school = SendingTutorFactory(organisation=plan.trainee.group.organisation).user
    desk = reverse("admin:trainees_trainee_support", args=[plan.trainee_id])

    def sees(viewer):
        return SupportPlan.objects.visible_to(viewer).exists()

    assert [sees(each) for each in (plan.trainee.user, plan.trainee.responsible)] == [True] * 2
    assert not any(sees(each) for each in (coordinator, school, UserFactory(tutor=True)))
    assert client_for(coordinator).get(desk).status_code == 403
    share(plan, ShareParty.COLLEAGUE, coordinator, [WORK])
    page = client_for(coordinator).get(desk).content.decode()
    assert "A quiet place" in page
    assert "Ground floor" not in page


# --- The weekly cycle, and what can never be --------------------------------------------------


def test_plan_says_how_often_somebody_is_in_touch(plan):
    def unheard():
        parts = contact_signals.parts(
            plan.trainee.responsible,
            Placement.objects.underway(date(2026, 3, 19)),
            date(2026, 3, 19),
        )
        return [row for row in parts[1] if row[1] == plan.trainee_id]

    Placement.objects.update(starts_on=date(2026, 3, 16))
    assert unheard() == []
    plans.write(plan, {}, by=plan.trainee.responsible, seen=plan.changed_at, contact_days=2)
    assert len(unheard()) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: SupportEntry.objects.update(sealed="A quiet place"),
        lambda plan: SupportPlan.objects.update(contact_days=8),
        lambda plan: SupportShare.objects.create(
            plan=plan,
            topic=HOUSE,
            party=ShareParty.COMPANY,
            to=plan.trainee,
            name="x",
            until=timezone.localdate() + timedelta(days=1),
            by=plan.trainee.responsible,
        ),
    ],
)
def test_what_must_never_be_is_refused_by_the_database(plan, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change(plan)
