"""A tutor's desk holds their trainees and groups, and no word of anybody else's."""

import json

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from placements.models import Placement
from tests.factories import GuardianFactory
from trainees.models import Guardian, Trainee

SECRET = ["Wombat", "Ocelot", "Bongo"]  # trainee, guardian and school of the other side
LISTS = [
    "trainees_trainee", "trainees_group", "trainees_sendingorganisation", "trainees_sendingtutor",
    "placements_placement", "placements_hourweek", "placements_hostcompany",
    "placements_companytutor", "assessment_evaluation", "assessment_certificate",
    "assessment_objectiveset",
]  # fmt: skip
ROWS = {
    "trainees_trainee": "trainee", "trainees_group": "group", "placements_placement": "placement",
    "trainees_sendingorganisation": "school", "trainees_sendingtutor": "sending",
    "placements_hourweek": "signed", "assessment_evaluation": "evaluation",
    "assessment_certificate": "certificate",
}  # fmt: skip


def leaks(response):
    text = response.content.decode()
    return [word for word in SECRET if word in text]


def allow(user, *names):
    """Rights that agency tutors do not have by themselves."""
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))


def test_lists_of_a_tutor_hold_no_word_of_others(desk):
    pages = {name: desk.get(reverse(f"admin:{name}_changelist")) for name in LISTS}

    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(LISTS, 200)
    assert {name: leaks(page) for name, page in pages.items()} == {name: [] for name in LISTS}


def test_search_for_others_finds_nothing(desk):
    found = []
    for name in LISTS:
        for word in SECRET:
            page = desk.get(reverse(f"admin:{name}_changelist"), {"q": word})
            found += [row for row in page.context["cl"].result_list if word in str(row)]
            found += [each for each in leaks(page) if each != word]

    assert found == []


def test_lists_hold_exactly_the_own_rows(desk, both):
    for name, row in ROWS.items():
        page = desk.get(reverse(f"admin:{name}_changelist"))
        assert getattr(both.one, row) in page.context["cl"].queryset, name
        assert getattr(both.other, row) not in page.context["cl"].queryset, name


@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_pages_of_a_row_of_others_answer_as_if_missing(desk, both, page):
    allow(both.one.tutor, *(f"delete_{name.split('_')[1]}" for name in ROWS))

    for name, row in ROWS.items():
        theirs = reverse(f"admin:{name}_{page}", args=[getattr(both.other, row).pk])
        missing = reverse(f"admin:{name}_{page}", args=[987654321])
        answer = desk.get(theirs).status_code
        assert answer == desk.get(missing).status_code, name
        assert answer in (403, 404), name
        assert desk.post(theirs, {"post": "yes"}).status_code in (403, 404), name


@pytest.mark.parametrize("page", ["change", "history"])
def test_pages_of_own_rows_hold_no_word_of_others(desk, both, page):
    for name, row in ROWS.items():
        answer = desk.get(reverse(f"admin:{name}_{page}", args=[getattr(both.one, row).pk]))
        assert (name, answer.status_code, leaks(answer)) == (name, 200, [])


@pytest.mark.parametrize(
    "name",
    ["trainees_trainee", "trainees_group", "trainees_sendingtutor", "placements_placement"],
)
def test_add_form_offers_no_row_of_others(desk, name):
    response = desk.get(reverse(f"admin:{name}_add"))

    assert response.status_code == 200
    assert leaks(response) == []


def test_posted_trainee_of_others_is_refused(desk, both):
    data = {
        "trainee": both.other.trainee.pk,
        "company": both.one.company.pk,
        "company_tutor": both.one.company_tutor.pk,
        "starts_on": "2027-01-11",
        "ends_on": "2027-01-15",
        "timetable-TOTAL_FORMS": "0",
        "timetable-INITIAL_FORMS": "0",
    }

    response = desk.post(reverse("admin:placements_placement_add"), data)

    assert list(response.context["adminform"].form.errors) == ["trainee"]
    assert not Placement.objects.filter(starts_on="2027-01-11").exists()


def test_trainee_cannot_be_moved_to_a_group_of_others(desk, both):
    trainee = both.one.trainee
    data = {
        "first_name": trainee.first_name, "last_name": trainee.last_name, "email": trainee.email,
        "language": "en", "birth_date": "2006-05-04", "group": both.other.group.pk,
        "guardians-TOTAL_FORMS": "0", "guardians-INITIAL_FORMS": "0",
    }  # fmt: skip

    desk.post(reverse("admin:trainees_trainee_change", args=[trainee.pk]), data)

    assert Trainee.objects.get(pk=trainee.pk).group == both.one.group


def test_inline_row_of_others_cannot_be_claimed(desk, both):
    trainee, theirs = both.one.trainee, both.other.guardian
    data = {
        "first_name": trainee.first_name, "last_name": trainee.last_name, "email": trainee.email,
        "language": "en", "birth_date": "2006-05-04", "group": both.one.group.pk,
        "guardians-TOTAL_FORMS": "1", "guardians-INITIAL_FORMS": "1",
        "guardians-0-id": theirs.pk, "guardians-0-trainee": trainee.pk,
        "guardians-0-name": "Taken", "guardians-0-DELETE": "on",
    }  # fmt: skip

    desk.post(reverse("admin:trainees_trainee_change", args=[trainee.pk]), data)

    assert Guardian.objects.get(pk=theirs.pk).name == "Ocelot"


@pytest.mark.parametrize(
    ("app", "model", "field"),
    [
        ("placements", "placement", "trainee"),
        ("trainees", "trainee", "group"),
        ("trainees", "group", "organisation"),
        ("placements", "hourweek", "placement"),
    ],
)
def test_autocomplete_offers_only_own_rows(desk, app, model, field):
    response = desk.get(
        reverse("admin:autocomplete"),
        {"app_label": app, "model_name": model, "field_name": field, "term": ""},
    )

    assert leaks(response) == []
    assert json.loads(response.content)["results"]


def test_autocomplete_of_accounts_is_closed_to_tutors(desk):
    response = desk.get(
        reverse("admin:autocomplete"),
        {"app_label": "trainees", "model_name": "group", "field_name": "lead_tutor", "term": ""},
    )

    assert response.status_code == 403


@pytest.mark.parametrize(
    "lookup",
    [
        "placement__trainee__emergency_name__startswith",
        "placement__trainee__tutor__password__startswith",
        "return_reason__startswith",
    ],
)
def test_address_cannot_probe_other_columns(desk, lookup):
    response = desk.get(reverse("admin:placements_hourweek_changelist"), {lookup: "M"})

    assert response.status_code == 400


def test_filter_by_a_group_of_others_is_empty(desk, both):
    url = reverse("admin:trainees_trainee_changelist")

    response = desk.get(url, {"group__id__exact": both.other.group.pk})

    assert list(response.context["cl"].queryset) == []


def test_action_on_a_row_of_others_does_nothing(desk, both):
    Placement.objects.filter(pk=both.other.placement.pk).update(status="proposed")
    data = {"action": "confirm", "_selected_action": [both.other.placement.pk]}

    desk.post(reverse("admin:placements_placement_changelist"), data)

    both.other.placement.refresh_from_db()
    assert both.other.placement.status == "proposed"


def test_delete_page_of_a_shared_company_names_no_trainee_of_others(desk, both):
    allow(both.one.tutor, "delete_hostcompany")
    url = reverse("admin:placements_hostcompany_delete", args=[both.other.company.pk])

    response = desk.get(url)

    assert response.status_code == 200
    assert "Placement of a colleague" in response.content.decode()
    assert leaks(response) == []


def test_delete_action_names_no_trainee_of_others(desk, both):
    allow(both.one.tutor, "delete_hostcompany")
    data = {"action": "delete_selected", "_selected_action": [both.other.company.pk]}

    response = desk.post(reverse("admin:placements_hostcompany_changelist"), data)

    assert response.status_code == 200
    assert leaks(response) == []


def test_company_page_shows_only_own_trainees(desk, both):
    Placement.objects.filter(pk=both.other.placement.pk).update(
        company=both.one.company, company_tutor=both.one.company_tutor
    )

    response = desk.get(reverse("admin:placements_hostcompany_change", args=[both.one.company.pk]))

    assert "Quokka" in response.content.decode()
    assert leaks(response) == []


def test_group_page_shows_only_own_trainees_of_a_shared_group(desk, both):
    both.other.trainee.tutor = both.one.tutor
    both.other.trainee.save(update_fields=["tutor"])
    colleague = Trainee.objects.create(
        group=both.other.group, first_name="Ada", last_name="Numbat", birth_date="2006-01-01"
    )

    response = desk.get(reverse("admin:trainees_group_change", args=[both.other.group.pk]))

    assert "Wombat" in response.content.decode()
    assert colleague.last_name not in response.content.decode()


def test_history_of_an_own_row_is_shown(desk, both):
    LogEntry.objects.create(
        user=both.one.tutor,
        content_type=ContentType.objects.get_for_model(Trainee),
        object_id=both.one.trainee.pk,
        object_repr="x",
        action_flag=CHANGE,
        change_message="Gave a phone number.",
    )

    response = desk.get(reverse("admin:trainees_trainee_history", args=[both.one.trainee.pk]))

    assert "Gave a phone number." in response.content.decode()


def test_coordinator_sees_both_sides(both, client_for):
    allow(both.one.tutor, "view_all_trainees")

    response = client_for(both.one.tutor).get(reverse("admin:trainees_trainee_changelist"))

    assert {both.one.trainee, both.other.trainee} <= set(response.context["cl"].queryset)


def test_tutor_who_lost_a_trainee_loses_the_page_at_once(desk, both):
    url = reverse("admin:trainees_trainee_change", args=[both.one.trainee.pk])
    before = desk.get(url).status_code
    both.one.group.lead_tutor = both.other.tutor
    both.one.group.save(update_fields=["lead_tutor"])
    Trainee.objects.filter(pk=both.one.trainee.pk).update(tutor=both.other.tutor)

    assert (before, desk.get(url).status_code) == (200, 404)


@pytest.mark.parametrize("name", ["accounts_user", "accounts_accesslink", "imyportal_outgoingmail"])
def test_settings_are_closed_to_tutors(desk, name):
    assert desk.get(reverse(f"admin:{name}_changelist")).status_code == 403


def test_extra_post_keys_change_nothing(desk, both):
    trainee = both.one.trainee
    GuardianFactory(trainee=trainee)
    data = {
        "first_name": "Lena", "last_name": trainee.last_name, "email": trainee.email,
        "language": "en", "birth_date": "2006-05-04", "group": both.one.group.pk,
        "user": both.other.trainee.user_id, "public_id": "0" * 32, "added_at": "2020-01-01",
        "guardians-TOTAL_FORMS": "0", "guardians-INITIAL_FORMS": "0",
    }  # fmt: skip

    response = desk.post(reverse("admin:trainees_trainee_change", args=[trainee.pk]), data)

    assert response.status_code == 302
    after = Trainee.objects.get(pk=trainee.pk)
    assert (after.user_id, after.public_id) == (trainee.user_id, trainee.public_id)
