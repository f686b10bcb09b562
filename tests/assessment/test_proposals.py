"""Technical objectives: written by the sending tutor, decided by the agency, both by their pages."""

import threading

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from assessment import anchors, drafting, esco, framework, proposing
from assessment.models import EscoSkill, Objective, ObjectiveSet
from imyportal import work
from imyportal.mail import deliver_due
from tests.assessment.observing import standard_set
from tests.assessment.sets import agreed, drafted, proposed, words
from tests.factories import (
    GroupFactory,
    PlacementFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return GroupFactory(field="Cookery")


@pytest.fixture
def school(group):
    return SendingTutorFactory(organisation=group.organisation).user


@pytest.fixture
def coordinator():
    return UserFactory(admin=True)


def overview(group):
    return reverse("sending:objectives", args=[group.public_id])


def editor(group, draft):
    return reverse("sending:objectives_edit", args=[group.public_id, draft.pk])


def typed(draft, name="Cold kitchen", **others):
    """What a browser sends from the page that writes `draft`, in its one language."""
    data = {"do": "save", "title": name}
    for objective in draft.objectives.all():
        data[f"o{objective.pk}"] = name
        for each in objective.indicators.all():
            steps = {f"b{each.pk}-{at}": f"{at}" for at in anchors.STEPS}
            data |= {f"i{each.pk}": name, f"q{each.pk}": "", **steps}
    return data | others


def test_sending_tutor_proposes_from_an_empty_draft(client, group, school):
    client.force_login(school)

    begun = client.post(overview(group), {"scope": "field:Cookery"})
    draft = ObjectiveSet.objects.open().get()
    assert begun.url == editor(group, draft)
    assert (draft.field, draft.group, draft.written_by) == ("Cookery", None, school)
    client.post(begun.url, typed(draft, do="add"))
    sent = client.post(begun.url, typed(draft, name="Hygiene", do="propose"))

    draft.refresh_from_db()
    assert (sent.url, draft.state, draft.proposed_by) == (overview(group), "proposed", school)
    assert [each.names for each in draft.objectives.all()] == [{"en": "Hygiene"}] * 2
    assert draft.objectives.first().indicators.get().behaviours["40"] == {"en": "40"}
    assert client.get(begun.url).status_code == 403


def test_draft_that_is_not_complete_is_not_sent_and_keeps_what_was_typed(client, group, school):
    draft = drafted(group, by=school)
    client.force_login(school)
    objective = draft.objectives.get()
    data = typed(draft, do="propose", **{f"o{objective.pk}": "", "title": "Typed"})

    page = client.post(editor(group, draft), data)

    assert page.context["form"].errors == {f"o{objective.pk}": ["Fill in “Objective 1”."]}
    assert 'value="Typed"' in page.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.title) == ("draft", "Cold kitchen")


def test_buttons_add_and_take_away_parts_within_limits(client, group, school):
    draft = drafted(group, by=school)
    client.force_login(school)
    first = draft.objectives.get()

    def press(do):
        return client.post(editor(group, draft), typed(draft, do=do))

    for _each in range(3):
        press(f"more:{first.pk}")
    too_many = press(f"more:{first.pk}")
    press(f"less:{first.indicators.last().pk}")
    press("add")
    press(f"drop:{first.pk}")
    last = press(f"drop:{draft.objectives.get().pk}")

    assert "An objective has 4 indicators at most." in too_many.content.decode()
    assert "A set has at least one objective." in last.content.decode()
    assert draft.objectives.get().code == "objective-2"
    other = drafted(GroupFactory())
    assert press(f"drop:{other.objectives.get().pk}").status_code == 404
    client.post(editor(group, draft), {"do": "discard"})
    assert not ObjectiveSet.objects.filter(pk=draft.pk).exists()


def test_esco_skills_are_searched_and_linked(client, group, school):
    esco.write_curated(model=EscoSkill)
    draft = drafted(group, by=school)
    pk = draft.objectives.get().pk
    client.force_login(school)

    found = client.post(
        editor(group, draft), typed(draft, do=f"find:{pk}", **{f"find{pk}": "work teams"})
    )
    page = client.get(found.url)
    skill = EscoSkill.objects.get(names__en="work in teams")
    client.post(editor(group, draft), typed(draft, **{f"s{pk}": skill.pk}))

    assert found.url.endswith(f"?find={pk}&words=work+teams#o{pk}")
    assert "work in teams" in page.content.decode()
    assert Objective.objects.get(pk=pk).esco_uris == [skill.uri]


def test_words_to_search_for_stay_when_the_page_comes_back(client, group, school):
    draft = drafted(group, by=school)
    pk = draft.objectives.get().pk
    client.force_login(school)
    sent = typed(draft, do=f"find:{pk}", **{f"find{pk}": "work teams", f"o{pk}": "x" * 999})

    page = client.post(editor(group, draft), sent)

    assert page.status_code == 200
    assert 'value="work teams"' in page.text


def test_agency_accepts_once_english_and_italian_are_there(client_for, group, school):
    draft = words(drafted(group, by=school), languages=["de"])
    drafting.write(draft, drafting.Said("en", objectives={draft.objectives.get().pk: ""}))
    proposing.propose(draft, by=school)
    lead = client_for(group.lead_tutor)
    decide = reverse("admin:assessment_objectiveset_decide", args=[draft.pk])

    board = lead.get(reverse("admin:index")).content.decode()
    refused = lead.post(decide, {"do": "use"})
    assert decide in board and "Objectives proposed: Cold kitchen" in board
    assert "“Cold kitchen de” has no name in English." in refused.content.decode()
    write = reverse("admin:assessment_objectiveset_words", args=[draft.pk])
    lead.post(f"{write}?language=en", typed(draft, name="Cold kitchen"))
    accepted = lead.post(decide, {"do": "use"})

    draft.refresh_from_db()
    assert (draft.state, draft.accepted_by) == ("in_use", group.lead_tutor)
    assert accepted.url == reverse("admin:assessment_objectiveset_change", args=[draft.pk])
    deliver_due()
    assert [(each.to, each.subject) for each in outbox.outbox] == [
        ([school.email], "Accepted: Cold kitchen")
    ]


def test_agency_sends_back_with_a_reason_and_the_school_proposes_again(client_for, group, school):
    draft = proposed(group, by=school)
    lead, sender = client_for(group.lead_tutor), client_for(school)
    decide = reverse("admin:assessment_objectiveset_decide", args=[draft.pk])

    assert lead.post(decide, {"do": "decline", "reason": ""}).status_code == 200
    lead.post(decide, {"do": "decline", "reason": "Say more of hygiene"})
    page = sender.get(overview(group)).content.decode()
    sender.post(editor(group, draft), typed(draft, do="propose"))

    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("proposed", 1)
    assert "Say more of hygiene" in page
    assert lead.post(decide, {"do": "decline", "reason": "x"}).status_code == 302
    deliver_due()
    assert [each.subject for each in outbox.outbox] == ["Please change: Cold kitchen"]
    assert "What should be different: x" in outbox.outbox[0].body


def test_set_that_somebody_decided_meanwhile_is_not_decided_again(group, school):
    on_the_page = proposed(group, by=school)
    proposing.put_in_use(ObjectiveSet.objects.get(pk=on_the_page.pk), by=group.lead_tutor)

    for late in (
        lambda: proposing.decline(on_the_page, reason="x", by=group.lead_tutor),
        lambda: proposing.put_in_use(on_the_page, by=group.lead_tutor),
        lambda: drafting.write(on_the_page, drafting.Said("en", title="Other")),
        lambda: drafting.discard(on_the_page),
    ):
        with pytest.raises(ValidationError) as error:
            late()
        assert error.value.error_list[0].code == "changed"


def test_pages_of_a_proposal_by_who_may(client_for, group, school, coordinator):
    draft = proposed(group, by=school)
    other = GroupFactory(organisation=group.organisation)
    helper = TraineeFactory(group=group, tutor=UserFactory(tutor=True)).tutor
    decide = reverse("admin:assessment_objectiveset_decide", args=[draft.pk])

    def answer(user):
        return client_for(user).get(decide).status_code

    assert [answer(each) for each in (group.lead_tutor, coordinator)] == [200, 200]
    assert [answer(each) for each in (helper, other.lead_tutor)] == [403, 403]
    assert answer(UserFactory(tutor=True)) == 404
    stranger = SendingTutorFactory().user
    assert client_for(stranger).get(editor(group, draft)).status_code == 404
    assert client_for(stranger).post(overview(group), {"scope": "group"}).status_code == 404


def test_visible_to_shows_technical_sets_to_their_school_and_placements_only(
    group, school, company_client
):
    placement = PlacementFactory(trainee__group=group)
    other = PlacementFactory()
    mine = agreed(group, by=school)
    framework.begin([placement.pk, other.pk])
    waiting = proposed(group, "Cookery", by=school)
    draft = drafting.new_standard(by=school)
    standard = standard_set().sets[0]

    def seen(viewer):
        return set(ObjectiveSet.objects.visible_to(viewer))

    assert seen(school) == {standard, mine, waiting}
    assert seen(placement.trainee.user) == {standard, mine}
    assert seen(group.lead_tutor) == {standard, draft, mine, waiting}
    assert seen(other.trainee.group.lead_tutor) == {standard, draft}
    for stranger in (SendingTutorFactory().user, other.trainee.user):
        assert seen(stranger) == {standard}


def test_coordinator_makes_a_new_standard_version_and_running_placements_keep_theirs(
    client_for, coordinator
):
    standard = standard_set()
    running, later = PlacementFactory.create_batch(2)
    framework.begin([running.pk])
    browser = client_for(coordinator)
    renew = reverse("admin:assessment_objectiveset_renew", args=[standard.sets[0].pk])

    begun = browser.post(renew)
    draft = ObjectiveSet.objects.open().get()
    name, pk = {"o": draft.objectives.first().pk}, draft.objectives.first().pk
    browser.post(f"{begun.url}?language=de", typed(draft, **{f"o{name['o']}": "Pünktlich"}))
    browser.post(reverse("admin:assessment_objectiveset_decide", args=[draft.pk]), {"do": "use"})

    assert browser.post(renew).status_code == 403  # it is replaced
    found = framework.of([running, later])
    assert found[running.pk].sets == standard.sets
    assert [each.version for each in found[later.pk].sets] == [2]
    assert Objective.objects.get(pk=pk).names["de"] == "Pünktlich"
    assert [each.code for each in found[later.pk].objectives] == [
        each.code for each in standard.objectives
    ]
    lead = client_for(UserFactory(tutor=True))
    now = reverse("admin:assessment_objectiveset_renew", args=[draft.pk])
    assert lead.post(now).status_code == 403


def test_general_words_of_other_languages_go_when_one_is_rewritten(group, school):
    draft = drafted(group, by=school)
    indicator = draft.objectives.get().indicators.get()
    before = dict(indicator.behaviours)
    said = drafting.Said("de", behaviours={indicator.pk: {40: "Mit Hilfe", 60: ""}})

    drafting.write(draft, said)

    indicator.refresh_from_db()
    assert indicator.behaviours["40"] == {"de": "Mit Hilfe"}
    assert indicator.behaviours["60"] == before["60"]


@pytest.mark.parametrize("rows", [1, 3])
def test_objectives_page_query_count_does_not_grow(
    client, group, school, rows, django_assert_max_num_queries
):
    draft = drafted(group, by=school)
    for _each in range(rows - 1):
        drafting.add_objective(draft)
    proposing.propose(draft, by=school)
    agreed(group, "Cookery", by=school)
    client.force_login(school)
    client.get(overview(group))

    with django_assert_max_num_queries(14) as captured:
        assert client.get(overview(group)).status_code == 200

    assert len(captured) <= 14


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_write_one_draft(group, school):
    inside, go_on = threading.Event(), threading.Event()
    drafts, failed = [], []

    def hold():
        if not inside.is_set():
            inside.set()
            go_on.wait(10)

    def begin():
        try:
            drafts.append(drafting.new_technical(group.organisation, group=group, by=school))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    standard_set()
    work.set_hook("drafting.held", hold)
    try:
        threads = [threading.Thread(target=begin) for _each in range(2)]
        threads[0].start()
        inside.wait(10)
        threads[1].start()
        go_on.set()
        for each in threads:
            each.join(10)
    finally:
        work.set_hook("drafting.held", None)

    assert (failed, drafts) == ([], [ObjectiveSet.objects.open().get()] * 2)
