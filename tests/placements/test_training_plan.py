"""The Italian training plan: what it must say, who enters it, what is still missing."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from imyportal import tax_numbers
from placements.agreements import drafting, paper
from placements.enums import AgreementKind
from placements.models import Agreement, CompanyFacts
from tests.factories import PlacementFactory, SendingTutorFactory, UserFactory
from tests.placements import italian
from trainees.models import Particulars

pytestmark = pytest.mark.django_db
TYPED = dict.fromkeys(["objective", "outcomes", "tasks", "monitoring", "evaluation"], "As agreed")
HOME = {
    "birth_place": "Bielefeld",
    "street": "Lindenweg 3",
    "town": "33602 Bielefeld",
    "country": "DE",
    "tax_number": "",
}


@pytest.fixture
def placement():
    school = SendingTutorFactory()
    return PlacementFactory(
        full_time=True,
        trainee__group__sending_tutor=school,
        trainee__group__organisation=school.organisation,
    )


def draft(placement):
    by = placement.trainee.responsible
    row = drafting.begin(placement, AgreementKind.TRAINING, by=by)
    return drafting.write(row, TYPED, by=by)


def test_plan_is_sent_only_when_nothing_is_missing_and_says_what_in_words(client, placement):
    row = draft(placement)
    client.force_login(row.begun_by)
    page = reverse("admin:placements_agreement", args=[row.pk])

    shown = client.get(page).content.decode()
    with pytest.raises(ValidationError) as refused:
        drafting.send(row, by=row.begun_by)

    said = refused.value.message
    for words in ("partita IVA", "ATECO", "CCNL", "place of birth", "INAIL"):
        assert words in said and words in shown
    assert Agreement.objects.get().state == "draft"
    italian.known(placement)
    assert "Missing before" not in client.get(page).content.decode()
    assert drafting.send(row, by=row.begun_by).state == "sent"


def test_aim_is_wanted_of_a_plan_and_not_of_an_agreement(placement):
    italian.known(placement)
    row = draft(placement)
    drafting.write(row, TYPED | {"objective": ""}, by=row.begun_by)

    with pytest.raises(ValidationError, match="Aim of the placement"):
        drafting.send(row, by=row.begun_by)


def test_plan_prints_the_facts_and_an_agreement_does_not(placement):
    italian.known(placement)
    by = placement.trainee.responsible
    plan = drafting.send(draft(placement), by=by)
    row = drafting.begin(placement, AgreementKind.LEARNING, by=by)
    agreement = drafting.send(drafting.write(row, TYPED, by=by), by=by)

    def facts(row):
        page = paper.Page(row.content, translation.get_language())
        return {str(name): value for _label, rows in page.blocks() for name, value in rows}

    wanted = {
        "Partita IVA": "00743110157",
        "ATECO code": "43.21.01",
        "Collective agreement (CCNL)": "Metalmeccanica artigianato",
        "Registered office": "Via Milano 2, Prato",
        "Workplace": "Via Roma 1",
        "Place of birth": "Bielefeld",
        "Residence": "Lindenweg 3, 33602 Bielefeld, Germany",
    }
    assert wanted.items() <= facts(plan).items()
    with translation.override("it"):
        assert "Lindenweg 3, 33602 Bielefeld, Germania" in facts(plan).values()
    assert not wanted.keys() & facts(agreement).keys()


def test_number_kept_before_it_was_looked_at_is_said_to_be_missing(placement):
    italian.known(placement)
    row = draft(placement)
    whole = drafting.missing(row)

    Particulars.objects.update(tax_number="!!")

    assert whole == []
    assert [each.what for each in drafting.missing(row)] == [["tax number as it is written"]]


@pytest.mark.parametrize("who", ["trainee", "school", "tutor"])
def test_each_of_three_enters_where_the_trainee_lives(client, placement, who):
    trainee, group = placement.trainee, placement.trainee.group
    user, page = {
        "trainee": (trainee.user, reverse("trainees:particulars")),
        "school": (
            group.sending_tutor.user,
            reverse("sending:trainee_particulars", args=[group.public_id, trainee.public_id]),
        ),
        "tutor": (
            trainee.responsible,
            reverse("admin:trainees_trainee_particulars", args=[trainee.pk]),
        ),
    }[who]
    client.force_login(user)

    bad = client.post(page, HOME | {"street": "", "tax_number": "RSSMRA85T10A562T"})
    client.post(page, HOME | {"tax_number": "rssmra85t10a562s"})

    text = bad.content.decode()
    assert "Write the street and the number." in text and "last letter does not fit" in text
    row = Particulars.objects.get()
    assert (row.by, row.street, row.tax_number) == (user, "Lindenweg 3", "RSSMRA85T10A562S")


def test_trainee_and_school_are_asked_for_what_a_begun_plan_lacks(client, placement):
    row = draft(placement)
    group = placement.trainee.group
    doors = {
        placement.trainee.user: (reverse("placements:home"), reverse("trainees:particulars")),
        group.sending_tutor.user: (
            reverse("sending:group", args=[group.public_id]),
            reverse(
                "sending:trainee_particulars",
                args=[group.public_id, row.placement.trainee.public_id],
            ),
        ),
    }

    def asked():
        found = []
        for user, (page, wanted) in doors.items():
            client.force_login(user)
            found.append(f'href="{wanted}"' in client.get(page).content.decode())
        return found

    before = asked()
    italian.known(placement)

    assert before == [True, True]
    assert asked() == [False, False]


def test_particulars_are_seen_by_trainee_school_and_their_tutor_alone(placement):
    row = Particulars.objects.create(
        trainee=placement.trainee, by=placement.trainee.responsible, **HOME
    )

    def seen(user):
        return list(Particulars.objects.visible_to(user))

    trainee = placement.trainee
    for user in (trainee.user, trainee.responsible, trainee.group.sending_tutor.user):
        assert seen(user) == [row]
    for user in (
        UserFactory(tutor=True),
        SendingTutorFactory().user,
        PlacementFactory().trainee.user,
    ):
        assert seen(user) == []
    assert list(CompanyFacts.objects.visible_to(trainee.user)) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Particulars.objects.update(street="")


@pytest.mark.parametrize(
    ("number", "is_business", "is_person"),
    [
        ("00743110157", True, False),
        ("00743110158", False, False),
        ("RSSMRA85T10A562S", False, True),
        ("RSSMRA85T10A562T", False, False),
        ("RSSMRA85T10A56NH", False, True),
        ("0074311015７", False, False),
        ("", False, False),
    ],
)
def test_italian_numbers_are_known_by_their_check_digit(number, is_business, is_person):
    found = tax_numbers.is_business(number), tax_numbers.is_person(number)

    assert found == (is_business, is_person)


@pytest.mark.parametrize(
    ("number", "can_be"),
    [
        ("12/345/67890", True),
        ("X1234567L", True),
        ("12 345 678-901", True),
        ("RSSMRA85T10A562T", False),
        ("!!", False),
        ("none", False),
        ("1234", False),
    ],
)
def test_number_of_a_person_can_be_one(number, can_be):
    assert tax_numbers.can_be(number) is can_be


def test_a_number_of_another_country_is_kept_as_it_was_typed():
    assert tax_numbers.written(" 12 345  678-901 ") == "12 345 678-901"
    assert tax_numbers.written("IT 007.431.101-57") == "00743110157"


def test_tutor_enters_what_the_plan_wants_of_the_company(client, placement):
    client.force_login(placement.trainee.responsible)

    page = client.get(reverse("admin:placements_hostcompany_change", args=[placement.company_id]))

    assert 'name="facts-0-ateco"' in page.text
