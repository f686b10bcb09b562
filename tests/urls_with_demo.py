"""Every door of the portal, and those that only the demo has."""

from django.urls import include, path

from imyportal.urls import urlpatterns as portal

urlpatterns = [*portal, path("demo/", include("imyportal.demo_urls"))]
