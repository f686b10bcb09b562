"""The agency's own pages of the desk about companies."""

from functools import partial
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal.admin import Scoped
from placements import importing
from placements.models import CompanyImport
from trainees.views.importing import Page, preview, upload


class ImportUrls(Scoped):
    """Mixed into the admin page of companies: adds `import/` and `import/<list>/`."""

    def get_urls(self) -> list[URLPattern]:
        def page(view: Any) -> Any:
            return self.admin_site.admin_view(partial(view, admin=self))

        return [
            path("import/", page(company_import), name="placements_hostcompany_import"),
            path(
                "import/<int:import_id>/",
                page(company_import_preview),
                name="placements_hostcompany_import_preview",
            ),
            *super().get_urls(),
        ]


@require_http_methods(["GET", "POST"])
def company_import(request: UserRequest, *, admin: ModelAdmin) -> HttpResponse:
    """Choose a list of companies."""
    _check(request)
    keep = partial(importing.hand_in, by=request.user)
    return upload(request, _page(admin), keep=keep)


@require_http_methods(["GET", "POST"])
def company_import_preview(
    request: UserRequest, import_id: int, *, admin: ModelAdmin
) -> HttpResponse:
    """See what a list of companies would do, and bring it in."""
    pending = get_object_or_404(CompanyImport.objects.visible_to(request.user), pk=import_id)
    _check(request)
    return preview(
        request,
        _page(admin),
        pending,
        plan=importing.plan_import,
        apply=lambda seen: importing.apply_import(pending, by=request.user, confirmed=seen),
    )


def _check(request: UserRequest) -> None:
    if not request.user.has_perm("placements.add_hostcompany"):
        raise PermissionDenied


def _page(admin: ModelAdmin) -> Page:
    return Page(
        site=admin.admin_site,
        title=_("Bring in companies"),
        about="",
        back_url=reverse("admin:placements_hostcompany_changelist"),
        back_label=_("Companies"),
        upload_url=reverse("admin:placements_hostcompany_import"),
        person=_("Company"),
        button=lambda n: ngettext("Bring in %d company", "Bring in %d companies", n) % n,
        result=lambda n: (
            ngettext("%d company is brought in.", "%d companies are brought in.", n) % n
        ),
    )
