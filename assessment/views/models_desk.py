"""Written models on the desk: a new wording is a new version."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.enums import Language
from accounts.requests import UserRequest
from imyportal.admin.pages import framed

from .. import policies, written_models
from ..models import WrittenModel

LONGEST = 1500


class TextForm(forms.Form):
    """One text a language; what is empty falls back to English."""

    def __init__(self, *args: Any, texts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in Language:
            self.fields[language] = forms.CharField(
                label=language.label,
                max_length=LONGEST,
                required=language == Language.EN,
                initial=texts.get(language, ""),
                widget=forms.Textarea(attrs={"rows": 5, "lang": language.value}),
                error_messages={
                    "required": _("Write the English text: it stands in for the others.")
                },
            )
        self.fields["field"] = forms.CharField(
            label=_("Field"),
            max_length=120,
            required=False,
            help_text=_("Empty: every field. Else as trainees have it, like “Mechatronics”."),
        )


def urls(site: AdminSite) -> list[URLPattern]:
    """The page for `site.get_urls()`; its name is below `admin:`."""

    name = "assessment_writtenmodel_write"
    return [path("assessment/writtenmodel/<int:pk>/write/", framed(site, write), name=name)]


@require_http_methods(["GET", "POST"])
def write(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Write the next version of a model, or one of the same objective for another field."""
    seen = WrittenModel.objects.visible_to(request.user).select_related("objective")
    model = get_object_or_404(seen, pk=pk)
    if not policies.can_plan(request.user, None):
        raise PermissionDenied
    initial = {"field": model.field}
    form = TextForm(request.POST or None, texts=model.texts, initial=initial)
    if form.is_valid():
        texts = {language.value: form.cleaned_data[language] for language in Language}
        try:
            made = written_models.write(
                model.objective, field=form.cleaned_data["field"], texts=texts, by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = _("Version %(number)d is in use now.") % {"number": made.version}
            messages.success(request, text)
            return redirect("admin:assessment_writtenmodel_change", made.pk)
    context |= {"form": form, "model": model, "title": _("Write a new version")}
    return render(request, "assessment/desk/written_model.html", context)
