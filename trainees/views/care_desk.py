"""What the desk has about looking after somebody: guardians, who comes along, support plans, broken house rules."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern

from . import accompanying_desk, conduct_desk, guardians_desk, support_desk


def urls(site: AdminSite) -> list[URLPattern]:
    """Names below `admin:`."""
    return [
        *guardians_desk.urls(site),
        *accompanying_desk.urls(site),
        *support_desk.urls(site),
        *conduct_desk.urls(site),
    ]
