"""What is typed about guardians: by themselves, in seven languages, and by the agency on the desk."""

from typing import Any

import phonenumbers
from django import forms
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy

from ..enums import AUTHORISATIONS
from .authorisations import DAYS_BEFORE

SPOKEN = ["de", "en", "es", "fr", "hu", "it", "pl", "ar", "nl", "pt", "ro", "tr", "uk"]


def phone_number(typed: str) -> str:
    """The number as E.164; raises `ValueError` for what no telephone of that country has, or without its code."""
    try:
        number = phonenumbers.parse(typed, None)
    except phonenumbers.NumberParseException as error:
        raise ValueError(str(error)) from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError("impossible")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class ContactForm(forms.Form):
    """Whom to call in an emergency. `say`: the words of the page, by key, in the reader's language."""

    name = forms.CharField(max_length=200)
    relation = forms.CharField(max_length=80)
    phone = forms.CharField(max_length=40)
    languages = forms.MultipleChoiceField(
        choices=[(code, str(LANG_INFO[code]["name_local"]).capitalize()) for code in SPOKEN],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, say: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say = say
        for name, field in self.fields.items():
            field.label = say[f"f_{name}"]
            field.help_text = say.get(f"f_{name}_hint", "")
            wrong = say[f"e_{name}"]
            field.error_messages |= dict.fromkeys(
                ["required", "invalid", "invalid_choice", "invalid_list"], wrong
            )
        self.fields["phone"].widget.attrs |= {"type": "tel", "autocomplete": "tel"}

    def clean_phone(self) -> str:
        try:
            return phone_number(self.cleaned_data["phone"])
        except ValueError:
            raise forms.ValidationError(self.say["e_phone"], code="phone") from None


class NewsForm(forms.Form):
    """Which of the two buttons."""

    news = forms.ChoiceField(choices=[("on", ""), ("off", "")])


class ChooseForm(forms.Form):
    """What a group asks the guardians of its minors, on the desk."""

    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("What guardians of minors are asked"),
        choices=[(each.value, each.label) for each in AUTHORISATIONS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    days_before = forms.IntegerField(
        label=gettext_lazy("On the board from so many days before arrival"),
        min_value=0,
        max_value=366,
        initial=DAYS_BEFORE,
        error_messages={"required": gettext_lazy("Enter a number of days, like 14.")},
    )
