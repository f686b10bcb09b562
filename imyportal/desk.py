"""The desk: Django's admin, with the agency's look and the Today board as its first page."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

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


def _of_helpdesk(site: admin.AdminSite) -> list[URLPattern]:
    from helpdesk.views import desk as tickets
    from helpdesk.views import messages as direct_line
    from helpdesk.views import on_behalf_desk, quiet_desk

    return [
        *direct_line.urls(site),
        *on_behalf_desk.urls(site),
        *quiet_desk.urls(site),
        *tickets.urls(site),
    ]


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
        from assessment.views import awards_desk as awards
        from assessment.views import badge_desk as badges
        from assessment.views import desk as learning
        from assessment.views import evaluation_desk as evaluations
        from assessment.views import requirements_desk as requirements
        from assessment.views import results_desk as results
        from assessment.views import set_desk as sets
        from placements.views import absences_desk as absences
        from placements.views import addresses_desk as addresses
        from placements.views import agreements_desk, first_day, group_hours
        from placements.views import chart_desk as charts
        from placements.views import contacts_desk as contacts
        from placements.views import cycle_desk as cycle
        from placements.views import incidents_desk as incidents
        from placements.views import reports_desk as reports
        from placements.views import visits_desk as visits
        from trainees.views import care_desk as care
        from trainees.views import course_desk as course
        from trainees.views import going_home_desk as going_home
        from trainees.views import guide_desk as guide
        from trainees.views import houses_desk as houses
        from trainees.views import journey_desk as journey
        from trainees.views import papers_desk as papers
        from trainees.views import reflection_desk as reflections
        from trainees.views import welcome_desk as welcome

        from .views import handing

        def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
            return self.admin_view(view)

        own: list[URLPattern | URLResolver] = [
            path("find/", wrap(self.find), name="find"),
            path("later/<int:pk>/", wrap(later), name="later"),
            path("take/<int:pk>/", wrap(take), name="take"),
            path("morning-mail/", wrap(morning_mail), name="morning_mail"),
            path("remind/companies/", wrap(remind_companies), name="remind_companies"),
            path("remind/hours/<int:pk>/", wrap(remind_hours), name="remind_hours"),
            path("remind/self-evaluations/", wrap(remind_self), name="remind_self"),
            path("remind/evaluations/<int:pk>/", wrap(remind_late), name="remind_evaluations"),
            *handing.urls(self),
            *course.urls(self),
            *journey.urls(self),
            *guide.urls(self),
            *reflections.urls(self),
            *papers.urls(self),
            *going_home.urls(self),
            *care.urls(self),
            *welcome.urls(self),
            *houses.urls(self),
            *group_hours.urls(self),
            *reports.urls(self),
            *charts.urls(self),
            *agreements_desk.urls(self),
            *first_day.urls(self),
            *cycle.urls(self),
            *absences.urls(self),
            *contacts.urls(self),
            *incidents.urls(self),
            *addresses.urls(self),
            *visits.urls(self),
            *badges.urls(self),
            *learning.urls(self),
            *awards.urls(self),
            *requirements.urls(self),
            *evaluations.urls(self),
            *results.urls(self),
            *sets.urls(self),
            *_of_helpdesk(self),
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


def _back() -> HttpResponse:
    return redirect("admin:index")


@require_POST
def later(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a trainee's row off until tomorrow morning, or, with `back`, bring it back."""
    from trainees.models import Trainee

    from . import today

    trainee = get_object_or_404(Trainee.objects.visible_to(request.user), pk=pk)
    if "back" in request.POST:
        today.bring_back(trainee, by=request.user)  # type: ignore[arg-type]
        return redirect(f"{reverse('admin:index')}#trainee-{pk}")
    now = timezone.now()
    until = timezone.localtime(today.put_off(trainee, by=request.user, now=now))  # type: ignore[arg-type]
    if until.date() == timezone.localdate(now):
        text = gettext("%(name)s comes back at %(time)s, or earlier with a new reason.")
    else:
        text = gettext("%(name)s comes back tomorrow at %(time)s, or earlier with a new reason.")
    messages.success(request, text % {"name": trainee, "time": f"{until:%H:%M}"})
    return _back()


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one looks after a trainee's reasons, or, with `leave`, no longer."""
    from trainees.models import Trainee

    from . import today

    trainee = get_object_or_404(Trainee.objects.visible_to(request.user), pk=pk)
    if "leave" in request.POST:
        today.leave(trainee, by=request.user)  # type: ignore[arg-type]
    else:
        today.take(trainee, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    return redirect(f"{reverse('admin:index')}#trainee-{pk}")


@require_POST
def morning_mail(request: HttpRequest) -> HttpResponse:
    """Whether one wants the mail of working days at 08:30."""
    from accounts.models import User

    wants = request.POST.get("wants") == "yes"
    User.objects.filter(pk=request.user.pk).update(wants_morning_mail=wants)
    yes = gettext("You get a mail at 08:30 on working days, if a trainee needs you.")
    no = gettext("You get no mail in the morning any more.")
    messages.success(request, yes if wants else no)
    return _back()


def _tell_reminded(request: HttpRequest, count: int) -> HttpResponse:
    if count:
        text = ngettext("%d reminder is on its way.", "%d reminders are on their way.", count)
        messages.success(request, text % count)
    else:
        messages.info(request, gettext("Everybody was reminded this week already."))
    return _back()


@require_POST
def remind_companies(request: HttpRequest) -> HttpResponse:
    """One mail to each company tutor with late weeks."""
    from placements import reminders

    return _tell_reminded(request, reminders.remind_companies(viewer=request.user))  # type: ignore[arg-type]


@require_POST
def remind_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """A mail to a trainee whose hours are missing."""
    from placements import reminders
    from trainees.models import Trainee

    trainee = get_object_or_404(Trainee.objects.visible_to(request.user), pk=pk)
    count = reminders.remind_trainees(viewer=request.user, trainee_id=trainee.pk)  # type: ignore[arg-type]
    return _tell_reminded(request, count)


@require_POST
def remind_late(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind of a trainee's evaluations that are late, each once."""
    from assessment import reminders
    from trainees.models import Trainee

    trainee = get_object_or_404(Trainee.objects.visible_to(request.user), pk=pk)
    return _tell_reminded(request, reminders.remind_late(viewer=request.user, trainee=trainee.pk))  # type: ignore[arg-type]


@require_POST
def remind_self(request: HttpRequest) -> HttpResponse:
    """A mail to each trainee whose self-evaluation of this week is open."""
    from assessment import reminders

    return _tell_reminded(request, reminders.remind_self_evaluations(viewer=request.user))  # type: ignore[arg-type]
