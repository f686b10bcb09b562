"""How long data are kept, on the desk: rules that coordinators change, and what each night took away."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from imyportal import history
from imyportal.admin import ReadOnly, Scoped, Tool, add_tool, add_trail

from .models import PurgeRun, RetentionRule
from .models.privacy import COORDINATES
from .privacy import retention
from .views import privacy_desk

add_trail("trainees.RetentionRule")
history.speak(
    "trainees.RetentionRule",
    lambda names: {"months": str(_("months after going home")), "reason": str(_("by what right"))},
    lambda name, value: str(value),
)
add_tool(
    "trainees.Trainee",
    Tool(_("Erasure and legal hold"), "admin:trainees_trainee_erasure", COORDINATES),
)
add_tool("trainees.Trainee", Tool(_("What was changed"), "admin:trainees_trainee_changes"))


class RuleForm(forms.ModelForm[RetentionRule]):
    """How short it may be follows from the kind, which is no field of the form."""

    def clean_months(self) -> int:
        months: int = self.cleaned_data["months"]
        self.instance.months = months
        try:
            self.instance.validate_constraints(exclude={"reason"})
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return months


@admin.register(RetentionRule)
class RetentionRuleAdmin(Scoped):
    """One row a class; the classes are those of the register."""

    list_display = ["kind", "months", "reason"]
    fields = ["kind", "months", "reason"]
    readonly_fields = ["kind"]
    change_list_template = "trainees/desk/retention_rules.html"

    def get_urls(self) -> list[URLPattern]:
        return [*privacy_desk.urls(self.admin_site), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, form=RuleForm, **kwargs)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        retention.change(obj, months=obj.months, reason=obj.reason, by=request.user)


@admin.register(PurgeRun)
class PurgeRunAdmin(ReadOnly, Scoped):
    """One row a night, as proof."""

    list_display = ["on", "finished_at", "gone"]
    fields = ["on", "finished_at", "by_kind"]
    readonly_fields = ["on", "finished_at", "by_kind"]

    @admin.display(description=_("rows gone"))
    def gone(self, row: PurgeRun) -> int:
        return row.total

    @admin.display(description=_("of what"))
    def by_kind(self, row: PurgeRun) -> str:
        return ", ".join(f"{model}: {count}" for model, count in sorted(row.counts.items())) or "–"
