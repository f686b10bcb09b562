"""The web server in production, behind the reverse proxy."""

import os
from pathlib import Path
from typing import Any

from prometheus_client import multiprocess

from imyportal import logs

bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 20
keepalive = 65  # longer than the proxy keeps its connections
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm"  # noqa: S108 - the heartbeat must not wait for a disk
accesslog = None  # the portal writes its own; addresses here carry tokens
control_socket_disable = True  # there is no home to write it to
logconfig_dict = logs.config(lines=False) | {
    "loggers": {
        "gunicorn.error": {"level": "INFO", "propagate": True, "handlers": []},
        "gunicorn.access": {"level": "CRITICAL", "propagate": False, "handlers": []},
    }
}


def on_starting(server: Any) -> None:
    """Counters of processes that are no more do not count."""
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        for file in Path(folder).glob("*.db"):
            file.unlink()


def child_exit(server: Any, worker: Any) -> None:
    """What is true of a living process only is no longer shown."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.mark_process_dead(worker.pid)
