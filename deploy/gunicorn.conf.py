"""The web server in production, behind the reverse proxy."""

import os
import shutil
import tempfile
from typing import Any

# Where the processes keep their counters, to be added up; the library looks for it when imported.
COUNTERS = tempfile.mkdtemp(prefix="imy-counters-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = COUNTERS

from prometheus_client import multiprocess  # noqa: E402

from imyportal import logs  # noqa: E402

bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = 2
threads = 4
preload_app = True  # read once, shared by all processes
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


def child_exit(server: Any, worker: Any) -> None:
    """What is true of a living process only is no longer shown."""
    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """The next start counts from nothing."""
    shutil.rmtree(COUNTERS, ignore_errors=True)
