"""The front door (settings, urls, the desk, public pages) and the tool shed every room uses."""

from .celery import app as celery_app

__all__ = ["celery_app"]
