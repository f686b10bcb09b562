"""What certificates ask for, on the desk: the agency's requirements."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from imyportal import audit
from imyportal.admin import Part, Scoped, Tool, add_tool
from imyportal.enums import Action

from . import requirements
from .enums import RequirementKind
from .models import CertificateRequirement


@admin.register(CertificateRequirement)
class CertificateRequirementAdmin(Scoped):
    """What certificates ask for where a group has nothing of its own."""

    list_display = ["__str__", "is_active", "percent"]
    fields = ["kind", "is_active", "percent"]
    readonly_fields = ["kind"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CertificateRequirement]:
        return super().get_queryset(request).filter(group=None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Only hours have a percentage, and what nothing can be printed without stays."""
        kind = obj.kind if obj else ""
        fixed = [] if kind == RequirementKind.HOURS else ["percent"]
        return ["kind", *fixed, *(["is_active"] if kind in requirements.ALWAYS else [])]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        audit.note(Action.REQUIREMENTS_CHANGED, by=request.user, about=obj)


add_tool(
    "trainees.Group",
    Tool(_("Requirements for certificates"), "admin:trainees_group_requirements"),
    Part.END,
)
