"""docker-compose.yml at work: several of everything, one of them killed, nothing lost, all backed up."""

import asyncio
import http.client
import json
import os
import re
import shutil
import signal
import ssl
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from ipaddress import ip_address
from urllib.parse import urlencode

import psycopg2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.compose import FILE, Installation, proxy
from tests.drills import SmtpSink
from tests.services import free_port, spawn, until

pytestmark = pytest.mark.drill
HOST = "portal.example"
WEEKS = 7


class PatientSink(SmtpSink):
    """A mail server that keeps everybody waiting after DATA while `closed`."""

    def __init__(self):
        super().__init__()
        self.closed, self.waiting = False, 0

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.waiting += 1
        try:
            while self.closed:  # noqa: ASYNC110 - opened from another thread
                await asyncio.sleep(0.02)
            return await super().handle_DATA(server, session, envelope)
        finally:
            self.waiting -= 1


def throw_away_certificate(secrets):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    names = [x509.DNSName(HOST), x509.IPAddress(ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    (secrets / "tls_certificate").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (secrets / "tls_key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


class Visitor:
    """Somebody's browser, through the proxy."""

    def __init__(self, site, session=""):
        self.site = site
        self.cookies = {"__Host-session": session} if session else {}

    def ask(self, path, fields=None, headers=()):
        link = http.client.HTTPSConnection("127.0.0.1", self.site.tls, context=self.site.trust)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Host": HOST, "Cookie": cookies, "Referer": f"https://{HOST}/", **dict(headers)}
        if fields is None:
            link.request("GET", path, headers=sent)
        else:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            link.request("POST", path, urlencode(fields), sent)
        answer = link.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        text = answer.read().decode(errors="replace")
        link.close()
        return answer, text


class Site(Installation):
    """Two web servers, two workers, beat, sweep, Redis and the proxy."""

    def begin(self):

        throw_away_certificate(self.secrets)
        self.trust = ssl.create_default_context(cafile=self.secrets / "tls_certificate")
        self.web, self.tls, self.plain = [free_port(), free_port()], free_port(), free_port()
        self.make_database()
        self.start("redis")
        self.run("migrate")
        for number, port in enumerate(self.web, 1):
            self.start(
                "web",
                name=f"web{number}",
                GUNICORN_CMD_ARGS=f"--bind 127.0.0.1:{port} --workers {3 - number}",
                TMPDIR=str(self.tmp),
            )
        for name in ("worker1", "worker2"):
            self.start("worker", name=name)
        self.start("beat")
        self.start("sweep")
        conf = proxy(self.tmp, self.secrets, web=self.web, plain=self.plain, tls=self.tls)
        self.processes["proxy"] = spawn(
            [
                shutil.which("nginx") or "/usr/sbin/nginx",
                "-e",
                "stderr",
                "-c",
                conf,
                "-g",
                "daemon off;",
            ],
            log=self.folder / "proxy.log",
        )
        seed = self.run("web", sys.executable, "-m", "tests.production_seed", str(WEEKS))
        self.people = json.loads(seed.stdout)
        for name in ("worker1", "worker2"):
            self.says(name, " ready.")
        for port in self.web:
            until(lambda port=port: self.answers(port), what="web")
        return self

    def answers(self, port):
        try:
            return self.straight(port, "/health/")[0] == 200
        except OSError:
            return False

    def straight(self, port, path, **headers):
        """Asked from inside, past the proxy."""
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as link:
            link.request("GET", path, headers={"Host": HOST} | headers)
            answer = link.getresponse()
            return answer.status, answer.read().decode()

    def send_week(self, person, times=2):
        """The trainee's button, pressed `times` times at once; the answers."""
        visitor = Visitor(self, person["session"])
        _answer, page = visitor.ask(person["page"])
        form = re.search(r'<form[^>]*action="[^"]*/send/".*?</form>', page, re.DOTALL)[0]
        fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', form))
        with ThreadPoolExecutor(times) as hands:
            path = person["page"] + "send/"
            return [
                each[0].status for each in hands.map(visitor.ask, [path] * times, [fields] * times)
            ]

    def manage(self, *words):
        return [sys.executable, "manage.py", *words]

    def fingerprints(self):
        """Of every table: how many rows, and one digest over all of them."""
        tables = self.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        rows = "count(*), md5(string_agg(t::text, '|' ORDER BY t::text))"
        return {table: self.sql(f'SELECT {rows} FROM "{table}" t')[0] for (table,) in tables}

    def is_idle(self):
        papers = self.sql("SELECT id FROM assessment_certificate WHERE done_at IS NULL")
        return not papers and not self.mails("done_at IS NULL")

    def mails(self, where="TRUE"):
        return self.sql(f"SELECT message_id FROM imyportal_outgoingmail WHERE {where}")


@pytest.fixture
def sink():
    sink = PatientSink()
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def site(tmp_path, sink):
    tmp_path.chmod(0o755)
    site = Site(tmp_path, database="imy_drill", mail_port=sink.port)
    try:
        yield site.begin()
    finally:
        site.stop()
        site.drop_database()


def test_production_loses_nothing_and_comes_back_from_its_backup(site, sink):
    """One test: to start everything is the dear part."""

    roles_may_do_what_they_need_and_no_more(site)
    a_killed_worker_loses_and_doubles_no_mail(site, sink)
    figures_are_for_the_inside_and_add_up(site)
    logs_are_json_and_tell_no_secret(site)
    services_say_how_they_are(site)
    a_web_server_that_stops_drops_no_request(site)
    a_backup_brings_everything_back(site)


def roles_may_do_what_they_need_and_no_more(site):
    refused = [
        ("imy_app", "CREATE TABLE mine (id int)"),
        ("imy_app", "TRUNCATE imyportal_outgoingmail"),
        ("imy_app", "DROP INDEX imyportal_mail_undone"),
        ("imy_app", "UPDATE imyportal_auditevent SET actor = 'nobody'"),
        ("imy_app", "UPDATE imyportal_change SET actor = 'nobody'"),
        ("imy_app", "DELETE FROM django_migrations"),
        ("imy_read", "DELETE FROM imyportal_outgoingmail"),
    ]
    for role, statement in refused:
        with pytest.raises(
            (psycopg2.errors.InsufficientPrivilege, psycopg2.errors.ReadOnlySqlTransaction)
        ):
            site.sql(statement, role=role)
    assert site.sql("SELECT count(*) FROM accounts_user", role="imy_read")


def a_killed_worker_loses_and_doubles_no_mail(site, sink):
    *first, last, very_last = site.people
    until(site.is_idle, what="the certificate of the seed, and its mails")
    sink.closed = True
    os.killpg(site.processes["worker2"].pid, signal.SIGSTOP)

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(site.send_week, first))
    until(lambda: sink.waiting, what="a worker that sends")
    os.killpg(site.processes["worker1"].pid, signal.SIGKILL)  # parent and children: no power
    os.killpg(site.processes["worker2"].pid, signal.SIGCONT)
    until(lambda: site.processes["worker1"].poll() is not None, what="the end of a worker")
    until(lambda: not sink.waiting, what="the end of its connections")
    sink.closed = False
    answers.append(site.send_week(last))  # its bell is heard by the worker that is left
    until(lambda: not site.mails("done_at IS NULL AND lease_until IS NULL"), what="the others")
    left = site.mails("done_at IS NULL")
    site.sql("UPDATE imyportal_outgoingmail SET lease_until = now() WHERE done_at IS NULL")
    answers.append(site.send_week(very_last))
    until(lambda: not site.mails("done_at IS NULL"), what="the mail of the dead")

    assert {status for pair in answers for status in pair} == {302}
    assert left
    wanted = sorted(person["to"] for person in site.people)
    assert sorted(mail["To"] for mail in sink.messages if mail["To"] in wanted) == wanted
    ids = sorted(mail["Message-ID"] for mail in sink.messages)
    assert ids == sorted(row[0] for row in site.mails())


def figures_are_for_the_inside_and_add_up(site):
    token = (site.secrets / "metrics_token").read_text()
    assert (
        Visitor(site)
        .ask("/metrics/", headers={"Authorization": f"Bearer {token}"}.items())[0]
        .status
        == 404
    )
    sent = 0
    for port in site.web:
        status, text = site.straight(port, "/metrics/", Authorization=f"Bearer {token}")
        assert status == 200
        found = re.findall(
            r'imy_requests_total{[^}]*route="placements:week_send"[^}]*} (\S+)', text
        )
        sent += sum(map(float, found))
    assert sent == 2 * WEEKS
    assert 'imy_work_rows{kind="Certificate",state="done"} 1.0' in text


def logs_are_json_and_tell_no_secret(site):
    for name in ("web1", "web2"):  # Celery greets in its own way first
        assert [line for line in site.log(name).splitlines() if not line.startswith("{")] == []
    for name in ("web1", "web2", "worker2"):
        lines = [json.loads(line) for line in site.log(name).splitlines() if line.startswith("{")]
        assert {"at", "level", "logger", "message"} <= {*lines[-1]}
    assert '"route": "placements:week_send"' in site.log("web1") + site.log("web2")
    everything = "".join(site.log(name) for name in site.processes)
    everything += (site.tmp / "access.log").read_text()
    for secret in [*(p["session"] for p in site.people), "0123456789abcdef" * 2]:
        assert secret not in everything


def services_say_how_they_are(site):
    for service, more in (("web", {"PORT": str(site.web[0])}), ("sweep", {}), ("beat", {})):
        asked = [site.here(part) for part in FILE["services"][service]["healthcheck"]["test"][1:]]
        site.run(service, sys.executable, *asked[1:], **more)
    how = site.here(FILE["services"]["redis"]["healthcheck"]["test"][1])
    site.run("redis", "sh", "-c", how.replace("redis-cli", f"redis-cli -p {site.redis_port}"))
    late = site.run(
        "sweep", sys.executable, "deploy/health.py", str(site.tmp / "sweep"), "0", ok=False
    )
    assert "was not touched" in late.stderr


def a_web_server_that_stops_drops_no_request(site):
    def ask(number):
        if number == 10:
            site.processes["web1"].terminate()
        return Visitor(site).ask("/verify/")[0].status

    with ThreadPoolExecutor(6) as crowd:
        statuses = list(crowd.map(ask, range(36)))

    assert set(statuses) == {200}
    assert site.processes["web1"].wait(20) == 0


def a_backup_brings_everything_back(site):
    made = site.run("backup")
    before = site.fingerprints()
    paper = next(site.media.rglob("*.pdf")).read_bytes()
    site.stop()
    site.drop_database()
    next(site.media.rglob("*.pdf")).write_bytes(b"not the certificate")
    [backup] = site.backups.iterdir()
    assert (backup / "database.dump").read_bytes().startswith(b"Salted__")  # encrypted
    site.make_database()
    restored = site.run("migrate", *site.manage("restore", "newest", "--set-aside"))

    assert "files checked: 1" in restored.stdout
    assert site.fingerprints() == before
    assert next(site.media.glob("certificates/*/*.pdf")).read_bytes() == paper
    roles_may_do_what_they_need_and_no_more(site)
    print(made.stdout, restored.stdout)
