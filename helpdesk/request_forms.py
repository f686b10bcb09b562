"""What a trainee types to the help desk."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal import fields
from imyportal.forms import OnceMixin
from imyportal.uploads import ChooseAgain, UploadField

from .enums import Topic
from .tickets import posting
from .tickets.asking import Trip
from .tickets.posting import Said

RIDE = ("leaves_at", "origin", "destination", "people")
PHOTO: dict[str, Any] = {
    "label": gettext_lazy("Photo or PDF"),
    "required": False,
    "multiple": True,
}


class SaidForm(OnceMixin, ChooseAgain):
    """A message with photos."""

    text = fields.words(
        gettext_lazy("Your answer"), rows=4, missing=gettext_lazy("Write your message.")
    )
    files = UploadField(**PHOTO)  # type: ignore[assignment]  # taken off the class by its maker

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = not self.says_more()

    def says_more(self) -> bool:
        """Something is sent that needs no words."""
        return "files" in self.files  # type: ignore[operator]

    def said(self) -> Said:
        data = self.cleaned_data
        return Said(data["text"], data["files"] or [], posting.of_form(data["once"]))


class LineForm(SaidForm):
    """A message in the direct line, of either side."""

    text = fields.words(
        gettext_lazy("Your message"), rows=4, missing=gettext_lazy("Write your message.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not called optional: a photo alone is the exception.
        self.fields["text"].required = not self.files


class AskForm(SaidForm):
    """A new request: what about, in one's own words, with a photo; of a taxi also when, from where and to."""

    topic = fields.one_of(
        gettext_lazy("What is it about?"),
        Topic.choices,
        gettext_lazy("Choose what it is about."),
    )
    ride = fields.one_of(
        gettext_lazy("Do you need a taxi or a transfer?"),
        [
            ("yes", gettext_lazy("Yes, for a certain time")),
            # Translators: of transport: no taxi, a question about buses and trains
            ("no", gettext_lazy("No, it is about something else")),
        ],
        gettext_lazy("Choose whether it is a taxi or a transfer."),
    )
    leaves_at = fields.moment(gettext_lazy("When"))
    origin = forms.CharField(
        label=gettext_lazy("From"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write where it starts.")},
    )
    destination = forms.CharField(
        label=gettext_lazy("To"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write where it goes.")},
    )
    people = forms.IntegerField(
        label=gettext_lazy("How many people"),
        min_value=1,
        max_value=60,
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("Enter how many people, like 2.")
        ),
    )
    field_order = ["topic", "ride", *RIDE, "text", "files"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = gettext_lazy("What do you need?")
        self.fields["text"].error_messages["required"] = gettext_lazy("Write what you need.")
        self.fields["text"].help_text = gettext_lazy(
            "In your own words, in any of our languages. What happened, where, since when?"
        )
        if self.is_bound:  # what is not shown yet is not called optional
            self.fields["ride"].required = self.data.get("topic") == Topic.TRANSPORT
            for name in RIDE:
                self.fields[name].required = self._wants_ride()

    def clean_leaves_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["leaves_at"]
        if at and at < timezone.now():
            raise forms.ValidationError(_("This is over. Enter a time to come."), code="past")
        return at

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self._wants_ride():  # what was typed before another choice is out of sight
            for name in RIDE:
                self.errors.pop(name, None)
        return data

    def says_more(self) -> bool:
        return super().says_more() or self._wants_ride()

    def _wants_ride(self) -> bool:
        said = (self.data.get("topic"), self.data.get("ride"))
        return said == (Topic.TRANSPORT, "yes")

    def trip(self) -> Trip | None:
        if not self._wants_ride():
            return None
        data = self.cleaned_data
        return Trip(**{name: data[name] for name in RIDE})
