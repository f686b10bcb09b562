"""Figures for Prometheus, the log line of a request, and the page while the database is away."""

import contextlib
import json
import logging
import re
import time
from io import StringIO

import pytest
from django.apps import apps
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from accounts import links
from accounts.enums import Purpose
from imyportal import logs, mail, pulse, tasks, work
from imyportal.models import OutgoingMail
from imyportal.work import Claimable
from tests.factories import CompanyTutorFactory, TraineeFactory

pytestmark = pytest.mark.django_db

TOKEN = "a-token-of-tests"


@pytest.fixture
def figures(client, settings):
    """`figures()`: {(name, labels in the order of their names…): value} as Prometheus would read it."""
    settings.METRICS_TOKEN = TOKEN

    def read():
        answer = client.get("/metrics/", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        return {
            (sample.name, *(text for _, text in sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(answer.content.decode())
            for sample in family.samples
        }

    return read


@pytest.mark.parametrize(
    ("token", "given"),
    [
        ("", "Bearer "),
        (TOKEN, ""),
        (TOKEN, "Bearer another"),
        (TOKEN, f"Basic {TOKEN}"),
        (TOKEN, "Bearer \xe9"),
    ],
)
def test_metrics_without_the_token_is_not_there(client, settings, token, given):
    settings.METRICS_TOKEN = token

    assert client.get("/metrics/", headers={"Authorization": given}).status_code == 404


def test_metrics_count_requests_and_work_and_name_nobody(client, client_for, figures):
    trainee = TraineeFactory(last_name="Zyxwvut")
    link = links.create(Purpose.COMPANY, CompanyTutorFactory())
    mail.queue("accounts/notice", to="zyx@example.org", language="en", what="password")
    OutgoingMail.objects.update(due_at=timezone.now() - timezone.timedelta(hours=1))
    before = figures().get(("imy_requests_total", "GET", "placements:home", "200"), 0)

    client_for(trainee.user).get("/me/")
    client.get(f"/c/{links.token_of(link)}/")
    client.get("/zyxwvut/no/such/page/")
    client.post("/in/password/", {"login": "zyx@example.org", "password": "zyxwvut"})
    client.generic("ZYXWVUT", "/")
    found = figures()

    assert found["imy_requests_total", "GET", "placements:home", "200"] == before + 1
    assert found["imy_requests_total", "GET", "none", "404"] >= 1
    assert found["imy_sign_ins_failed_total",] >= 1
    assert found["imy_work_rows", "OutgoingMail", "waiting"] == 1
    assert found["imy_work_late_seconds", "OutgoingMail"] >= 3600
    assert ("imy_work_rows", "Certificate", "done") in found
    labels = " ".join(" ".join(map(str, key)) for key in found).lower()
    assert "zyx" not in labels
    assert "/" not in labels
    assert links.token_of(link) not in labels


def test_metrics_ask_the_database_once_a_kind_of_work(figures, django_assert_num_queries):
    kinds = [model for model in apps.get_models() if issubclass(model, Claimable)]

    with django_assert_num_queries(len(kinds) + 4):
        figures()


@pytest.fixture
def job(monkeypatch):
    """`job(function)`: that kind of work, run once by the name of `tried`; nothing was written before."""
    assert pulse.tally in tasks.work.runs._watchers
    monkeypatch.setattr(pulse, "_sums", {})

    def run(function):
        monkeypatch.setitem(work.runs._jobs, "tried", function)
        with contextlib.suppress(ZeroDivisionError):
            work.run("tried")

    return run


def some_fail():
    """Three mails due, the second of which fails."""
    rows = [mail.queue("accounts/notice", to=f"{n}@x.example", language="en") for n in range(3)]
    OutgoingMail.objects.update(due_at=timezone.now() - timezone.timedelta(minutes=5))

    def do(claim):
        if claim.row == rows[1]:
            raise ValueError
        with claim.finish():
            pass

    return work.do_all(OutgoingMail.objects.due, do)


def test_job_that_ran_is_one_line_and_adds_up(db, job, figures, written):
    job(some_fail)
    job(lambda: 0)
    job(lambda: 1 // 0)
    job(lambda: 4)
    pulse.beat("sweep")

    lines = [line for line in written() if "job" in line]
    assert [(line["done"], line["failed"], line.get("error")) for line in lines] == [
        (2, 1, None),
        (0, 0, "ZeroDivisionError"),
        (4, 0, None),
    ]
    assert [line["late"] for line in lines] == [300, 0, 0]
    assert {line["job"] for line in lines} == {"tried"}
    assert all(isinstance(line["seconds"], float) for line in lines)
    found = figures()
    counted = ["runs", "failed_runs", "rows_done", "rows_failed"]
    assert [found[f"imy_job_{each}_total", "tried"] for each in counted] == [4, 1, 6, 1]
    last = found["imy_job_last_success_timestamp_seconds", "tried"]
    assert abs(last - time.time()) < 60
    assert abs(found["imy_heartbeat_timestamp_seconds", "sweep"] - time.time()) < 60


def test_job_that_finds_nothing_is_written_down_seldom(job, django_assert_num_queries, db):
    job(lambda: 0)

    with django_assert_num_queries(0):
        job(lambda: 0)


def test_run_that_lasts_too_long_takes_no_more_rows_and_rings(db, job, monkeypatch):
    mail.queue("accounts/notice", to="a@x.example", language="en")
    rung = []
    monkeypatch.setattr(work.runs, "ring", rung.append)
    monkeypatch.setattr(work.runs, "LONGEST", -1.0)

    job(some_fail)

    assert not OutgoingMail.objects.exclude(attempts=0).exists()
    assert rung.count("tried") == 1


# --- The log ----------------------------------------------------------------------------------


@pytest.fixture
def written():
    """`written()`: the JSON lines of the portal since the test began, as in production."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(logs.MaskTokens())
    handler.setFormatter(logs.JsonLine())
    names = ["imyportal", "django"]
    for name in names:
        logging.getLogger(name).addHandler(handler)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    for name in names:
        logging.getLogger(name).removeHandler(handler)


def test_log_of_a_request_says_route_status_time_and_number_of_the_person(client_for, written):
    user = TraineeFactory().user

    answer = client_for(user).get("/me/?q=secret")

    [line] = [each for each in written() if each["logger"] == "imyportal.access"]
    assert re.fullmatch("[0-9a-f]{32}", line["request_id"])
    assert answer.headers["X-Request-ID"] == line["request_id"]
    assert isinstance(line.pop("ms", 0), int)
    at = line.pop("at")
    assert at.endswith("+00:00")
    del line["request_id"]
    assert line == {
        "level": "INFO",
        "logger": "imyportal.access",
        "message": "GET /me/ 200",
        "route": "placements:home",
        "method": "GET",
        "status": 200,
        "user": user.pk,
    }


def test_log_of_a_link_and_of_a_forged_line_break_is_one_masked_line(client, written):
    token = links.token_of(links.create(Purpose.COMPANY, CompanyTutorFactory()))

    client.get(f"/c/{token}/")
    client.get("/x%0D%0A{'level': 'forged'}/")

    messages = [line["message"] for line in written() if line["logger"] == "imyportal.access"]
    assert messages == ["GET /c/…/ 302", "GET /x\r\n{'level': 'forged'}/ 404"]


def test_log_says_nothing_of_health_that_is_well(client, written):
    pulse.Heartbeat.objects.create(name="sweep", at=timezone.now())

    client.get("/health/")

    assert written() == []


@pytest.mark.parametrize(
    ("proxies", "sent", "taken"),
    [(1, "ab" * 16, True), (0, "ab" * 16, False), (1, "x\r\nb" * 8, False), (1, "a" * 33, False)],
)
def test_request_number_is_the_proxy_s_and_nobody_else_s(client, settings, proxies, sent, taken):
    settings.TRUSTED_PROXY_COUNT = proxies

    number = client.get("/privacy/", headers={"X-Request-ID": sent}).headers["X-Request-ID"]

    assert (number == sent) is taken


# --- The database is away ---------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/in/password/", "/me/"])
def test_database_away_answers_503_and_when_to_try_again(client, client_for, path):
    browser = client_for(TraineeFactory().user)
    browser.raise_request_exception = False

    def refuse(execute, sql, params, many, context):
        raise OperationalError("the connection is lost")

    with connection.execute_wrapper(refuse):
        answer = browser.get(path, headers={"Accept-Language": "it"})

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert '<html lang="it"' in answer.content.decode()


def test_mistake_of_ours_answers_500_with_the_number_in_the_log(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("imyportal.views.public.render", lambda *a, **k: 1 / 0)

    answer = client.get(reverse("privacy"))

    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"][:8] in answer.content.decode()
