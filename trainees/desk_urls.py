"""This room's own pages in the desk."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern

from .views import (
    care_desk,
    course_desk,
    going_home_desk,
    guide_desk,
    houses_desk,
    journey_desk,
    papers_desk,
    reflection_desk,
    welcome_desk,
)


def urls(site: AdminSite) -> list[URLPattern]:
    """For `site.get_urls()`; names below `admin:`."""
    return [
        *course_desk.urls(site),
        *journey_desk.urls(site),
        *guide_desk.urls(site),
        *reflection_desk.urls(site),
        *papers_desk.urls(site),
        *going_home_desk.urls(site),
        *care_desk.urls(site),
        *welcome_desk.urls(site),
        *houses_desk.urls(site),
    ]
