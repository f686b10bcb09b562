"""Stand-ins on the desk: tutors enter their own, coordinators everybody's."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from imyportal import audit
from imyportal.admin import Scoped, add_trail, tag
from imyportal.enums import Action

from .models import StandIn

COORDINATES = "trainees.view_all_trainees"

add_trail("trainees.StandIn")


@admin.register(StandIn)
class StandInAdmin(Scoped):
    """Who does whose work, and when. It begins and ends by itself."""

    list_display = ["tutor", "colleague", "first_day", "last_day", "state"]
    list_display_links = ["tutor", "colleague"]
    list_select_related = ["tutor", "colleague"]
    fields = ["tutor", "colleague", "first_day", "last_day"]

    def get_field_queryset(
        self, db: str | None, db_field: Any, request: HttpRequest
    ) -> QuerySet[Any]:
        """Only coordinators say that somebody else is away."""
        people = super().get_field_queryset(db, db_field, request)
        if db_field.name == "tutor" and not request.user.has_perm(COORDINATES):
            return people.filter(pk=request.user.pk)
        return people

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"tutor": request.user.pk} | super().get_changeform_initial_data(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who stands in only looks."""
        is_ours = obj is None or obj.tutor_id == request.user.pk
        return super().has_change_permission(request, obj) and (
            is_ours or request.user.has_perm(COORDINATES)
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        days = {"first": obj.first_day.isoformat(), "last": obj.last_day.isoformat()}
        audit.note(Action.STAND_IN_SET, by=request.user, about=obj, **days)

    @admin.display(description=_("state"))
    def state(self, row: StandIn) -> SafeString:
        today = timezone.localdate()
        if row.last_day < today:
            return tag(gettext("over"))
        return (
            tag(gettext("to come"), "wait") if row.first_day > today else tag(gettext("now"), "ok")
        )
