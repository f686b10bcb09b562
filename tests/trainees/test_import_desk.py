import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from imyportal.models import OutgoingMail
from placements.models import CompanyImport, HostCompany
from tests.factories import GroupFactory, SendingTutorFactory, TraineeFactory, UserFactory
from tests.lists import HEADER, as_csv
from trainees.models import GroupImport, Trainee

pytestmark = pytest.mark.django_db

MIA = ["Groß", "Mia", "04.05.2009", "mia@x.example"]
BAD = ["Vogel", "Käthe", "31.02.2007", "kathe@x.example"]


@pytest.fixture(autouse=True)
def password_is_enough(settings):
    settings.STAFF_MFA = False


def tutor(*permissions):
    user = UserFactory(tutor=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


@pytest.fixture
def group():
    return GroupFactory(lead_tutor=tutor("add_trainee", "view_group", "change_group"))


@pytest.fixture
def desk(client, group):
    client.force_login(group.lead_tutor)
    return client


def address(group, pending=None):
    if pending:
        return reverse("admin:trainees_group_import_preview", args=[group.pk, pending.pk])
    return reverse("admin:trainees_group_import", args=[group.pk])


def upload(client, url, content, name="list.csv"):
    return client.post(url, {"file": SimpleUploadedFile(name, content)})


def handed_in(desk, group, *rows):
    upload(desk, address(group), as_csv([HEADER, *rows]))
    return GroupImport.objects.latest("pk")


def seen(response):
    return {"plan": re.search(r'name="plan" value="(\w+)"', response.text)[1]}


def test_upload_leads_to_the_preview_and_writes_nothing(desk, group):
    response = upload(desk, address(group), as_csv([HEADER, MIA]))

    pending = GroupImport.objects.get()
    assert (response.status_code, response.url) == (302, address(group, pending))
    assert (pending.by, pending.file_name) == (group.lead_tutor, "list.csv")
    assert not Trainee.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "A PDF cannot be read"),
        (b"shoe;size\n1;2\n", "No row names the columns"),
        (b"", "The file is empty."),
        (b"x" * (5 * 2**20 + 1), "larger than 5 MB"),
    ],
)
def test_upload_of_unreadable_file_says_what_to_do(desk, group, content, words):
    response = upload(desk, address(group), content)

    assert response.status_code == 200
    assert response.text.count(words) == 2  # summary and field
    assert not GroupImport.objects.exists()


def test_upload_without_file_says_what_to_do(desk, group):
    assert desk.post(address(group)).text.count("Choose the file with the list.") == 2


def test_preview_shows_rows_reasons_and_one_button(desk, group):
    pending = handed_in(desk, group, MIA, BAD)

    response = desk.get(address(group, pending))

    assert "Bring in 1 trainee<" in response.text
    assert "There is no such date as “31.02.2007”." in response.text
    assert "Minor without a guardian" in response.text
    assert response.text.count('type="submit"') == 2  # this one, and logging out


def test_preview_with_nothing_to_write_has_no_button(desk, group):
    response = desk.get(address(group, handed_in(desk, group, BAD)))

    assert "Bring in 0" not in response.text
    assert "There is nothing to bring in." in response.text


def test_confirmed_preview_brings_in_and_shows_the_result(desk, group):
    pending = handed_in(desk, group, MIA, BAD)
    preview = desk.get(address(group, pending))

    response = desk.post(address(group, pending), seen(preview), follow=True)

    assert "1 trainee is brought in." in response.text
    assert [trainee.name for trainee in Trainee.objects.all()] == ["Mia Groß"]


def test_result_keeps_who_stayed_out_and_why_without_the_cells(desk, group):
    pending = handed_in(desk, group, MIA, BAD)
    preview = desk.get(address(group, pending))

    response = desk.post(address(group, pending), seen(preview), follow=True)

    pending.refresh_from_db()
    assert pending.result["refused"] == [
        {"line": 3, "name": "Käthe Vogel", "reasons": ["There is no such date as “…”."]}
    ]
    assert "Line 3, <b>Käthe Vogel</b>: There is no such date as “…”." in response.text


def test_new_trainees_are_invited_once_a_day(client_for, today):
    today("2026-02-20")
    group = GroupFactory(lead_tutor=UserFactory(tutor=True))
    desk = client_for(group.lead_tutor)
    pending = handed_in(desk, group, MIA)
    preview = desk.get(address(group, pending))
    result = desk.post(address(group, pending), seen(preview), follow=True)
    signed_in = TraineeFactory(group=group)
    User.objects.filter(pk=signed_in.user_id).update(last_login=timezone.now())
    url = reverse("admin:trainees_group_invite", args=[group.pk])

    first, second = (desk.post(url, follow=True).text for _ in range(2))

    assert "Invite who never signed in (1)" in result.text
    assert [row.to for row in OutgoingMail.objects.all()] == [MIA[3]]
    assert "1 invitation is on its way." in first
    assert "Everybody was invited today already" in second
    assert "Invite who never signed in" not in second
    today("2026-02-21")
    assert (
        "Invite who never signed in (1)"
        in client_for(group.lead_tutor).get(group.get_absolute_url()).text
    )


def test_tutor_invites_only_trainees_they_see(client_for):
    group = GroupFactory()
    own = TraineeFactory(group=group, tutor=UserFactory(tutor=True))
    TraineeFactory(group=group)

    client_for(own.tutor).post(reverse("admin:trainees_group_invite", args=[group.pk]))

    assert [row.to for row in OutgoingMail.objects.all()] == [own.email]


def test_confirmed_twice_is_brought_in_once(desk, group):
    pending = handed_in(desk, group, MIA)
    data = seen(desk.get(address(group, pending)))

    for _ in range(2):
        response = desk.post(address(group, pending), data, follow=True)

    assert "1 trainee is brought in." in response.text
    assert Trainee.objects.count() == 1


def test_confirmed_after_something_changed_shows_the_preview_again(desk, group):
    pending = handed_in(desk, group, MIA)
    data = seen(desk.get(address(group, pending)))
    TraineeFactory(group=group, email=MIA[3])

    response = desk.post(address(group, pending), data, follow=True)

    assert "Something changed since this preview was made." in response.text
    assert "1</b> changed" in response.text
    assert not GroupImport.objects.get().applied_at


def test_names_from_the_file_are_escaped(desk, group):
    response = desk.get(address(group, handed_in(desk, group, ["<b>x", *MIA[1:]])))

    assert "&lt;b&gt;x" in response.text
    assert "<b>x" not in response.text


@pytest.mark.parametrize("step", ["upload", "preview"])
def test_stranger_among_tutors_gets_404(client, desk, group, step):
    pending = handed_in(desk, group, MIA)
    client.force_login(tutor("add_trainee"))
    url = address(group, pending if step == "preview" else None)

    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


def test_list_of_another_group_gets_404(desk, group):
    pending = handed_in(desk, group, MIA)
    other = GroupFactory(lead_tutor=group.lead_tutor)

    assert desk.get(address(other, pending)).status_code == 404


@pytest.fixture
def no_rights_of_every_tutor(settings):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]


@pytest.mark.usefixtures("no_rights_of_every_tutor")
def test_tutor_who_may_not_add_trainees_gets_403(client):
    group = GroupFactory(lead_tutor=tutor())
    client.force_login(group.lead_tutor)

    assert client.get(address(group)).status_code == 403


def test_nobody_is_sent_to_sign_in(client, group):
    assert client.get(address(group)).status_code == 302


def test_sending_tutor_of_the_group_gets_404(client, group):
    client.force_login(SendingTutorFactory(organisation=group.organisation).user)

    assert client.get(address(group)).status_code == 404


def test_confirming_needs_the_csrf_token(group, desk):
    pending = handed_in(desk, group, MIA)
    desk.handler.enforce_csrf_checks = True

    assert desk.post(address(group, pending)).status_code == 403
    assert not Trainee.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_preview_query_count_does_not_grow(desk, group, django_assert_max_num_queries, rows):
    pending = handed_in(desk, group, *([*MIA[:3], f"mia{n}@x.example"] for n in range(rows)))

    with django_assert_max_num_queries(12):
        response = desk.get(address(group, pending))

    assert len(response.context["plan"].rows) == rows


# --- companies ---

COMPANIES = (
    b"name,address,places,tutor,tutor e-mail\nVivai Bonelle,Via 55,5,Gino Bardi,g@x.example\n"
)


def test_companies_are_uploaded_seen_and_brought_in(client):
    client.force_login(tutor("add_hostcompany", "view_hostcompany"))
    response = upload(client, reverse("admin:placements_hostcompany_import"), COMPANIES)
    preview = client.get(response.url)
    assert "Bring in 1 company<" in preview.text

    result = client.post(response.url, seen(preview), follow=True)

    assert "1 company is brought in." in result.text
    assert HostCompany.objects.get().tutors.get().name == "Gino Bardi"


@pytest.mark.usefixtures("no_rights_of_every_tutor")
def test_tutor_who_may_not_add_companies_gets_403(client):
    client.force_login(tutor("add_hostcompany"))
    upload(client, reverse("admin:placements_hostcompany_import"), COMPANIES)
    pending = CompanyImport.objects.get()
    client.force_login(tutor())

    for name, args in [("import", []), ("import_preview", [pending.pk])]:
        url = reverse(f"admin:placements_hostcompany_{name}", args=args)
        assert client.get(url).status_code == 403


def test_list_of_companies_leads_to_the_import(client):
    client.force_login(tutor("add_hostcompany", "view_hostcompany"))

    response = client.get(reverse("admin:placements_hostcompany_changelist"))

    assert reverse("admin:placements_hostcompany_import") in response.text
