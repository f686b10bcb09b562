"""Papers of the school on the desk: what is asked for, in the agency's template and in each group."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from imyportal import audit, uploads
from imyportal.admin import Part, Tool, VisibleRelated, add_tool
from imyportal.admin.wording import CODES, NamesForm
from imyportal.enums import Action

from .journey_admin import OfTemplate
from .models import Group, PaperWanted
from .papers import asking

HELPS = [f"help_{code}" for code in CODES]
FILES = {"new_blank": "blank_form", "new_example": "example"}


class _Wanted(NamesForm):
    """With a help text in each language, and two files; `by` is who saves it."""

    by: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in CODES:
            self.fields[f"help_{code}"].initial = (self.instance.helps or {}).get(code, "")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        found = {code: data.get(f"help_{code}", "") for code in CODES}
        kept = {code: text for code, text in self.instance.helps.items() if code not in CODES}
        self.instance.helps = {code: text for code, text in found.items() if text} | kept
        if not self.errors:
            self._take_in(data)
        return data

    def _take_in(self, data: dict[str, Any]) -> None:
        for field, column in FILES.items():
            if data.get(field):
                try:
                    setattr(self.instance, column, uploads.take_in(data[field], by=self.by))
                except ValidationError as error:
                    self.add_error(field, error)


def _help(code: str, name: Any) -> forms.CharField:
    return forms.CharField(
        label=name,
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField", "lang": code}),
    )


def _labels() -> dict[str, Any]:
    from django.conf import settings
    from django.utils.text import format_lazy

    names = dict(settings.LANGUAGES)
    return {code: format_lazy("{}: {}", _("help"), names[code]) for code in CODES}


WantedForm = type(
    "WantedForm",
    (_Wanted,),
    {f"help_{code}": _help(code, label) for code, label in _labels().items()}
    | {
        "new_blank": uploads.UploadField(label=_("blank form"), required=False),
        "new_example": uploads.UploadField(label=_("example"), required=False),
    },
)


@admin.register(PaperWanted)
class PaperWantedAdmin(OfTemplate):
    """A paper that somebody has handed in cannot be deleted."""

    form = WantedForm
    list_display = ["__str__", "group", "kind_of_group", "filled_by", "needed_for"]
    list_filter = [("group", VisibleRelated), "filled_by", "needed_for"]
    list_select_related = ["group"]
    fields = [
        "group", "kind_of_group", "code", "position", "filled_by", "needed_for", "due_from", "due_days",
    ]  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        found = super().get_fields(request, obj)
        return [*found, *HELPS, *FILES] if self._is_changed_here(request, obj) else found

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.by = request.user
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"group": request.GET.get("group", "")[:18]}

    def save_model(self, request: Any, obj: PaperWanted, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.group is not None:
            audit.note(Action.PAPER_ASKED, by=request.user, about=obj.group, what=obj.code)
            asking.changed(obj.group, by=request.user)

    def delete_model(self, request: Any, obj: PaperWanted) -> None:
        group = obj.group
        super().delete_model(request, obj)
        if group is not None:
            asking.changed(group, by=request.user)

    def delete_queryset(self, request: Any, queryset: QuerySet[PaperWanted]) -> None:
        groups = list(Group.objects.filter(papers_wanted__in=queryset).distinct())
        super().delete_queryset(request, queryset)
        for group in groups:
            asking.changed(group, by=request.user)


add_tool(
    "trainees.Group",
    Tool(_("Papers of the school"), "admin:trainees_group_papers", "trainees.change_paperhandin"),
    Part.BEFORE,
)
