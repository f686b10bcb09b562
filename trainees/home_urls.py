"""A trainee on the way home. No account: the link's token is swapped for a short session."""

from django.urls import path

from accounts import doors

from .views import going_home

app_name = "home"

urlpatterns = [
    path("", going_home.page, name="page"),
    path("<token:token>/", doors.home_door, name="open"),
]
