"""The Celery application. Messages carry nothing: the rows in the database say what is due."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imyportal.settings")

app = Celery("imyportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
