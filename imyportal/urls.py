"""Every door of the portal."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("placements.urls")),
    path("", include("assessment.urls")),
    path("c/", include("placements.company_urls")),
    path("s/", include("imyportal.sending_urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("imyportal.demo_urls")))
