"""Doors of the sending tutor."""

from django.urls import path

from .views import sending

app_name = "sending"

urlpatterns = [
    path("", sending.groups, name="groups"),
    path("<uuid:group>/", sending.group, name="group"),
]
