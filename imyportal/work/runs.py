"""Kinds of work, and a run of one: how long it may take, and what is told of it."""

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from celery import current_app

from .bell import ring

logger = logging.getLogger(__name__)

LONGEST = 240.0  # seconds of one run; what is left is for the next, long before Celery cuts it off


@dataclass
class Run:
    """One run of one kind of work, as the log and the figures tell of it."""

    name: str
    started: float
    done: int = 0  # rows finished
    failed: int = 0  # rows whose failure was noted on them
    late: float = 0.0  # seconds after its time that the row waiting longest was taken
    seconds: float = 0.0
    error: str = ""  # what ended it before its time

    @property
    def is_idle(self) -> bool:
        return not (self.done or self.failed or self.error)

    @property
    def is_over(self) -> bool:
        """Whether it should take no more rows."""
        return time.monotonic() - self.started > LONGEST


_run: ContextVar[Run | None] = ContextVar("run", default=None)


def took(late: float) -> None:
    """Rows are taken, the longest due of them `late` seconds after its time."""
    if run := _run.get():
        run.late = max(run.late, late)


def failed() -> None:
    """A failure was noted on its row."""
    if run := _run.get():
        run.failed += 1


def is_over() -> bool:
    """Whether the run this is called in should take no more rows."""
    run = _run.get()
    return run is not None and run.is_over


_jobs: dict[str, Callable[[], int]] = {}


def job(function: Callable[[], int]) -> Callable[[], int]:
    """Register an argument-less function of an app's `tasks.py` as a kind of work.

    It must be safe to run at any time, by anyone, twice. Its return value, how many rows it
    finished, goes to the log.
    """
    name = function.__name__
    _jobs[name] = function

    def task() -> int:
        return run(name)

    # Celery reads the name of what it is given, so no lambda.
    current_app.task(name=f"imyportal.{name}")(task)
    return function


_watchers: list[Callable[[Run], None]] = []


def watch(function: Callable[[Run], None]) -> None:
    """Have `function` told of every run when it has ended."""
    _watchers.append(function)


def run(name: str) -> int:
    """Do one kind of work now; how many rows were finished.

    After four minutes no more rows are taken, and the bell is rung for those that are left.
    """
    run = Run(name, time.monotonic())
    token = _run.set(run)
    try:
        run.done = _jobs[name]()
    except Exception as error:
        run.error = type(error).__name__
        raise
    finally:
        _run.reset(token)
        run.seconds = time.monotonic() - run.started
        _tell(run)
    if run.is_over:
        ring(name)
    return run.done


def _tell(run: Run) -> None:
    """One line a run; one that found nothing to do is not worth it, twice a minute and kind."""
    facts = {"job": run.name, "done": run.done, "failed": run.failed}
    facts |= {"seconds": round(run.seconds, 3), "late": round(run.late), "error": run.error}
    words = " ".join(f"{name}={value}" for name, value in facts.items() if value != "")
    level = logging.DEBUG if run.is_idle else logging.WARNING if run.error else logging.INFO
    logger.log(level, words, extra=facts)
    for function in _watchers:
        function(run)


def run_all(between: Callable[[], None] = lambda: None) -> int:
    """Do every kind of work that is due; the sweep. One kind's failure does not stop the others.

    `between` is called after each.
    """
    done = 0
    for name in list(_jobs):
        try:
            done += run(name)
        except Exception:
            logger.exception("job=%s failed", name)
        between()
    return done
