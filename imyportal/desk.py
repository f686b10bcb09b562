"""The desk: Django's admin, with the agency's look and the Today board as its first page."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _


class DeskConfig(AdminConfig):
    default_site = "imyportal.desk.DeskSite"


class DeskSite(admin.AdminSite):
    """Where agency tutors work."""

    site_title = _("IMY desk")
    site_header = _("IMY desk")
    index_title = _("Today")
    enable_nav_sidebar = True

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The agency's own pages come before the lists and forms."""
        from assessment.views import desk as certificates

        return [*certificates.urls(self), *super().get_urls()]
