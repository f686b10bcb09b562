"""This room's own pages in the desk."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern

from .views import (
    absences_desk,
    addresses_desk,
    agreements_desk,
    chart_desk,
    contacts_desk,
    cycle_desk,
    first_day,
    group_hours,
    incidents_desk,
    reports_desk,
    visits_desk,
)


def urls(site: AdminSite) -> list[URLPattern]:
    """For `site.get_urls()`; names below `admin:`."""
    return [
        *group_hours.urls(site),
        *reports_desk.urls(site),
        *chart_desk.urls(site),
        *agreements_desk.urls(site),
        *first_day.urls(site),
        *cycle_desk.urls(site),
        *absences_desk.urls(site),
        *contacts_desk.urls(site),
        *incidents_desk.urls(site),
        *addresses_desk.urls(site),
        *visits_desk.urls(site),
    ]
