"""What is typed for the Italian training plan about a trainee."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imyportal import countries
from imyportal.tax_numbers import check_person


class ParticularsForm(forms.Form):
    """Birth place, home and tax number, for the page of the trainee, of the school and of the desk."""

    birth_place = forms.CharField(
        label=_("Place of birth"),
        max_length=120,
        help_text=_(
            "The town, as it stands in the passport; with the country if it is another one."
        ),
        error_messages={"required": _("Write the place of birth.")},
    )
    street = forms.CharField(
        label=_("Street and number"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        help_text=_("Of the home, not of the house in Italy."),
        error_messages={"required": _("Write the street and the number.")},
    )
    town = forms.CharField(
        label=_("Postcode and town"),
        max_length=120,
        error_messages={"required": _("Write the postcode and the town.")},
    )
    country = forms.ChoiceField(
        label=_("Country"), error_messages={"required": _("Choose the country.")}
    )
    tax_number = forms.CharField(
        label=_("Tax number"),
        max_length=40,
        required=False,
        validators=[check_person],
        help_text=_("The Italian codice fiscale if there is one, else that of the home country."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *countries.choices()]  # type: ignore[attr-defined]
