"""The desk: Django's admin, with the agency's look and the Today board as its first page."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# The sidebar, grouped by the job somebody does.
JOBS: list[tuple[str, Any, list[str]]] = [
    (
        "daily",
        _("Daily work"),
        [
            "trainees.Trainee",
            "placements.HourWeek",
            "placements.Absence",
            "placements.Placement",
            "placements.CheckIn",
            "placements.Contact",
            "placements.Incident",
            "trainees.Breach",
            "placements.Visit",
            "trainees.House",
            "trainees.GuestFile",
            "helpdesk.Ticket",
            "helpdesk.CallbackRequest",
        ],
    ),
    (
        "learning",
        _("Learning"),
        [
            "assessment.Evaluation",
            "assessment.SignOff",
            "assessment.Award",
            "assessment.BadgeAward",
            "assessment.Certificate",
        ],
    ),
    (
        "partners",
        _("Partners"),
        [
            "trainees.Group",
            "placements.HostCompany",
            "placements.CompanyTutor",
            "trainees.SendingOrganisation",
            "trainees.SendingTutor",
            "trainees.Consent",
        ],
    ),
    (
        "settings",
        _("Settings"),
        [
            "assessment.ObjectiveSet",
            "assessment.WrittenModel",
            "assessment.BadgeLevel",
            "assessment.IssuerKey",
            "assessment.CertificateRequirement",
            "assessment.AwardOccasion",
            "trainees.JourneyStep",
            "trainees.PaperWanted",
            "trainees.Edition",
            "trainees.WelcomeTopic",
            "placements.Reminder",
            "placements.WorkingTimeRules",
            "placements.AbsenceRule",
            "helpdesk.Article",
            "helpdesk.ReplyTemplate",
            "placements.AgreementTerms",
            "placements.FirstDayPoint",
            "placements.AgreementCover",
            "trainees.StandIn",
            "trainees.RetentionRule",
            "trainees.PurgeRun",
            "imyportal.Office",
            "imyportal.Closure",
            "accounts.User",
            "accounts.AccessLink",
            "imyportal.OutgoingMail",
            "imyportal.InboundMail",
            "imyportal.AuditEvent",
        ],
    ),
]
# Pages nobody needs here: the redirect by content type tells strangers which rows exist.
LEFT_OUT = {"view_on_site", "password_change_done"}


class DeskConfig(AdminConfig):
    default_site = "imyportal.desk.DeskSite"


class DeskSite(admin.AdminSite):
    """Where agency tutors work."""

    site_title = _("IMY desk")
    site_header = _("IMY desk")
    index_title = _("Today")
    site_url = None
    enable_nav_sidebar = True
    _menus: ClassVar[dict[frozenset[str], list[Any]]] = {}

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The agency's own pages before those of the models."""
        # Rooms are imported when the addresses are: this module is loaded before their models.
        from assessment import desk_urls as assessment
        from helpdesk import desk_urls as helpdesk
        from placements import desk_urls as placements
        from trainees import desk_urls as trainees

        from .views import board, handing

        own: list[URLPattern | URLResolver] = [
            path("find/", self.admin_view(self.find), name="find"),
            *board.urls(self),
            *handing.urls(self),
            *trainees.urls(self),
            *placements.urls(self),
            *assessment.urls(self),
            *helpdesk.urls(self),
        ]
        stock = [url for url in super().get_urls() if getattr(url, "name", "") not in LEFT_OUT]
        return [*own, *stock]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The sidebar: models by job instead of by app, put together once for all who may do the same."""
        if app_label is not None:
            return super().get_app_list(request, app_label)
        rights = frozenset(request.user.get_all_permissions())
        if rights not in self._menus:
            self._menus[rights] = self._menu(request)
        return self._menus[rights]

    def _menu(self, request: HttpRequest) -> list[Any]:
        known = {
            f"{app}.{model['object_name']}": model
            for app, found in self._build_app_dict(request).items()
            for model in found["models"]
        }
        jobs = [
            {
                "name": name,
                "app_label": key,
                "app_url": "",
                "has_module_perms": True,
                "models": [known[label] for label in labels if label in known],
            }
            for key, name, labels in JOBS
        ]
        return [job for job in jobs if job["models"]]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The Today board."""
        from . import today

        tab, show_all = request.GET.get("show", "today"), "all" in request.GET
        board = today.board(request.user, now=timezone.now(), tab=tab, show_all=show_all)  # type: ignore[arg-type]
        context = {**self.each_context(request), "title": self.index_title, "board": board}
        request.current_app = self.name
        return TemplateResponse(request, "admin/index.html", context | (extra_context or {}))

    def find(self, request: HttpRequest) -> TemplateResponse:
        """What the search box finds."""
        from . import finding

        words = request.GET.get("q", "").strip()[:100]
        found = finding.find(request.user, words)  # type: ignore[arg-type]
        title = gettext("Found for “%(words)s”") % {"words": words} if words else gettext("Find")
        context = {**self.each_context(request), "title": title, "q": words, "found": found}
        return TemplateResponse(request, "admin/find.html", context)
