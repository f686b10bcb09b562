"""What the desk has about looking after somebody: guardians, who comes along, support plans, house rules, papers."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern

from . import accompanying_desk, conduct_desk, guardians_desk, particulars, support_desk


def urls(site: AdminSite) -> list[URLPattern]:
    """Names below `admin:`."""
    pages = (guardians_desk, accompanying_desk, support_desk, conduct_desk, particulars)
    return [pattern for each in pages for pattern in each.urls(site)]
