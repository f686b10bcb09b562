"""What the desk has about looking after somebody: guardians of minors, support plans, house rules that were broken."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern

from . import conduct_desk, guardians_desk, support_desk


def urls(site: AdminSite) -> list[URLPattern]:
    """Names below `admin:`."""
    return [*guardians_desk.urls(site), *support_desk.urls(site), *conduct_desk.urls(site)]
