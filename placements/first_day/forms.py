"""What is typed about a first day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from imyportal import fields


class FirstDayForm(forms.Form):
    """When, where, by whom, and the way."""

    meets_at = fields.moment(_("First meeting"))
    place = forms.CharField(
        label=_("Where"),
        max_length=200,
        error_messages={"required": _("Write where the trainee is met.")},
    )
    accompanied_by = forms.ModelChoiceField(
        label=_("Accompanied by"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("nobody"),
    )
    bring = forms.CharField(label=_("What to bring or wear"), max_length=300, required=False)
    route = fields.words(_("Way to work"), required=False)
    minutes = forms.IntegerField(
        label=_("Minutes for the way"), min_value=1, max_value=240, required=False
    )
    lines = forms.CharField(
        label=_("Lines, like bus 12, train to Prato"), max_length=120, required=False
    )
    ticket = forms.CharField(label=_("Ticket"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_staff=True, is_active=True).order_by("first_name", "pk")
        self.fields["accompanied_by"].queryset = people  # type: ignore[attr-defined]
