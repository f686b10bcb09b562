"""The agency of the demo, and the doors of /demo/."""

import re
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import get_resolver

from assessment.models import Certificate, Evaluation, Score
from imyportal import mail
from imyportal.models import OutgoingMail
from placements.models import HourWeek, Placement, WeekSignature, WorkDay
from trainees.models import Group, Trainee

WEDNESDAY = "2026-03-18"

NOON = datetime(2026, 3, 18, 12, tzinfo=ZoneInfo("Europe/Rome"))


@pytest.fixture(scope="module")
def agency(django_db_setup, django_db_blocker):
    """The agency on a Wednesday, built once for all tests that look at it; the facts of one built before."""
    assert get_resolver().url_patterns
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        with time_machine.travel(NOON, tick=False):
            with transaction.atomic():
                call_command("demo")
                before = everything()
                transaction.set_rollback(True)
            call_command("demo")
        yield before
        transaction.set_rollback(True)


@pytest.fixture
def demo(agency, db, settings, today, tmp_path):
    """That Wednesday, the doors of the demo, and an empty folder for its mail."""
    today(WEDNESDAY)
    settings.DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    settings.ROOT_URLCONF = "tests.urls_with_demo"
    settings.STAFF_MFA = False


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


def test_demo_again_changes_nothing_and_prints_the_log_ins(demo, capsys):
    before = everything()

    call_command("demo")

    again = capsys.readouterr().out
    assert everything() == before
    for words in ("/demo/", "giulia.conti@imy.example", "buongiorno-toscana"):
        assert words in again


def test_demo_of_the_same_day_is_the_same_agency(agency, demo):
    assert everything() == agency


def test_demo_is_valid_row_by_row(demo):
    for model in (Trainee, Group, Placement, HourWeek, WorkDay, Evaluation, Score):
        for row in model.objects.all()[:20]:
            row.clean()
            row.validate_constraints()


def test_demo_certificates_are_made_by_the_worker(demo):
    call_command("sweep")

    assert not Certificate.objects.filter(rendered_at=None, withdrawn_at=None).exists()


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
