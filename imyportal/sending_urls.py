"""Doors of the sending tutor."""

from django.urls import path

from placements import paths  # noqa: F401  # registers <week:>
from placements.views import visits_sending

from .views import (
    sending,
    sending_accompanying,
    sending_guide,
    sending_objectives,
    sending_papers,
    sending_particulars,
    sending_reports,
    sending_support,
)

app_name = "sending"

urlpatterns = [
    path("", sending.groups, name="groups"),
    path("reports-by-mail/", sending_reports.reports_by_mail, name="reports_by_mail"),
    path("guide/", sending_guide.guide, name="guide"),
    path("guide/<int:pk>/", sending_guide.publication, name="publication"),
    path("guide/<int:pk>.pdf", sending_guide.publication_pdf, name="publication_pdf"),
    path(
        "guide/<int:pk>/received/", sending_guide.publication_received, name="publication_received"
    ),
    path("visits/", visits_sending.visits, name="visits"),
    path("visits/ask/", visits_sending.visit_wish, name="visit_wish"),
    path("visits/calendar/", visits_sending.renew, name="visits_calendar"),
    path("visits/<uuid:visit>/", visits_sending.visit, name="visit"),
    path("visits/<uuid:visit>/report/", visits_sending.visit_report, name="visit_report"),
    path("<uuid:group>/", sending.group, name="group"),
    path("<uuid:group>/<uuid:trainee>/", sending.trainee, name="trainee"),
    path("<uuid:group>/accompanying/", sending_accompanying.accompanying, name="accompanying"),
    path(
        "<uuid:group>/accompanying/<uuid:person>/",
        sending_accompanying.accompanying_person,
        name="accompanying_person",
    ),
    path("<uuid:group>/papers/", sending_papers.papers, name="papers"),
    path("<uuid:group>/papers.zip", sending_papers.papers_zip, name="papers_zip"),
    path("<uuid:group>/<uuid:trainee>/support/", sending_support.support, name="trainee_support"),
    path(
        "<uuid:group>/<uuid:trainee>/particulars/",
        sending_particulars.particulars,
        name="trainee_particulars",
    ),
    path("<uuid:group>/numbers/", sending.numbers, name="numbers"),
    path("<uuid:group>/objectives/", sending_objectives.objectives, name="objectives"),
    path(
        "<uuid:group>/objectives/<int:pk>/",
        sending_objectives.objectives_edit,
        name="objectives_edit",
    ),
    path("<uuid:group>/hours.csv", sending.hours, {"form": "csv"}, name="hours_csv"),
    path("<uuid:group>/hours.xlsx", sending.hours, {"form": "xlsx"}, name="hours_xlsx"),
    path("<uuid:group>/<week:monday>/", sending_reports.report, name="report"),
    path(
        "<uuid:group>/<week:monday>/acknowledge/",
        sending_reports.report_acknowledge,
        name="report_acknowledge",
    ),
    path(
        "<uuid:group>/<week:monday>/question/",
        sending_reports.report_question,
        name="report_question",
    ),
    *(
        path(
            f"<uuid:group>/<week:monday>.{form}",
            sending_reports.report_file,
            {"form": form},
            name=f"report_{form}",
        )
        for form in ("pdf", "csv", "xlsx")
    ),
]
