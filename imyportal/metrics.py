"""Figures for Prometheus. Labels are route names, status codes and kinds: never a path or a person.

Counters and times are kept by each process and added up (`PROMETHEUS_MULTIPROC_DIR`); what lies in
the database is counted when somebody asks, one query a kind of work.
"""

import os
from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from .work import Claimable

REQUESTS = Counter("imy_requests", "Requests answered.", ["route", "method", "status"])
SECONDS = Histogram(
    "imy_request_seconds",
    "Time to the answer.",
    ["route"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
SIGN_INS_FAILED = Counter("imy_sign_ins_failed", "Passwords and codes that were wrong.")
DATABASE_ERRORS = Counter("imy_database_errors", "Requests that the database failed.")


class Work(Collector):
    """Rows of every kind of work: `Certificate` done is certificates made, `OutgoingMail` is mail."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        rows = GaugeMetricFamily("imy_work_rows", "Rows of work.", labels=["kind", "state"])
        late = GaugeMetricFamily(
            "imy_work_late_seconds", "How long the row due first is due.", labels=["kind"]
        )
        now = timezone.now()
        for model in apps.get_models():
            if issubclass(model, Claimable):
                kind = model._meta.object_name or ""
                oldest, counts = _counted(model, now)
                for state, count in counts.items():
                    rows.add_metric([kind, state], count)
                late.add_metric([kind], max((now - oldest).total_seconds(), 0) if oldest else 0)
        yield rows
        yield late


def _counted(model: type[Claimable], now: datetime) -> tuple[datetime | None, dict[str, int]]:
    """Since when the oldest row is due, and how many are in which state."""
    waiting = Q(done_at=None, stopped_at=None)
    found = model._base_manager.aggregate(
        oldest=Min("due_at", filter=waiting & Q(due_at__lte=now)),
        done=Count("pk", filter=~Q(done_at=None)),
        given_up=Count("pk", filter=Q(done_at=None) & ~Q(stopped_at=None)),
        failing=Count("pk", filter=waiting & ~Q(last_error="")),
        waiting=Count("pk", filter=waiting & Q(last_error="")),
    )
    return found.pop("oldest"), found


def text() -> bytes:
    """Everything, in Prometheus' own format. Raises `DatabaseError` with the database away."""
    everything = CollectorRegistry()
    everything.register(Work())
    own: CollectorRegistry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        own = CollectorRegistry()
        MultiProcessCollector(own)
    return generate_latest(own) + generate_latest(everything)
