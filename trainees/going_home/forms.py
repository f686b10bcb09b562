"""What is typed about ways home."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal import fields

from ..models import WayHome
from .saying import Plan


class GroupForm(forms.Form):
    """When a group is expected home."""

    home_by = fields.moment(gettext_lazy("Expected home by"))


class PlanForm(forms.Form):
    """How one person goes home."""

    leaves_on = fields.day(gettext_lazy("Leaves on"), required=False)
    home_by = fields.moment(gettext_lazy("Expected home by"), required=False)
    note = forms.CharField(
        label=gettext_lazy("How"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Such as: picked up by the father, or a flight with its number."),
    )
    with_group = forms.BooleanField(label=gettext_lazy("Goes with the group"), required=False)

    def __init__(self, *args: Any, way: WayHome, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "leaves_on": way.leaves_on,
            "home_by": timezone.localtime(way.home_by),
            "note": way.note,
            "with_group": False,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("with_group"):
            return data
        if not data.get("leaves_on") and "leaves_on" not in self.errors:
            self.add_error("leaves_on", _("Enter the day of departure."))
        if not data.get("home_by") and "home_by" not in self.errors:
            self.add_error("home_by", _("Enter when they are expected home."))
        return data

    def plan(self) -> Plan | None:
        """None: with the group."""
        data = self.cleaned_data
        if data["with_group"]:
            return None
        return Plan(data["leaves_on"], data["home_by"], data["note"])
