from django.urls import path

from . import views

app_name = "helpdesk"
urlpatterns = [path("me/help/", views.help_page, name="help")]
