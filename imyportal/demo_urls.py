"""Doors of the demo."""

from django.urls import path

from .views import demo

app_name = "demo"

urlpatterns = [
    path("", demo.index, name="index"),
    path("enter/<str:role>/", demo.enter, name="enter"),
    path("mail/<str:key>/", demo.mail, name="mail"),
]
