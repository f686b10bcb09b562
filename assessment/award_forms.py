"""What is typed to give an award, to suggest one, and to decide about it."""

from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from imyportal.errors import name_limits
from placements.models import Placement

from . import awards
from .enums import MeritLevel
from .models import Award


class Offered(forms.TextInput):
    """A text field with suggestions; the browser shows them, and anything else may be typed."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        key = f"{(attrs or {}).get('id', name)}_offered"
        field = super().render(name, value, {**(attrs or {}), "list": key}, renderer)
        rows = format_html_join(
            "", '<option value="{}"></option>', ((each,) for each in awards.occasions())
        )
        return format_html('{}<datalist id="{}">{}</datalist>', field, key, rows)


class AwardForm(forms.Form):
    """Level, occasion and reason."""

    level = forms.TypedChoiceField(
        label=_("Level"),
        coerce=int,
        widget=forms.RadioSelect,
        # Translators: read by companies too, in a polite or neutral form
        error_messages={"required": _("The level is missing.")},
    )
    occasion = forms.CharField(
        label=_("What for?"),
        # Translators: read by companies too, in a polite or neutral form
        help_text=_("One occasion, in a few words. The list offers some."),
        max_length=120,
        widget=Offered(attrs={"class": "form-control", "autocomplete": "off"}),
        error_messages={"required": _("The occasion is missing.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        # Translators: read by companies too, in a polite or neutral form
        help_text=_("What was done well. The trainee reads it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        error_messages={"required": _("The reason is missing.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (level.value, _pictured(level)) for level in MeritLevel
        ]
        name_limits(self.fields.values())


def _pictured(level: MeritLevel) -> str:
    picture = static(f"img/badges/merit-{level.value}.svg")
    label = capfirst(str(level.label))
    return format_html('<img src="{}" alt="" width="48" height="48"> {}', picture, label)


class GiveForm(AwardForm):
    """The agency tutor's: also at which company, when there was more than one."""

    def __init__(self, *args: Any, placements: list[Placement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.placements = {each.pk: each for each in placements}
        if len(placements) > 1:
            self.fields["placement"] = forms.TypedChoiceField(
                label=_("Company"),
                coerce=int,
                choices=[(each.pk, str(each.company)) for each in placements],
            )

    @property
    def chosen(self) -> Placement | None:
        """The placement it belongs to; None for who has none."""
        if "placement" in self.cleaned_data:
            return self.placements[self.cleaned_data["placement"]]
        return next(iter(self.placements.values()), None)


class WhyNotForm(forms.Form):
    """Why a suggestion is declined, or an award withdrawn."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the reason.")},
    )

    def __init__(self, *args: Any, award: Award, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = (
            _("It stays in the agency.")
            if award.confirmed_at is None
            else _("It stays in the agency. The trainee gets no e-mail: talk with them first.")
        )
