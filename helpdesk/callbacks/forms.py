"""The public form, and what keeps programs out of it without any service of others.

Who is refused reads why, and what was typed stays: a stamp that says when the form was made, a field that only
programs fill in, no lists of links. How often somebody may ask is counted by the view.
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.enums import Language
from accounts.models import normal_email
from imyportal import fields, phones
from imyportal.forms import OnceMixin

from .asking import Wish

SALT = "helpdesk.call-me"
FASTEST, LONGEST = timedelta(seconds=3), timedelta(hours=24)
LINKS = 1  # in a text


def stamp() -> str:
    """That the form was made now."""
    return signing.dumps(int(timezone.now().timestamp()), salt=SALT)


class CallMeForm(OnceMixin):
    """Who, how to reach them, what about, in which language."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Enter your name.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy("With the country, like +49 1512 3456789."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("One of the two is enough."),
        error_messages={
            "invalid": gettext_lazy("Enter your e-mail address, like name@example.com")
        },
    )
    about = fields.words(
        gettext_lazy("What do you need?"),
        missing=gettext_lazy("Write what you need."),
        longest=1500,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language for the answer"),
        choices=Language,
        error_messages={"invalid_choice": gettext_lazy("Choose a language.")},
    )
    # Nobody sees it until a program, or a browser that means well, has filled it in.
    website = forms.CharField(label=gettext_lazy("Leave this empty"), required=False)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"stamp": stamp(), "language": (get_language() or "en")[:2]})
        # Translators: after «Phone»: that or an e-mail address
        self.fields["phone"].either = _("(or e-mail)")  # type: ignore[attr-defined]
        # Translators: after «E-mail»: that or a phone number
        self.fields["email"].either = _("(or phone)")  # type: ignore[attr-defined]
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        return phones.read(typed, "") if typed else ""

    def clean_email(self) -> str:
        return normal_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not {"phone", "email"} & self.errors.keys() and not (data["phone"] or data["email"]):
            text = _("Enter a phone number or an e-mail address, so that we can reach you.")
            self.add_error("phone", text)
        if _links(data.get("about", "")) > LINKS or _links(data.get("name", "")):
            self.add_error("about", _("Leave the links out: we ask you for them when we talk."))
        stale = self._stamp_says(data.get("stamp", ""))
        if data.get("website"):
            text = _("Something filled in this field. Empty it, then send it once more.")
            self.add_error("website", text)
            del self.fields["website"].widget.attrs["tabindex"]  # now everybody sees it
        elif stale and not self.errors:  # who left something out has read it once more anyway
            self.add_error(None, stale)
        return data

    def _stamp_says(self, text: str) -> str:
        """Why the stamp does not hold, with a new one in its place; empty when it does."""
        try:
            made = signing.loads(text, salt=SALT, max_age=LONGEST)
        except signing.BadSignature:
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["stamp"] = stamp()  # type: ignore[index]
            return _("This page was open for a long time. Send it once more.")
        if timezone.now().timestamp() - made < FASTEST.total_seconds():
            return _("That was very quick. Read it once more, then send it.")
        return ""

    def wish(self) -> Wish:
        data = self.cleaned_data
        return Wish(*(data[name] for name in ("name", "phone", "email", "about", "language")))


def _links(text: str) -> int:
    lower = text.lower()
    return lower.count("://") + lower.replace("://www.", "").count("www.")
