"""Pytest plugin: private PostgreSQL and Redis for one run.

Loaded with `-p tests.services`, because pytest-django reads the settings before any conftest.py.
The servers run on free ports as an unprivileged user, below a temporary folder, and end with the
run; IMY_TEST_DB=sqlite does without them. With xdist the controller starts PostgreSQL once and
every worker its own Redis, so that a drill may stop it.
"""

import atexit
import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
import redis

ROOT = Path(__file__).resolve().parent.parent
SQLITE = os.environ.get("IMY_TEST_DB") == "sqlite"
NEEDS_SERVICES = ("postgres", "drill")
RESTORED = "django_db_serialized_rollback"

# A developer's .env must not decide how tests end: what is set here wins over it.
ENVIRONMENT = {
    "DEBUG": "1",
    "DEMO": "0",
    "STAFF_MFA": "1",
    "SECRET_KEY": "tests-only-" * 6,
    "SECRET_KEY_FALLBACKS": "",
    "LINK_KEY": "links-of-tests-only-" * 4,
    "CREDENTIAL_KEY": "badges-of-tests-only-" * 4,
    "VAULT_KEY": "plans-of-tests-only-" * 4,
    "DATABASE_URL": "sqlite://:memory:",
    "REDIS_URL": "",
    "EMAIL_URL": "",
    "CLAMD_SOCKET": "",
    "ALLOWED_HOSTS": "",
    "SITE_URL": "http://127.0.0.1:8000",
    "DEFAULT_FROM_EMAIL": "IMY <help@imy.example>",
    "TRUSTED_PROXY_COUNT": "0",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(ready, *, seconds=60, what="it"):
    """Wait for `ready()` to be true; `TimeoutError` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (answer := ready()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.02)
    return answer


# --- Processes --------------------------------------------------------------------------------


def server_user() -> str | None:
    """Who runs the servers: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    return "postgres" if any(u.pw_name == "postgres" for u in pwd.getpwall()) else "nobody"


def server_folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir(mode=0o700)
    if user := server_user():
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    return folder


def spawn(command, *, log: Path, dies_with=signal.SIGTERM, as_server=False, **options):
    """Start `command` in a session of its own; it dies with us even if we are killed."""
    if shutil.which("setpriv"):
        command = ["setpriv", "--pdeathsig", dies_with.name[3:], *map(str, command)]
    if as_server and (user := server_user()):
        options |= {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **options,
        )


def end(process, how=signal.SIGTERM, *, patience=15):
    """Signal `process`; after `patience` seconds kill all it has started."""
    if process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Postgres:
    """A throw-away cluster that listens on a socket in its own folder only.

    A `durable` one has written down what it has acknowledged, and may be crashed.
    """

    READY = "ready to accept connections"

    def __init__(self, parent: Path, *, durable: bool = False) -> None:
        self.durable = durable
        debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        initdb = shutil.which("initdb") or (debian and debian[-1])
        if not initdb:
            raise pytest.UsageError("PostgreSQL is not installed: `bin/setup test` installs it.")
        self.programs = Path(initdb).resolve().parent
        self.folder = server_folder(parent, "pg")
        self.log = parent / "postgres.log"
        self.url = f"postgres://imy@{str(self.folder).replace('/', '%2F')}/imy"
        self.process = self._spawn(
            *["initdb", "-D", self.folder / "data", "-U", "imy", "-A", "trust", "-N"],
            *["-E", "UTF8", "--locale=C.UTF-8"],
        )

    def _spawn(self, program, *arguments):
        command = [self.programs / program, *arguments]
        return spawn(
            command, log=self.log, dies_with=signal.SIGINT, as_server=True, cwd=self.folder
        )

    def start(self) -> None:
        """Wait for initdb, which has been at work since we were made, and start the server."""
        if self.process.wait() != 0:
            raise pytest.UsageError(f"initdb failed:\n{self.log.read_text()}")
        self.serve()

    def serve(self) -> None:
        """Start the server, for the first time or after a crash."""
        settings = {"fsync": "off", "full_page_writes": "off"}
        settings["synchronous_commit"] = "on" if self.durable else "off"
        # What it learns of a table in the middle of a test makes for odd plans in the next one.
        settings |= {"autovacuum": "off"}
        settings |= {"listen_addresses": "", "unix_socket_directories": str(self.folder)}
        before = self.log.read_text().count(self.READY)
        self.process = self._spawn(
            *["postgres", "-D", self.folder / "data"],
            *[part for item in settings.items() for part in ("-c", "=".join(item))],
        )
        until(lambda: self._times_ready() > before, what="PostgreSQL")

    def _times_ready(self) -> int:
        if self.process.poll() is not None:
            raise pytest.UsageError(f"PostgreSQL ended:\n{self.log.read_text()}")
        return self.log.read_text().count(self.READY)

    def crash(self) -> None:
        """Gone at once, with every connection; `serve()` recovers it."""
        end(self.process, signal.SIGQUIT)

    def stop(self) -> None:
        end(self.process, signal.SIGINT)


class RedisServer:
    """A private Redis. Drills stop, start, pause and resume it; its address stays the same."""

    def __init__(self, parent: Path) -> None:
        if not shutil.which("redis-server"):
            raise pytest.UsageError("Redis is not installed: `bin/setup test` installs it.")
        self.folder = server_folder(parent, "redis")
        self.log = parent / "redis.log"
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = None

    def start(self) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        self.process = spawn(
            ["redis-server", "--port", self.port, "--bind", "127.0.0.1", "--save", ""],
            log=self.log,
            as_server=True,
            cwd=self.folder,
        )
        until(self._answers, what="Redis")

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"Redis ended:\n{self.log.read_text()}")
        with contextlib.suppress(redis.ConnectionError), redis.Redis(port=self.port) as client:
            return client.ping()
        return False

    def stop(self) -> None:
        """Gone at once, with all it held: connections are refused."""
        if self.process is not None:
            end(self.process, signal.SIGKILL)

    def pause(self) -> None:
        """Hangs: connections are taken, nothing answers."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def flush(self) -> None:
        with redis.Redis(port=self.port) as client:
            client.flushall()


# --- The run ----------------------------------------------------------------------------------

running: dict[str, Postgres | RedisServer] = {}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config):
    """Start what this process needs, before pytest-django reads the settings."""
    options = early_config.known_args_namespace
    in_worker = "PYTEST_XDIST_WORKER" in os.environ
    os.environ |= {k: v for k, v in ENVIRONMENT.items() if not (in_worker and k == "DATABASE_URL")}
    parent = Path(tempfile.mkdtemp(prefix="imy-test-"))
    parent.chmod(0o755)
    early_config.add_cleanup(lambda: stop_all(parent))
    atexit.register(stop_all, parent)
    os.environ["MEDIA_ROOT"] = str(parent / "media")
    if not (SQLITE or options.help or options.version or options.collectonly):
        if not in_worker:
            signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl-C
            running["postgres"] = Postgres(parent)
            os.environ["DATABASE_URL"] = running["postgres"].url
        running["redis"] = RedisServer(parent)
        running["redis"].start()
        os.environ["REDIS_URL"] = running["redis"].url
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart():
    if "postgres" in running:
        running["postgres"].start()


def stop_all(parent: Path) -> None:
    while running:
        running.popitem()[1].stop()
    shutil.rmtree(parent, ignore_errors=True)


def pytest_collection_modifyitems(items):
    skip = pytest.mark.skip(reason="needs PostgreSQL and Redis, and IMY_TEST_DB is sqlite")
    for item in items:
        if SQLITE and any(item.get_closest_marker(name) for name in NEEDS_SERVICES):
            item.add_marker(skip)
        # A test that commits ends with an empty database: what migrations have put there comes
        # back for the next one, but only if all of them ask for it.
        names = getattr(item, "fixturenames", None)
        if names is not None and commits(item) and RESTORED not in names:
            names.append(RESTORED)


def commits(item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(
        (marker and marker.kwargs.get("transaction"))
        or {"transactional_db", "live_server"} & set(item.fixturenames)
    )
