"""A text in all languages on the desk: one field a language, English required."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .scope import Scoped

CODES = ["en", *(code for code, _name in settings.LANGUAGES if code != "en")]
FIELDS = [f"name_{code}" for code in CODES]


def _field(code: str) -> forms.CharField:
    return forms.CharField(
        label=dict(settings.LANGUAGES)[code],
        required=code == "en",
        max_length=120,
        widget=forms.TextInput(attrs={"class": "vTextField", "lang": code}),
        help_text=_("Shown where another language is empty.") if code == "en" else "",
    )


class _Names(forms.ModelForm[Any]):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in CODES:
            self.fields[f"name_{code}"].initial = (self.instance.names or {}).get(code, "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found = {code: data.get(f"name_{code}", "") for code in CODES}
        # Languages the pages do not speak (yet) keep their wording.
        kept = {
            code: text for code, text in (self.instance.names or {}).items() if code not in CODES
        }
        self.instance.names = {code: text for code, text in found.items() if text} | kept
        return data


# For a model whose `names` are {"en": …, "it": …}; the fields are `FIELDS`.
NamesForm = type("NamesForm", (_Names,), {f"name_{code}": _field(code) for code in CODES})


class Named(Scoped):
    """For the page of such a model; who may only look reads the wordings as they are stored."""

    form = NamesForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        names = FIELDS if self._is_changed_here(request, obj) else ["wordings"]
        return [*self.fields, *names]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        return fixed if self._is_changed_here(request, obj) else [*fixed, "wordings"]

    def _is_changed_here(self, request: HttpRequest, obj: Any) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, obj)

    @admin.display(description=_("name"))
    def wordings(self, row: Any) -> str:
        return " · ".join(f"{code}: {text}" for code, text in row.names.items())
