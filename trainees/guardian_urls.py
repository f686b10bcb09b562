"""A guardian's pages. No account: the link's token is swapped for a short session."""

from django.urls import path

from accounts import doors

from .views import guardian

app_name = "guardian"

urlpatterns = [
    path("", guardian.page, name="page"),
    path("contact/", guardian.contact, name="contact"),
    path("support/", guardian.support, name="support"),
    path("about/<slug:purpose>/", guardian.question, name="question"),
    path("<str:token>/", doors.guardian_door, name="open"),
]
