"""Doors of the sending tutor."""

from django.urls import path

from .views import sending, sending_objectives

app_name = "sending"

urlpatterns = [
    path("", sending.groups, name="groups"),
    path("<uuid:group>/", sending.group, name="group"),
    path("<uuid:group>/<uuid:trainee>/", sending.trainee, name="trainee"),
    path("<uuid:group>/numbers/", sending.numbers, name="numbers"),
    path("<uuid:group>/objectives/", sending_objectives.objectives, name="objectives"),
    path(
        "<uuid:group>/objectives/<int:pk>/",
        sending_objectives.objectives_edit,
        name="objectives_edit",
    ),
    path("<uuid:group>/hours.csv", sending.hours, {"form": "csv"}, name="hours_csv"),
    path("<uuid:group>/hours.xlsx", sending.hours, {"form": "xlsx"}, name="hours_xlsx"),
]
