"""The trainee's journey."""

from django.urls import path

from .views import journey

app_name = "trainees"

urlpatterns = [
    path("me/journey/", journey.journey, name="journey"),
    path("me/journey/<int:step>/", journey.step, name="journey_step"),
]
