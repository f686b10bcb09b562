"""Pages about results: the desk's, the trainee's, the school's."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from assessment import attention, growth, progress
from assessment import record as records
from assessment.enums import EvaluationKind, SignOffMoment
from assessment.models import Evaluation, Score, SignOff
from tests.factories import MONDAY, PlacementFactory, TraineeFactory
from tests.imyportal.test_charts import drawn
from trainees.models import JourneyStep

from . import observing, ready
from .ready import ready_group, ready_placement, score

pytestmark = pytest.mark.django_db
MEAN = "<script>alert('remark')</script>"


@pytest.fixture
def placement():
    return ready_placement(signed_off=False)


@pytest.fixture
def desk(client, placement):
    client.force_login(placement.trainee.group.lead_tutor)
    return client


@pytest.fixture
def phone(client, placement):
    """The trainee's, with final results that were signed off just now."""
    ready.sign_off(placement)
    client.force_login(placement.trainee.user)
    return client


def page_of(placement, moment="final"):
    return reverse("admin:placements_placement_results", args=[placement.pk]) + f"?moment={moment}"


def posted(response, **changes):
    """What the browser would send back from this page."""
    form = response.context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {key: "" if value is None else value for key, value in (data | changes).items()}


# --- the desk ---------------------------------------------------------------------------------


def test_results_page_is_signed_off_with_one_button(desk, placement):
    before = desk.get(page_of(placement))

    after = desk.post(page_of(placement), posted(before), follow=True)

    [sign_off] = SignOff.objects.all()
    assert (sign_off.overall, sign_off.signed_by) == (80, placement.trainee.group.lead_tutor)
    assert "The results are signed off" in after.text
    assert after.context["rows"][0].value.value() == 80
    assert LogEntry.objects.get().get_change_message() == "Results signed off: Final"


def test_results_page_another_value_without_a_reason_comes_back_with_what_was_typed(
    desk, placement
):
    before = desk.get(page_of(placement))
    name = next(name for name in before.context["form"].fields if name.startswith("v"))

    response = desk.post(page_of(placement), posted(before, **{name: "65"}))

    assert not SignOff.objects.exists()
    assert list(response.context["form"].errors) == [name.replace("v", "r")]
    assert f'id="id_{name.replace("v", "r")}_error"' in response.text
    assert 'value="65"' in response.text


def test_results_page_that_is_stale_says_so_and_keeps_what_was_typed(desk, placement):
    before = desk.get(page_of(placement))
    name = next(name for name in before.context["form"].fields if name.startswith("v"))
    data = posted(before, **{name: "65", name.replace("v", "r"): "Seen by me"})
    score(placement, 60, kind="company")

    stale = desk.post(page_of(placement), data)
    others = {key: 70 for key in data if key.startswith("v") and key != name}
    again = desk.post(page_of(placement), posted(stale, **others))

    assert "has changed since you opened this page" in stale.text
    assert stale.context["rows"][0].proposed == 70
    assert 'value="65"' in stale.text
    assert again.status_code == 302
    assert sorted(SignOff.objects.get().values.values()) == [65, 70, 70, 70, 70]


def test_results_page_with_a_certificate_says_what_to_do(desk, placement):
    ready.sign_off(placement)
    from assessment import certificates

    certificates.request([placement], by=placement.trainee.group.lead_tutor)

    page = desk.get(page_of(placement))

    assert "Withdraw it first, then sign off anew." in page.text
    assert "Sign off anew</button>" not in page.text


@pytest.mark.parametrize("many", [1, 3])
def test_group_page_signs_off_in_two_clicks_with_a_fixed_number_of_queries(
    client, many, django_assert_num_queries
):
    group = ready_group()
    group.lead_tutor.get_all_permissions()
    for _ in range(many):
        score(ready_placement(group=group, signed_off=False), kind="company")
    client.force_login(group.lead_tutor)
    address = reverse("admin:trainees_group_results", args=[group.pk])
    client.get(address)

    with django_assert_num_queries(GROUP_PAGE):
        page = client.get(address)
    ticked = [line.key for line in page.context["listed"].ready]
    sure = client.post(address, {"rows": ticked})
    before = SignOff.objects.count()
    after = client.post(address, {"rows": ticked, "sure": "1"}, follow=True)

    assert (len(ticked), before) == (many, 1)
    assert [line.proposed for line in sure.context["listed"].ready] == ["80"] * many
    assert all(f'value="{key}"' in sure.text for key in ticked)
    assert SignOff.objects.count() == many + 1
    assert [line.tone for line in after.context["listed"].lines] == ["ok"] * (many + 1)


GROUP_PAGE = 16


def test_group_page_ticks_only_who_is_sure_and_warns_of_what_is_still_to_come(client, today):
    group = ready_group(0)
    placements = {}
    for name in ("Fine", "Gap", "One"):
        placement = PlacementFactory(
            trainee__group=group,
            trainee__last_name=name,
            ends_on=MONDAY + timedelta(weeks=8, days=-3),
        )
        observing.give_company(placement, 3, 70)
        observing.give_self(placement, 3, 95 if name == "Gap" else 70)
        if name != "One":
            observing.give_agency(placement, 3, 70)
        placements[name] = placement
    today((MONDAY + timedelta(weeks=2, days=5)).isoformat())
    client.force_login(group.lead_tutor)

    page = client.get(reverse("admin:trainees_group_results", args=[group.pk]))

    lines = {line.name.split()[-1]: line.hindrance for line in page.context["listed"].lines}
    assert lines == {
        "Fine": "",
        "Gap": "Own score 95, company 70",
        "One": "One of the two scores only",
    }
    assert "3 trainees: mid-term evaluations are not all due yet." in page.text


def test_group_page_names_who_was_left_out(client):
    group = ready_group(0)
    placement = ready_placement(group=group, signed_off=False)
    client.force_login(group.lead_tutor)
    address = reverse("admin:trainees_group_results", args=[group.pk])
    score(placement, kind="company")
    [line] = client.get(address).context["listed"].lines
    Score.objects.filter(evaluation__placement=placement).update(value=10)

    response = client.post(address, {"rows": [line.key], "sure": "1"}, follow=True)
    nothing = client.post(address, {})

    assert f"{placement.trainee.name} was left out: Something else is proposed now" in response.text
    assert "Tick at least one trainee." in nothing.text
    assert not SignOff.objects.exists()


# --- the trainee ------------------------------------------------------------------------------


def test_trainee_writes_a_remark_and_it_is_escaped_everywhere(phone, placement):
    address = reverse("assessment:results", args=["final"])

    page = phone.post(address, {"remark": MEAN, "printed": "on"}, follow=True)

    sign_off = SignOff.objects.get()
    assert (sign_off.remark, sign_off.remark_printed) == (MEAN, True)
    pages = [page.text]
    phone.force_login(placement.trainee.group.lead_tutor)
    pages.append(phone.get(page_of(placement)).text)
    phone.force_login(placement.trainee.group.sending_tutor.user)
    group, trainee = placement.trainee.group, placement.trainee
    pages.append(
        phone.get(reverse("sending:trainee", args=[group.public_id, trainee.public_id])).text
    )
    for text in pages:
        assert MEAN not in text
        assert "&lt;script&gt;" in text


def test_trainee_cannot_print_an_emoji_and_is_told_at_the_field(phone):
    address = reverse("assessment:results", args=["final"])

    refused = phone.post(address, {"remark": "Super 🙂", "printed": "on"})
    kept = phone.post(address, {"remark": "Super 🙂, 20 °C"})

    assert "Leave out pictures like emoji" in refused.context["form"].errors["remark"][0]
    assert "Super 🙂" in refused.text
    assert kept.status_code == 302


def test_trainee_without_a_sign_off_finds_no_page(client, placement):
    client.force_login(placement.trainee.user)

    for moment in ("final", "mid", "week"):
        assert client.get(reverse("assessment:results", args=[moment])).status_code == 404
    assert client.post(reverse("assessment:results_talk", args=["final"])).status_code == 404


def test_trainee_reads_each_result_beside_both_views_of_then_and_mid_term(client, placement):
    ready.sign_off(placement, value=61, moment=SignOffMoment.MID)
    Evaluation.objects.filter(kind=EvaluationKind.SELF).delete()
    score(placement, 47, EvaluationKind.SELF)
    score(placement, 52, EvaluationKind.COMPANY)
    later = timezone.now() + timedelta(seconds=1)
    ready.sign_off(placement, value=58, signed_at=later)
    client.force_login(placement.trainee.user)

    final, middle = (client.get(f"/me/results/{each}/").text for each in ("final", "mid"))

    assert "You 47 · Company 52 · Mid-term 61" in final
    assert "You – · Company –\n" in middle
    assert "0 (not yet)" in final


def test_talk_the_trainee_asks_for_is_on_the_board_until_it_was_held(phone, placement, client_for):
    tutor = placement.trainee.group.lead_tutor
    browser = client_for(tutor)

    phone.post(reverse("assessment:results_talk", args=["final"]))
    before = browser.get(reverse("admin:index"))
    browser.post(reverse("admin:assessment_signoff_talked", args=[SignOff.objects.get().pk]))
    after = browser.get(reverse("admin:index"))

    assert "Wants to talk about the results" in before.text
    assert "Wants to talk about the results" not in after.text
    assert SignOff.objects.get().talk_held_by == tutor


def test_board_says_what_the_certificate_lacks(placement):
    tutor, said = placement.trainee.group.lead_tutor, []

    for deed in (lambda: None, lambda: ready.sign_off(placement), lambda: needed_step(placement)):
        deed()
        found = attention.signals(tutor, timezone.now())
        said += [each.text for each in found if each.key.startswith("certificate:")]

    assert said == [
        "Certificate: results are not signed off",
        "The certificate can be issued",
        "Certificate: needed tasks of the journey are not done",
    ]


def needed_step(placement):
    group = placement.trainee.group
    return JourneyStep.objects.create(group=group, code="kit", names={"en": "Kit"}, is_needed=True)


def test_progress_page_hides_the_company_until_the_own_is_sent_in_the_summary_too(client, today):
    today((MONDAY + timedelta(days=5)).isoformat())
    placement = PlacementFactory()
    observing.give_company(placement, 1, 97, comment="Secret word")
    client.force_login(placement.trainee.user)

    hidden = client.get(reverse("assessment:progress")).context["overview"]
    observing.give_self(placement, 1, 40)
    page = client.get(reverse("assessment:progress"))

    shown = page.context["overview"]
    assert (hidden.summary.overall_company, hidden.summary.overall_proposed) == (None, None)
    assert (shown.summary.overall_company, shown.summary.overall_proposed) == (97, 97)
    assert shown.lines[0].gap == "57 below the company"
    assert "Secret word" not in page.text


# --- the school, and lists ----------------------------------------------------------------------


def test_growth_is_what_the_trainees_own_page_says(today, django_assert_num_queries):
    today((MONDAY + timedelta(weeks=3)).isoformat())
    placements = [PlacementFactory(), PlacementFactory()]
    for number, value in ((0, 33), (1, 45), (3, 62)):
        observing.give_self(placements[0], number, value)
    found = records.of(placements)

    with django_assert_num_queries(1):
        grown = growth.of(placements)

    one, other = (grown[each.pk] for each in placements)
    own = [each.own for each in progress.Progress(found[placements[0].pk], MONDAY).weeks]
    assert list(one.values) == own[:4] == [33, 45, None, 62]
    assert (one.now, one.signed_change) == (62, "+29")
    assert drawn(one.line).get("aria-label") == "Own average: from 33 to 62"
    assert (other.values, other.now, other.signed_change, other.line) == ((), None, "", "")


def test_progress_takes_every_own_view_of_a_week_in_the_average_and_by_objective(today):
    today((MONDAY + timedelta(weeks=3)).isoformat())
    placement = PlacementFactory()
    observing.give_self(placement, 3, 80)
    observing.give_compare(placement, 3, 50)
    record = records.of([placement])[placement.pk]

    page = progress.Progress(record, timezone.localdate())

    assert page.now.own == 65
    assert {line.own for line in page.objectives} == {65}


def test_school_sees_the_results_of_its_trainee_in_its_group_only(client, placement):
    trainee, group = placement.trainee, placement.trainee.group
    elsewhere = TraineeFactory(group=ready_group())
    client.force_login(group.sending_tutor.user)

    page = client.get(reverse("sending:trainee", args=[group.public_id, trainee.public_id]))
    listed = client.get(reverse("sending:group", args=[group.public_id]))
    stranger = client.get(reverse("sending:trainee", args=[group.public_id, elsewhere.public_id]))
    ready.sign_off(placement, 76)
    [line] = client.get(reverse("sending:group", args=[group.public_id])).context["trainees"]

    assert page.context["placements"][0].overview.summary.overall_proposed == 80
    assert reverse("sending:trainee", args=[group.public_id, trainee.public_id]) in listed.text
    assert stranger.status_code == 404
    assert line.result == 76
