"""Settings of drills of the whole installation: production's, but nobody has collected its static files."""

from imyportal.settings import *  # noqa: F403

STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
