"""What is typed about a welcome day."""

from django import forms
from django.utils.translation import gettext_lazy

from imyportal import fields


class DayForm(forms.Form):
    """When and where."""

    starts_at = fields.moment(gettext_lazy("Begins"))
    place = forms.CharField(
        label=gettext_lazy("Where"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write where the group meets.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What to bring or know"), required=False, max_length=300
    )
