"""Pytest plugin: what drills need, all of it real: Redis to stop, workers to kill, a mail server."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.services import ROOT, RedisServer, end, free_port, running, spawn, until


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """The Redis of this run, empty; running again afterwards, whatever the drill did to it."""
    server = running["redis"]
    server.flush()
    yield server
    if server.process.poll() is None:
        server.resume()
    server.start()
    server.flush()


class CeleryWorker:
    """A real worker of two processes, on the test database and the Redis of this run."""

    def __init__(self, folder: Path, environment: dict[str, str], hold: str) -> None:
        self.folder, self.log = folder, folder / "worker.log"
        self.held, self.go = folder / "held", folder / "go"
        environment |= {"IMY_HOLD": hold, "IMY_HELD": str(self.held), "IMY_GO": str(self.go)}
        self.environment = os.environ | environment
        self.process = spawn(
            [
                *[sys.executable, "-m", "celery", "-A", "tests.held_worker", "worker"],
                *[
                    "--concurrency",
                    "2",
                    "--loglevel",
                    "INFO",
                    "--without-gossip",
                    "--without-mingle",
                ],
            ],
            log=self.log,
            cwd=ROOT,
            env=self.environment,
        )
        self.beats: list[subprocess.Popen[bytes]] = []

    def start_beat(self) -> None:
        """One beat more for this worker, with a tick a second."""
        number = len(self.beats)
        schedule = ["--schedule", str(self.folder / f"beat{number}"), "--pidfile", ""]
        self.beats.append(
            spawn(
                [sys.executable, "-m", "celery", "-A", "tests.held_worker", "beat", *schedule],
                log=self.folder / f"beat{number}.log",
                cwd=ROOT,
                env=self.environment | {"IMY_BEAT_EVERY": "1"},
            )
        )

    def wait_until_ready(self) -> None:
        until(lambda: self._alive() and " ready." in self.text, what="the worker")

    def wait_until_held(self) -> None:
        """Until a process of the worker stands at the hook that was asked for."""
        until(lambda: self._alive() and self.held.exists(), what="the hook")

    def _alive(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"the worker ended:\n{self.text}")
        return True

    @property
    def text(self) -> str:
        """Everything the worker has said."""
        return self.log.read_text()

    def release(self) -> None:
        """Let who stands at the hook go on."""
        self.go.touch()

    def stop(self) -> None:
        """Warm: what is being done is finished first."""
        self.release()
        for beat in self.beats:
            end(beat)
        end(self.process)

    def kill(self) -> None:
        """The power is gone: parent and children at once."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def celery_worker_process(transactional_db, redis_server, settings, tmp_path_factory):
    """Start workers: `worker = celery_worker_process()`, or `(hold="mail.after_send")`.

    With `hold` the worker stops at that hook of `imyportal.work` until `.release()`; without `waits`
    it is on its way when this returns.
    """
    from django.db import connection

    workers = []

    def start(*, hold: str = "", waits: bool = True, **environment: str) -> CeleryWorker:
        database = os.environ["DATABASE_URL"].rpartition("/")[0]
        environment = {
            "DJANGO_SETTINGS_MODULE": "imyportal.settings",
            "DATABASE_URL": f"{database}/{connection.settings_dict['NAME']}",
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "SITE_URL": settings.SITE_URL,
            "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        } | environment
        worker = CeleryWorker(tmp_path_factory.mktemp("worker"), environment, hold)
        workers.append(worker)
        if waits:
            worker.wait_until_ready()
        return worker

    yield start
    for worker in workers:
        worker.stop()


class SmtpSink:
    """A real SMTP server that keeps what it is given; `reply` is what it answers to DATA."""

    OK = "250 kept"

    def __init__(self) -> None:
        self.messages = []
        self.reply = self.OK
        self.port = free_port()
        self.controller = None

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.reply.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.reply

    def start(self) -> None:
        if self.controller is None:
            self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
            self.controller.start()

    def stop(self) -> None:
        """Connections are refused until `start()`."""
        if self.controller is not None:
            self.controller.stop()
            self.controller = None


@pytest.fixture
def smtp_sink(settings) -> Iterator[SmtpSink]:
    """Mail of this test goes through real SMTP and ends in `smtp_sink.messages`."""
    sink = SmtpSink()
    sink.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield sink
    sink.stop()
