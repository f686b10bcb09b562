"""Every door of the portal."""

from allauth.account.views import logout
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from accounts import doors
from placements.views import agreements

from .views import health, metrics, public

handler400 = "imyportal.views.failing.unreadable"
handler500 = "imyportal.views.failing.failed"

urlpatterns = [
    path("", public.home, name="home"),
    path("contact/", public.contact, name="contact"),
    path("privacy/", public.privacy, name="privacy"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("welcome/", public.welcome, name="welcome"),
    path("health/", health.health, name="health"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("robots.txt", public.robots, name="robots"),
    path("favicon.ico", public.favicon, name="favicon"),
    path(".well-known/security.txt", public.security_txt, name="security_txt"),
    path("c/ask/", public.ask_company_link, name="ask_company_link"),
    # The desk has no way in and out of its own: people sign in at one place.
    path("admin/login/", public.desk_sign_in),
    path("admin/logout/", logout),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    # Before the guide of the room below, whose folder one of its pages lies in.
    path("", include("helpdesk.urls")),
    path("", include("trainees.urls")),
    path("", include("placements.urls")),
    path("", include("assessment.urls")),
    path("c/", include("placements.company_urls")),
    # What guardians do in rooms above that of their own page.
    path("g/agreement/<uuid:agreement>/", agreements.guardian_agreement, name="guardian_agreement"),
    path(
        "g/agreement/<uuid:agreement>/file/",
        agreements.guardian_agreement_file,
        name="guardian_agreement_file",
    ),
    path(
        "g/<str:token>/agreement/<uuid:agreement>/",
        doors.guardian_door,
        {"page": "guardian_agreement"},
        name="guardian_open_agreement",
    ),
    path("g/", include("trainees.guardian_urls")),
    path("h/", include("trainees.home_urls")),
    path("a/", include("trainees.accompanying_urls")),
    path("s/", include("imyportal.sending_urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("imyportal.demo_urls")))
