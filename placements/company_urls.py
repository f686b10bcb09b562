"""The company tutor's pages. No account: the link's token is swapped for a short session."""

from django.urls import path

from accounts import doors

from .views import (
    absences_company,
    agreements,
    asking,
    company,
    company_questions,
    first_day,
    papers,
    support_company,
    visits_company,
)

app_name = "company"

urlpatterns = [
    path("", company.week_list, name="weeks"),
    path("week/<uuid:placement>/<str:week>/", company.week_page, name="week"),
    path("week/<uuid:placement>/<str:week>/thanks/", company.thanks, name="thanks"),
    path("chart/<uuid:placement>/", papers.company_chart, name="chart"),
    path("week/<uuid:placement>/<str:week>/correct/", asking.week, name="ask"),
    path("week/<uuid:placement>/<str:week>/scan/<int:number>/", papers.company_scan, name="scan"),
    path(
        "questions/<uuid:placement>/<str:week>/",
        company_questions.questions,
        name="questions",
    ),
    path(
        "<str:token>/questions/<uuid:placement>/<str:week>/",
        doors.company_door,
        {"page": "company:questions"},
        name="open_questions",
    ),
    path("support/<uuid:placement>/", support_company.support, name="support"),
    path("absent/<uuid:placement>/", absences_company.absent, name="absent"),
    path("visit/<uuid:stop>/", visits_company.visit, name="visit"),
    path("visit/<uuid:stop>/visit.ics", visits_company.visit_file, name="visit_file"),
    path(
        "<str:token>/visit/<uuid:stop>/",
        doors.company_door,
        {"page": "company:visit"},
        name="open_visit",
    ),
    path("agreement/<uuid:agreement>/", agreements.company_agreement, name="agreement"),
    path(
        "agreement/<uuid:agreement>/file/",
        agreements.company_agreement_file,
        name="agreement_file",
    ),
    path(
        "<str:token>/agreement/<uuid:agreement>/",
        doors.company_door,
        {"page": "company:agreement"},
        name="open_agreement",
    ),
    path("first-day/<uuid:placement>/", first_day.company_first_day, name="first_day"),
    path(
        "<str:token>/first-day/<uuid:placement>/",
        doors.company_door,
        {"page": "company:first_day"},
        name="open_first_day",
    ),
    path("sign-all/", company.sign_all, name="sign_all"),
    path("not-me/", company.not_me, name="not_me"),
    path("<str:token>/", doors.company_door, name="open"),
]
