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
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from . import mail, pulse
from .models import JobTally, OutgoingMail
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


class Jobs(Collector):
    """Runs of every kind of work in all processes, and who was last heard of when."""

    COUNTED = {
        "runs": "Runs that ended.",
        "failed_runs": "Runs that an error ended.",
        "rows_done": "Rows finished.",
        "rows_failed": "Rows whose failure was noted.",
        "seconds": "Time spent.",
    }

    def collect(self) -> Iterator[Metric]:
        tallies = list(JobTally.objects.all())
        for field, words in self.COUNTED.items():
            counter = CounterMetricFamily(f"imy_job_{field}", words, labels=["job"])
            for each in tallies:
                counter.add_metric([each.name], getattr(each, field))
            yield counter
        last = GaugeMetricFamily(
            "imy_job_last_success_timestamp_seconds",
            "When a run last ended without any failure.",
            labels=["job"],
        )
        heard = GaugeMetricFamily(
            "imy_heartbeat_timestamp_seconds",
            "When worker, beat and sweep were last heard of; 0 is never.",
            labels=["name"],
        )
        for each in tallies:
            if each.succeeded_at:
                last.add_metric([each.name], each.succeeded_at.timestamp())
        for name, found in pulse.read(timezone.now()).items():
            heard.add_metric([name], found.at.timestamp() if found.at else 0)
        yield last
        yield heard


class Mail(Collector):
    """What the queue of mails says about itself."""

    def collect(self) -> Iterator[Metric]:
        age = GaugeMetricFamily(
            "imy_mail_queue_age_seconds", "How late the mail is that waits longest."
        )
        age.add_metric([], mail.queue_age(timezone.now()))
        bounced = GaugeMetricFamily("imy_mail_bounced", "Mails that came back, not sent anew.")
        bounced.add_metric([], OutgoingMail.objects.filter(bounced_at__isnull=False).count())
        yield age
        yield bounced


def text() -> bytes:
    """Everything, in Prometheus' own format. Raises `DatabaseError` with the database away."""
    everything = CollectorRegistry()
    for collector in (Work(), Jobs(), Mail()):
        everything.register(collector)
    own: CollectorRegistry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        own = CollectorRegistry()
        MultiProcessCollector(own)
    return generate_latest(own) + generate_latest(everything)
