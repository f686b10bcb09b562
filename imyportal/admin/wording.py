"""A text in all languages on the desk: one field a language, English required."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

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
        self.instance.names = {code: text for code, text in found.items() if text}
        return data


# For a model whose `names` are {"en": …, "it": …}; the fields are `FIELDS`.
NamesForm = type("NamesForm", (_Names,), {f"name_{code}": _field(code) for code in CODES})
