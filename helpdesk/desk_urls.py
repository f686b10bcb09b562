"""This room's own pages in the desk."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern

from .views import (
    desk,
    messages,
    on_behalf_desk,
    quiet_desk,
)


def urls(site: AdminSite) -> list[URLPattern]:
    """For `site.get_urls()`; names below `admin:`."""
    return [
        *messages.urls(site),
        *on_behalf_desk.urls(site),
        *quiet_desk.urls(site),
        *desk.urls(site),
    ]
