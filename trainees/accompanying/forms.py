"""What is typed about accompanying persons, on the desk and by the school."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Language
from imyportal import fields

from ..enums import Sex
from ..guardians.forms import phone_number
from ..models import AccompanyingPerson, Group
from . import days
from .entering import Said

NAMES = [
    "first_name", "last_name", "email", "phone", "language", "sex", "arrives_on", "leaves_on",
]  # fmt: skip


class PersonForm(forms.Form):
    """Somebody who comes with a group; begun with the days of the group, or with what is known."""

    first_name = forms.CharField(
        label=gettext_lazy("First name"),
        max_length=100,
        error_messages={"required": gettext_lazy("Write the first name.")},
    )
    last_name = forms.CharField(
        label=gettext_lazy("Last name"),
        max_length=100,
        error_messages={"required": gettext_lazy("Write the last name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The link to their page and the news of the group go there."),
        error_messages={
            "required": gettext_lazy("Write the e-mail address: news and the link go there."),
            "invalid": gettext_lazy("Write an e-mail address, like name@school.eu."),
        },
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel"}),
        help_text=gettext_lazy("With the code of the country. The trainees of the group see it."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language)
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"),
        choices=[("", "–"), *Sex.choices],
        required=False,
        help_text=gettext_lazy("For the room and the police’s guest file."),
    )
    arrives_on = fields.day(
        gettext_lazy("Arrives on"), missing=gettext_lazy("Enter the day of arrival.")
    )
    leaves_on = fields.day(
        gettext_lazy("Leaves on"), missing=gettext_lazy("Enter the day of leaving.")
    )

    def __init__(
        self, *args: Any, group: Group, person: AccompanyingPerson | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        self.initial = {
            "language": group.organisation.language,
            "arrives_on": group.arrives_on,
            "leaves_on": group.leaves_on,
        }
        if person is not None:
            self.initial = {name: getattr(person, name) for name in NAMES}

    def clean_phone(self) -> str:
        if not self.cleaned_data["phone"]:
            return ""
        try:
            return phone_number(self.cleaned_data["phone"])
        except ValueError:
            text = _("Write the number with the code of the country, like +49 231 123456.")
            raise ValidationError(text, code="phone") from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            days.check(self.group, data.get("arrives_on"), data.get("leaves_on"))
        except ValidationError as error:
            self.add_error(None, error)
        return data

    def said(self) -> Said:
        """What was typed."""
        return Said(**{name: self.cleaned_data[name] for name in NAMES})


class NewsForm(forms.Form):
    """Which of the two buttons of their own page."""

    news = forms.ChoiceField(choices=[("on", ""), ("off", "")])
