"""The demo: `manage.py demo`, and the doors of /demo/."""

import os
import re
import subprocess
import sys
import time
from html import unescape

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from assessment.models import Certificate, Evaluation, Score
from assessment.readiness import readiness
from imyportal import mail
from imyportal import today as board
from imyportal.models import OutgoingMail
from placements.enums import PlacementStatus, WeekStatus
from placements.models import HourWeek, Placement, WeekSignature, WorkDay
from tests.services import ROOT
from trainees.models import Group, Trainee

DAYS = {
    "Monday": "2026-03-16",
    "Wednesday": "2026-03-18",
    "Saturday": "2026-03-21",
    "New Year": "2027-01-01",
    "leap day": "2028-02-29",
}
WEDNESDAY = DAYS["Wednesday"]


@pytest.fixture
def build(db, settings, today, capsys):
    """`build("2026-03-16")`: the agency as of that day; what the command said."""
    assert get_resolver().url_patterns  # read while the demo is off, as for everybody else
    settings.DEMO = True

    def run(day):
        today(day)
        call_command("demo")
        return capsys.readouterr().out

    return run


@pytest.fixture
def demo(build, settings, tmp_path):
    """The agency on a Wednesday, the doors of the demo, and an empty folder for its mail."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    settings.ROOT_URLCONF = "tests.urls_with_demo"
    settings.STAFF_MFA = False
    return build(WEDNESDAY)


@pytest.fixture
def kept(demo):
    """All mail of the agency was sent into its folder; how many were still needed."""
    mail.deliver_due()
    return OutgoingMail.objects.filter(sent_at__isnull=False).count()


def everything():
    """Every fact of the agency, without keys that the database hands out."""
    tables = {
        Trainee: ["email", "birth_date", "user__last_login", "group__arrives_on"],
        Placement: ["trainee__email", "company_tutor__email", "starts_on", "ends_on", "status"],
        WorkDay: ["week__placement__trainee__email", "date", "kind", "starts_at", "ends_at",
                  "minutes", "told_at", "filled_at"],
        HourWeek: ["placement__trainee__email", "monday", "status", "version", "declared_at",
                   "return_reason"],
        WeekSignature: ["week__placement__trainee__email", "week__monday", "signed_at", "button",
                        "minutes", "version"],
        Evaluation: ["placement__trainee__email", "kind", "moment", "monday", "given_at",
                     "given_by", "comment"],
        Score: ["evaluation__placement__trainee__email", "evaluation__kind",
                "evaluation__moment", "evaluation__monday", "objective__code", "indicator__code",
                "value"],
        Certificate: ["placement__trainee__email", "number", "issued_on"],
        OutgoingMail: ["template", "to", "language"],
    }  # fmt: skip
    return {
        model.__name__: sorted(model.objects.values_list(*fields), key=str)
        for model, fields in tables.items()
    }


# --- What is built ----------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS.keys())
def test_demo_on_any_day_shows_an_agency_at_work(build, day):
    said = build(day)
    now = timezone.now()

    assert "60 trainees in 4 groups." in said
    assert (Group.objects.count(), Trainee.objects.count()) == (4, 60)
    assert set(HourWeek.objects.values_list("status", flat=True)) == set(WeekStatus.values)
    assert Placement.objects.filter(status=PlacementStatus.PROPOSED).exists()
    assert not WorkDay.objects.filter(date__gte=timezone.localdate()).exists()
    assert not WeekSignature.objects.filter(signed_at__gt=now).exists()
    assert not Evaluation.objects.filter(given_at__gt=now).exists()
    assert not HourWeek.objects.filter(declared_at__gt=now).exists()
    giulia = User.objects.get(email="giulia.conti@imy.example")
    assert len(board.board(giulia, now=now).rows) >= 4
    finished = min(Group.objects.all(), key=lambda group: group.leaves_on)
    rows = readiness(finished, giulia)
    assert sum(row.ready for row in rows) + Certificate.objects.count() >= 10
    assert Certificate.objects.count() == 2
    lena = Trainee.objects.get(email="trainee1@dortmund.example")
    assert lena.placements.get().week_number(timezone.localdate()) == 3


def test_demo_again_changes_nothing_and_prints_the_log_ins(build):
    first, before = build(WEDNESDAY), everything()

    again = build(WEDNESDAY)

    assert everything() == before
    assert first.endswith(again)
    for words in ("/demo/", "giulia.conti@imy.example", "buongiorno-toscana"):
        assert words in again


def test_demo_of_the_same_day_is_the_same_agency_in_a_few_seconds(build):
    found = []
    for _ in range(2):
        with transaction.atomic():
            started = time.process_time()
            build(WEDNESDAY)
            took = time.process_time() - started
            found.append(everything())
            transaction.set_rollback(True)

    assert found[0] == found[1]
    assert took < 6  # of the processor


def test_demo_is_valid_row_by_row(demo):
    for model in (Trainee, Group, Placement, HourWeek, WorkDay, Evaluation, Score):
        for row in model.objects.all()[:20]:
            row.clean()
            row.validate_constraints()


def test_demo_certificates_are_made_by_the_worker(demo):
    call_command("sweep")

    assert Certificate.objects.exclude(rendered_at=None).count() == 2


# --- Where it must not be ---------------------------------------------------------------------


def test_demo_command_without_demo_is_refused(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")

    assert not User.objects.exists()


def test_demo_doors_without_demo_do_not_exist(client, db):
    with pytest.raises(NoReverseMatch):
        reverse("demo:index")
    for path in ("/demo/", "/demo/enter/tutor/", "/demo/mail/x/"):
        assert client.get(path).status_code == client.post(path).status_code == 404


def start(**environment):
    """The portal's settings in a process of their own."""
    return subprocess.run(
        [sys.executable, "-c", "import imyportal.settings as s; print(s.STAFF_MFA)"],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_demo_in_production_refuses_to_start():
    production = {"DEBUG": "0", "SITE_URL": "https://imy.example", "ALLOWED_HOSTS": "imy.example"}

    refused = start(DEMO="1", **production)

    assert refused.returncode != 0
    assert f"{ImproperlyConfigured.__name__}: DEMO=1 opens every door" in refused.stderr


@pytest.mark.parametrize(
    ("demo", "mfa", "asked"), [("0", "0", "True"), ("1", "0", "False"), ("1", "1", "True")]
)
def test_second_factor_is_off_in_the_demo_only(demo, mfa, asked):
    assert start(DEBUG="1", DEMO=demo, STAFF_MFA=mfa).stdout.strip() == asked


# --- Doors ------------------------------------------------------------------------------------


def test_index_offers_every_role_and_says_what_is_different(demo, client):
    page = client.get("/demo/")

    text = page.content.decode()
    keys = re.findall(r'action="/demo/enter/(\w+)/"', text)
    assert keys == ["tutor", "trainee", "company", "sending", "all"]
    assert "second factor is switched off" in text
    assert "None was sent yet" in text


LANDINGS = {
    # role: where, a word of the page, its language
    "tutor": ("/admin/", "Giulia", "en"),
    "all": ("/admin/", "Sara", "en"),
    "trainee": ("/me/", "Lena", "en"),
    "sending": ("/s/", "Your groups in Tuscany", "en"),
    "company": ("/c/", "Firma", "it"),
}


def test_enter_one_button_lands_on_the_role_s_page(demo, client):
    for role, (landing, word, language) in LANDINGS.items():
        page = client.post(f"/demo/enter/{role}/", follow=True)

        assert page.status_code == 200
        assert page.request["PATH_INFO"].startswith(landing)
        assert word in page.content.decode()
        assert page.headers["Content-Language"] == language
    assert client.post("/demo/enter/root/").status_code == 404
    assert client.get("/demo/enter/tutor/").status_code == 405


def test_every_kept_mail_can_be_read_and_its_links_work(kept, client):
    index = client.get("/demo/").content.decode()

    paths = re.findall(r'href="(/demo/mail/[^"]+)"', index)
    assert len(paths) == kept >= 3
    followed = 0  # a company's copy of what is signed has no link
    for path in paths:
        page = client.get(path)
        text = page.content.decode()
        assert page.status_code == 200
        links = [unescape(found) for found in re.findall(r'href="(http://testserver/[^"]+)"', text)]
        for link in links:
            assert client.get(link, follow=True).status_code == 200
            followed += 1
    assert followed >= 3
    assert client.get("/demo/mail/20260318-x-0/").status_code == 404


def test_index_where_mail_is_really_sent_shows_none(demo, client, settings):
    del settings.EMAIL_FILE_PATH

    assert client.get("/demo/").status_code == 200


def test_demo_drops_the_mail_of_an_agency_that_is_gone(build, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    (tmp_path / "20260101-000000-1.log").write_text("Subject: old\n")

    build(WEDNESDAY)

    assert list(tmp_path.iterdir()) == []
