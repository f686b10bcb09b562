"""The WSGI entry point of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imyportal.settings")

application = get_wsgi_application()

# All views and forms are loaded now, not with the first request; and the collector of garbage, which
# otherwise walks through them again and again, leaves alone what is here to stay.
get_resolver().reverse_dict  # noqa: B018
gc.collect()
gc.freeze()
