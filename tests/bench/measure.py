"""CPU time of requests: ours and the database's, taken in turns so that drift hits all alike."""

import gc
import gzip
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

STOCK = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def handler(middleware: list[str] | None = None) -> WSGIHandler:
    """The portal as a web server calls it, with its own middleware or another."""
    if middleware is None:
        return WSGIHandler()
    with override_settings(MIDDLEWARE=middleware):
        return WSGIHandler()


class Database:
    """A connection, and the CPU time of the process that serves it."""

    def __init__(self, wrapper: BaseDatabaseWrapper) -> None:
        self.wrapper = wrapper
        self.name = str(wrapper.settings_dict["NAME"])
        with wrapper.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self._stat = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def use(self) -> None:
        """From now on the models speak to this one."""
        connections["default"] = self.wrapper

    def seconds(self) -> float:
        """CPU seconds so far."""
        return int(self._stat.read_text().split()[0]) / 1e9


@dataclass
class Page:
    """One address as one person sees it; what was measured of it."""

    name: str
    path: str
    database: Database
    serve: WSGIHandler
    cookies: str = ""
    language: str = "en"
    queries: int = 0
    size: int = 0  # bytes, gzipped
    own: list[float] = field(default_factory=list)  # ms
    sql: list[float] = field(default_factory=list)  # ms in the database

    def get(self) -> bytes:
        request = RequestFactory(HTTP_COOKIE=self.cookies, HTTP_ACCEPT_LANGUAGE=self.language)
        environ = request.get(self.path).environ
        status: list[str] = []
        answer = self.serve(environ, lambda line, headers, *rest: status.append(line))
        body = b"".join(answer)
        answer.close()
        if not status[0].startswith("200"):
            raise RuntimeError(f"{self.name}: {self.path} answers {status[0]}")
        return body

    def look(self, *, warm: bool) -> None:
        """Count queries and bytes, first `warm`ing the caches as those of a running server are."""
        self.database.use()
        if warm:
            self.get()
        with CaptureQueriesContext(connection) as queries:
            body = self.get()
        self.queries, self.size = len(queries), len(gzip.compress(body))

    def time(self, times: int) -> None:
        self.database.use()
        for _ in range(times):
            before = self.database.seconds()
            start = time.process_time()
            self.get()
            self.own.append((time.process_time() - start) * 1000)
            self.sql.append((self.database.seconds() - before) * 1000)

    @property
    def best(self) -> float:
        return min(self.own)

    @property
    def usual(self) -> float:
        return median(self.own)

    @property
    def in_database(self) -> float:
        return min(self.sql)

    @property
    def whole(self) -> float:
        """Best ms of both processes together."""
        return min(a + b for a, b in zip(self.own, self.sql, strict=True))


def take_turns(pages: list[Page], *, rounds: int, times: int = 2, warm: bool = True) -> None:
    """Each page a few times, then all again: a slow moment of the machine hits every one."""
    for page in pages:
        page.look(warm=warm)
    gc.collect()
    gc.freeze()  # as the web server does: imyportal/wsgi.py
    for _ in range(rounds):
        gc.collect()
        for page in pages:
            page.time(times)
    gc.unfreeze()
