"""The page of who comes with a group. No account: the link's token is swapped for a short session."""

from django.urls import path

from accounts import doors

from .views import accompanying

app_name = "accompanying"

urlpatterns = [
    path("", accompanying.page, name="page"),
    path("guest/", accompanying.guest, name="guest"),
    path("data/", accompanying.data, name="data"),
    path("<token:token>/", doors.accompanying_door, name="open"),
]
