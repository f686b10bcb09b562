"""The bell: it wakes the workers, and no request ever waits for it."""

import logging
import threading
import time

from celery import current_app
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)


def ring(name: str) -> None:
    """After this transaction commits, wake the workers for the kind `name`. Costs nothing.

    Without a broker, or when it is down, the sweep finds the work within a minute.
    """
    transaction.on_commit(lambda: _bell.ring(name))


class _Bell:
    """One daemon thread that talks to the broker, so that no request ever waits for it."""

    BREAK_SECONDS = 30.0

    def __init__(self) -> None:
        self._wanted: set[str] = set()
        self._condition = threading.Condition()
        self._thread: threading.Thread | None = None
        self._silent_until = 0.0

    def ring(self, name: str) -> None:
        if not settings.REDIS_URL:
            return
        with self._condition:
            self._wanted.add(name)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._loop, name="bell", daemon=True)
                self._thread.start()
            self._condition.notify()

    def _loop(self) -> None:
        while True:
            with self._condition:
                while not self._wanted:
                    self._condition.wait()
                names, self._wanted = self._wanted, set()
            if time.monotonic() >= self._silent_until:
                self._publish(names)

    def _publish(self, names: set[str]) -> None:
        try:
            for name in names:
                current_app.send_task(f"imyportal.{name}", retry=False, ignore_result=True)
        except Exception as error:
            self._silent_until = time.monotonic() + self.BREAK_SECONDS
            logger.warning("bell silent for %.0f s: %s", self.BREAK_SECONDS, error)


_bell = _Bell()
