"""The demo: `manage.py demo`, on any day, and where it must not be."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from assessment.models import Certificate, Evaluation
from assessment.readiness import readiness
from imyportal import today as board
from placements.enums import ABSENCES, PlacementStatus, WeekStatus
from placements.models import HourWeek, Placement, WeekSignature, WorkDay
from tests.services import ROOT
from trainees.models import Group, Trainee

DAYS = {  # a Wednesday is in test_demo_doors.py
    "New Year on a Saturday": "2028-01-01",
    "leap day": "2028-02-29",
}


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


@pytest.mark.long
@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS.keys())
def test_demo_on_any_day_shows_an_agency_at_work(build, day, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    (tmp_path / "20260101-000000-1.log").write_text("Subject: of an agency that is gone\n")

    said = build(day)
    now = timezone.now()

    assert "60 trainees in 4 groups." in said
    assert list(tmp_path.iterdir()) == []
    assert (Group.objects.count(), Trainee.objects.count()) == (4, 60)
    assert set(HourWeek.objects.values_list("status", flat=True)) == set(WeekStatus.values)
    assert Placement.objects.filter(status=PlacementStatus.PROPOSED).exists()
    to_come = WorkDay.objects.filter(date__gte=timezone.localdate())
    assert not to_come.exclude(kind__in=ABSENCES).exists()  # an absence is announced beforehand
    assert not WeekSignature.objects.filter(signed_at__gt=now).exists()
    assert not Evaluation.objects.filter(given_at__gt=now).exists()
    assert not HourWeek.objects.filter(declared_at__gt=now).exists()
    giulia = User.objects.get(email="giulia.conti@imy.example")
    assert len(board.board(giulia, now=now).rows) >= 4
    finished = min(Group.objects.all(), key=lambda group: group.leaves_on)
    rows = readiness(finished, giulia)
    assert sum(row.ready for row in rows) + Certificate.objects.count() >= 7
    states = [certificate.state for certificate in Certificate.objects.order_by("number")]
    assert states == ["superseded", "withdrawn", "in_work", "in_work", "in_work"]
    lena = Trainee.objects.get(email="trainee1@dortmund.example")
    assert lena.placements.get().week_number(timezone.localdate()) == 3


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
