"""The form of every register that says who was told of something."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from imyportal import fields
from imyportal.forms import OnceMixin

from .enums import ToldHow


class ToldForm(OnceMixin):
    """Who was told, how and when; a register adds `party`."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("Of the person, or of the office."),
        error_messages={"required": gettext_lazy("Write who was told.")},
    )
    how = forms.ChoiceField(label=gettext_lazy("How"), choices=ToldHow)
    told_at = fields.moment(gettext_lazy("When"))
    field_order = ["party"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("told_at", timezone.localtime())

    def clean_told_at(self) -> datetime:
        return fields.past(self.cleaned_data["told_at"])
