"""A guardian's page. No account: the link's token is swapped for a short session."""

from django.urls import path

from accounts import doors

from .views import guardian

app_name = "guardian"

urlpatterns = [
    path("", guardian.page, name="page"),
    path("<str:token>/", doors.guardian_door, name="open"),
]
