"""Guidebook, info kit and house rules on the desk: coordinators write, everybody reads."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from imyportal.admin import Part, Scoped, ScopedStacked, Tool, add_tool, add_trail, tag

from .models import Edition, EditionQuestion, EditionSection

MARK = "*"


def may_write(request: HttpRequest) -> bool:
    """What is given to everybody is the coordinators' to change."""
    return request.user.has_perm("trainees.view_all_trainees")


class _OfDrafts:
    """What is published is only looked at."""

    def has_add_permission(self, request: HttpRequest, *parent: Any) -> bool:
        may: bool = super().has_add_permission(request, *parent)
        return may and self._is_open(request, *parent)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may: bool = super().has_change_permission(request, obj)
        return may and self._is_open(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may: bool = super().has_delete_permission(request, obj)
        return may and self._is_open(request, obj)

    def _is_open(self, request: HttpRequest, edition: Any = None) -> bool:
        return may_write(request) and not getattr(edition, "is_published", False)


class SectionInline(_OfDrafts, ScopedStacked):
    model = EditionSection
    fields = ["position", "title", "text"]


class QuestionForm(forms.ModelForm[EditionQuestion]):
    """The choices are typed one a line, the right one with a * before it."""

    lines = forms.CharField(
        label=_("choices"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60, "class": "vLargeTextField"}),
        help_text=_("One a line, with a * before the right one. Empty: an open question."),
    )

    class Meta:
        model = EditionQuestion
        fields = ["position", "text", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].initial = "\n".join(
            f"{MARK if place == self.instance.right else ''}{option}"
            for place, option in enumerate(self.instance.options)
        )

    def clean_lines(self) -> str:
        found = [each.strip() for each in self.cleaned_data["lines"].splitlines() if each.strip()]
        right = [place for place, each in enumerate(found) if each.startswith(MARK)]
        if found and (len(found) < 2 or len(right) != 1):
            raise ValidationError(
                gettext("Write at least two choices, one a line, with a * before the right one.")
            )
        self.instance.choices = "\n".join(each.removeprefix(MARK).strip() for each in found)
        self.instance.right = right[0] if right else None
        return self.instance.choices


class QuestionInline(_OfDrafts, ScopedStacked):
    model = EditionQuestion
    form = QuestionForm
    fields = ["position", "text", "lines", "note"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj):
            return ["position", "text", "lines", "note"]
        return ["position", "text", "choices", "note"]


@admin.register(Edition)
class EditionAdmin(_OfDrafts, Scoped):
    """One version in one language. A published one is looked at, and followed by a new one."""

    list_display = ["title", "kind", "language", "version", "state", "published_at"]
    list_filter = ["kind", "language"]
    search_fields = ["title__alike"]
    fields = ["kind", "language", "version", "title", "news", "published_at", "published_by"]
    readonly_fields = ["kind", "language", "version", "published_at", "published_by"]
    inlines = [SectionInline, QuestionInline]
    actions = None

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A draft begins with a text, on a page of its own."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect("admin:trainees_edition_begin")

    @admin.display(description=_("state"), ordering="published_at")
    def state(self, row: Edition) -> SafeString:
        return tag(_("published"), "ok") if row.is_published else tag(_("draft"), "wait")


def _next_version(edition: Edition) -> str:
    page = reverse("admin:trainees_edition_begin")
    return f"{page}?kind={edition.kind}&language={edition.language}"


add_tool(
    "trainees.Edition",
    Tool(
        lambda edition: (
            gettext("Read it") if edition.is_published else gettext("Read it and publish")
        ),
        "admin:trainees_edition_read",
    ),
)
add_tool(
    "trainees.Edition",
    Tool(
        _("Begin a new version"),
        permission="trainees.view_all_trainees",
        url=_next_version,
        shown=lambda edition: edition.is_published,
    ),
)
add_tool(
    "trainees.Group",
    Tool(_("Guidebook and house rules"), "admin:trainees_group_guide"),
    Part.BEFORE,
)
add_trail("trainees.Edition")
