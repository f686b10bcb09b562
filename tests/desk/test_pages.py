"""Forms, actions and pages of the desk."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from imyportal import codes, mail, weeks
from imyportal.admin import CappedPaginator
from imyportal.models import OutgoingMail
from placements import reminders
from placements.enums import WeekStatus
from placements.models import HostCompany
from tests.assessment import issuing
from tests.assessment.papers import on_paper
from tests.factories import (
    CompanyTutorFactory,
    GroupFactory,
    HostCompanyFactory,
    PlacementFactory,
    SendingOrganisationFactory,
    TraineeFactory,
    UserFactory,
    filled_week,
)
from trainees.models import SendingTutor

from .forms import errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def tutor():
    return UserFactory(tutor=True)


@pytest.fixture
def desk(tutor, client_for):
    return client_for(tutor)


@pytest.fixture
def boss(client_for):
    return client_for(UserFactory(admin=True))


def test_new_address_of_a_company_tutor_kills_the_old_link(desk):
    tutor = CompanyTutorFactory(email="wrong@company.example")
    old = links.for_holder(Purpose.COMPANY, tutor)
    data = {
        "company": tutor.company_id, "first_name": "Marco", "last_name": "Bartolini",
        "email": "Right@Company.example", "language": "it", "is_active": "on",
    }  # fmt: skip

    desk.post(reverse("admin:placements_companytutor_change", args=[tutor.pk]), data)

    tutor.refresh_from_db()
    old.refresh_from_db()
    assert tutor.email == "right@company.example"
    assert old.revoked_at is not None


def test_link_is_sent_again_while_something_waits(tutor, mailoutbox):
    week = filled_week(WeekStatus.DECLARED, trainee__tutor=tutor)

    reminders.send_link(week.placement.company_tutor)
    mail.deliver_due()

    assert [message.to for message in mailoutbox] == [[week.placement.company_tutor.email]]


def test_link_is_not_sent_when_nothing_waits():
    with pytest.raises(ValidationError, match="Nothing waits"):
        reminders.send_link(CompanyTutorFactory())


def test_school_tutor_is_added_with_an_account(desk, tutor):
    school = SendingOrganisationFactory(language="de")
    GroupFactory(organisation=school, lead_tutor=tutor)
    data = {
        "first_name": "Petra", "last_name": "Scholz", "email": "Petra@School.example",
        "organisation": school.pk, "role": "",
    }  # fmt: skip

    desk.post(reverse("admin:trainees_sendingtutor_add"), data)

    added = SendingTutor.objects.get()
    assert (added.user.email, added.user.language) == ("petra@school.example", "de")
    assert (added.user.is_staff, added.user.has_usable_password()) == (False, False)


def test_address_of_a_colleague_does_not_become_a_school_tutor(desk, tutor):
    school = SendingOrganisationFactory()
    GroupFactory(organisation=school, lead_tutor=tutor)
    data = {
        "first_name": "A", "last_name": "B", "email": tutor.email, "organisation": school.pk,
    }  # fmt: skip

    response = desk.post(reverse("admin:trainees_sendingtutor_add"), data)

    assert list(errors(response)) == ["email"]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("birth_date", "1899-01-01", "Impossible age: 127 years."),
        ("birth_date", "2015-01-01", "Impossible age: 11 years."),
        ("birth_date", "2030-01-01", "The birth date lies in the future."),
        ("nationality", "QQ", "Write the country in two letters, like DE."),
        ("first_name", "x" * 101, "Write at most 100 characters; these are 101."),
        ("last_name", "", "Fill this in."),
        ("group", "0", "Choose one from the list."),
    ],
)
def test_impossible_value_of_a_trainee_is_said_at_its_field(
    desk, tutor, today, field, typed, words
):
    today("2026-03-12")
    trainee = TraineeFactory(group__lead_tutor=tutor)
    url = reverse("admin:trainees_trainee_change", args=[trainee.pk])

    response = desk.post(url, trainee_data(trainee) | {field: typed})

    assert errors(response) == {field: [words]}


def test_nationality_is_kept_in_two_capitals(desk, tutor, today):
    today("2026-03-12")
    trainee = TraineeFactory(group__lead_tutor=tutor)
    url = reverse("admin:trainees_trainee_change", args=[trainee.pk])

    desk.post(url, trainee_data(trainee) | {"nationality": "de"})

    trainee.refresh_from_db()
    assert trainee.nationality == "DE"


def trainee_data(trainee):
    return {
        "first_name": trainee.first_name,
        "last_name": trainee.last_name,
        "email": trainee.email,
        "language": "en",
        "group": trainee.group_id,
        "birth_date": trainee.birth_date.isoformat(),
        "guardians-TOTAL_FORMS": "0",
        "guardians-INITIAL_FORMS": "0",
    }


def test_mail_in_trouble_is_tried_again(boss):
    row = OutgoingMail.objects.create(
        key="x", template="t", to="a@example.org", language="en", attempts=9,
        last_error="550", stopped_at=timezone.now(), due_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    data = {"action": "try_again", "_selected_action": [row.pk]}

    boss.post(reverse("admin:imyportal_outgoingmail_changelist"), data)

    row.refresh_from_db()
    assert row.stopped_at is None
    assert row.due_at <= timezone.now()


def test_link_is_revoked_by_action(boss):
    link = links.for_holder(Purpose.COMPANY, CompanyTutorFactory())
    data = {"action": "revoke", "_selected_action": [link.pk]}

    boss.post(reverse("admin:accounts_accesslink_changelist"), data)

    link.refresh_from_db()
    assert not link.is_live


def test_sidebar_is_grouped_by_job(boss):
    response = boss.get(reverse("admin:index"))

    assert [str(job["name"]) for job in response.context["available_apps"]] == [
        "Daily work", "Learning", "Partners", "Settings",
    ]  # fmt: skip


def test_find_looks_in_names_and_codes_of_what_one_sees(desk, tutor):
    TraineeFactory(tutor=tutor, first_name="Zsófia", last_name="Kovács")
    TraineeFactory(first_name="Zsófia", last_name="Hidden")
    CompanyTutorFactory(company__name="Kovács S.r.l.", last_name="Rossi")

    found = desk.get(reverse("admin:find"), {"q": "kovács"}).context["found"]

    assert [(kind.heading, [hit.text for hit in kind.hits]) for kind in found] == [
        ("Trainees", ["Zsófia Kovács"]),
        ("Companies", ["Kovács S.r.l."]),
    ]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("ines", "Inés Groß"),
        ("Inès gross", "Inés Groß"),
        ("groß", "Inés Groß"),
        ("INIGO", "Íñigo Łódź-Ağca"),
        ("lodz-agca", "Íñigo Łódź-Ağca"),
        ("Käthe", "Kathe Æbelø"),
        ("kathe aebelo", "Kathe Æbelø"),
    ],
)
def test_find_and_list_know_names_without_their_accents(desk, tutor, words, name):
    for each in ("Inés Groß", "Íñigo Łódź-Ağca", "Kathe Æbelø"):
        first, _, last = each.partition(" ")
        TraineeFactory(tutor=tutor, first_name=first, last_name=last)

    found = desk.get(reverse("admin:find"), {"q": words}).context["found"]
    listed = desk.get(reverse("admin:trainees_trainee_changelist"), {"q": words}).context["cl"]

    assert [[hit.text for hit in kind.hits] for kind in found] == [[name]]
    assert [each.name for each in listed.result_list] == [name]


def recent_badge():
    first = weeks.monday_of(timezone.localdate() - timedelta(weeks=6))
    return issuing.awarded(starts_on=first, ends_on=first + timedelta(weeks=5))


@pytest.mark.parametrize(
    ("make", "heading", "page"),
    [(on_paper, "Certificates", "certificate"), (recent_badge, "Badges", "badgeaward")],
)
def test_find_and_list_know_a_code_however_typed(boss, make, heading, page, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    row = make()

    for typed in (codes.grouped(row.code), row.code.lower(), f"{row.code[:5]} {row.code[5:]}"):
        found = boss.get(reverse("admin:find"), {"q": typed}).context["found"]
        path = reverse(f"admin:assessment_{page}_changelist")
        listed = boss.get(path, {"q": typed}).context["cl"]
        assert [(kind.heading, len(kind.hits)) for kind in found] == [(heading, 1)]
        assert list(listed.result_list) == [row]


@pytest.mark.parametrize("words", ["", "x" * 500, "%_'\"<script>", "[(*\\ ***:a+{2}"])
def test_find_and_list_stand_any_words(desk, words):
    for page in ("admin:find", "admin:trainees_trainee_changelist"):
        assert desk.get(reverse(page), {"q": words}).status_code == 200


def test_paginator_counts_to_its_limit_only(monkeypatch):
    monkeypatch.setattr(CappedPaginator, "MOST", 2)
    HostCompanyFactory.create_batch(4)

    paginator = CappedPaginator(HostCompany.objects.all(), 1)

    assert (paginator.count, paginator.num_pages) == (2, 2)


@pytest.mark.parametrize("name", ["trainees_trainee", "placements_placement", "trainees_group"])
def test_list_queries_do_not_grow(name, boss, django_assert_max_num_queries):
    url = reverse(f"admin:{name}_changelist")
    boss.get(url)
    counts = []
    for rows in (1, 3):
        PlacementFactory.create_batch(rows)
        # Seven, and three more for the hours of the placements.
        most = 10 if name == "placements_placement" else 7
        with django_assert_max_num_queries(most) as captured:
            boss.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "name", ["trainees_trainee", "placements_placement", "placements_companytutor"]
)
def test_pages_hold_no_inline_style_or_script(name, boss):
    PlacementFactory()

    for page in ("changelist", "add"):
        html = boss.get(reverse(f"admin:{name}_{page}")).content.decode()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)", html)


def test_desk_speaks_the_chosen_language(desk):
    page = desk.get(reverse("admin:index"))
    desk.post(reverse("set_language"), {"language": "it", "next": reverse("admin:index")})

    assert f'action="{reverse("set_language")}"' in page.text
    assert 'lang="it"' in desk.get(reverse("admin:index")).text[:200]


@pytest.mark.parametrize(("is_demo", "strips"), [(True, 1), (False, 0)])
def test_desk_says_when_it_is_the_demo(desk, settings, is_demo, strips):
    settings.DEMO = is_demo
    settings.ROOT_URLCONF = "tests.urls_with_demo"

    page = desk.get(reverse("admin:index"))

    assert page.text.count('class="demo-strip"') == strips


def test_menu_shows_what_ones_own_rights_open(client_for):
    menus = {}
    for role in ("admin", "tutor", "admin"):
        page = client_for(UserFactory(**{role: True})).get("/admin/helpdesk/ticket/")
        menus[role] = {
            model["object_name"]
            for app in page.context["available_apps"]
            for model in app["models"]
        }

    assert "AuditEvent" in menus["admin"] - menus["tutor"]
    assert "Ticket" in menus["tutor"]
