"""This room's own pages in the desk."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern

from .views import (
    awards_desk,
    badge_desk,
    desk,
    evaluation_desk,
    requirements_desk,
    results_desk,
    set_desk,
)


def urls(site: AdminSite) -> list[URLPattern]:
    """For `site.get_urls()`; names below `admin:`."""
    return [
        *badge_desk.urls(site),
        *desk.urls(site),
        *awards_desk.urls(site),
        *requirements_desk.urls(site),
        *evaluation_desk.urls(site),
        *results_desk.urls(site),
        *set_desk.urls(site),
    ]
