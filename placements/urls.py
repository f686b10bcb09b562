"""A trainee's home and hours."""

from django.urls import path

from . import paths  # noqa: F401  # registers <week:> and <day:>
from .views import absences, agreements, asking, check_in, first_day, papers, trainee, visits

app_name = "placements"
urlpatterns = [
    path("me/", trainee.home, name="home"),
    path("me/check-in/", check_in.check_in, name="check_in"),
    path("me/check-ins/", check_in.check_ins_said, name="check_ins"),
    path("me/absence/", absences.absence, name="absence"),
    path("me/absence/<uuid:absence>/", absences.absence_page, name="absence_page"),
    path("absence/<uuid:paper>/paper/", absences.paper_file, name="absence_paper"),
    path("visits/<uuid:visit>/visit.ics", visits.visit_file, name="visit_file"),
    path("calendar/<str:token>/visits.ics", visits.feed, name="calendar"),
    path("agreements/<uuid:agreement>/", agreements.agreement, name="agreement"),
    path("agreements/<uuid:agreement>/file/", agreements.agreement_file, name="agreement_file"),
    path("me/first-day/", first_day.first_day, name="first_day"),
    path("me/hours/", trainee.hours, name="hours"),
    path("me/hours/<week:monday>/", trainee.week, name="week"),
    path("me/hours/<week:monday>/send/", trainee.week_send, name="week_send"),
    path("me/hours/<week:monday>/take-back/", trainee.week_take_back, name="week_take_back"),
    path("me/hours/<day:date>/", trainee.day, name="day"),
    path("me/hours/<day:date>/correct/", asking.day, name="day_ask"),
    path("me/hours/<day:date>/as-agreed/", trainee.day_as_agreed, name="day_as_agreed"),
    path("hours/<uuid:placement>/chart/", papers.chart_file, name="chart"),
    path("hours/<uuid:placement>/<week:monday>/scan/<int:number>/", papers.scan_file, name="scan"),
]
