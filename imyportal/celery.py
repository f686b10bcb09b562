"""The Celery application. Messages carry nothing: the rows in the database say what is due."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imyportal.settings")

app = Celery("imyportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_like_the_portal(**options: Any) -> None:
    """Celery leaves logging to whoever answers this: its lines go where all others go."""
    from django.conf import settings
    from django.utils.log import configure_logging

    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)


@worker_process_init.connect
def leave_alone_what_stays(**options: Any) -> None:
    """The collector of garbage need not walk through the loaded code again and again."""
    gc.collect()
    gc.freeze()
