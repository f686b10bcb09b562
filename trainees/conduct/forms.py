"""What is typed about broken house rules."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy

from imyportal import fields
from imyportal.forms import OnceMixin

from ..enums import BreachParty, Rung
from ..told_form import ToldForm
from .writing import Happened


class WriteForm(OnceMixin):
    """What happened."""

    rule = forms.CharField(
        label=gettext_lazy("Which rule"),
        max_length=200,
        help_text=gettext_lazy("As the house rules say it, like: quiet after 22:00."),
        error_messages={"required": gettext_lazy("Write which rule was broken.")},
    )
    text = fields.words(
        gettext_lazy("What happened"),
        rows=6,
        missing=gettext_lazy("Write what happened."),
        help_text=gettext_lazy(
            "Facts: who saw what. The trainee reads it. It cannot be changed later, only added to."
        ),
    )
    happened_at = fields.moment(gettext_lazy("When it happened"))

    def clean_happened_at(self) -> datetime:
        return fields.past(self.cleaned_data["happened_at"])

    def happened(self) -> Happened:
        return Happened(**{name: self.cleaned_data[name] for name in Happened.__dataclass_fields__})


class FollowForm(OnceMixin):
    """A rung of the ladder."""

    rung = fields.one_of(
        gettext_lazy("What follows"),
        Rung.choices,
        gettext_lazy("Choose what follows."),
        coerce=int,
        help_text=gettext_lazy("With a report the sending tutor gets a mail that asks for a talk."),
    )
    text = fields.words(
        gettext_lazy("What was said and agreed"),
        missing=gettext_lazy("Write what was said and agreed."),
        help_text=gettext_lazy("The trainee reads it."),
    )
    because = forms.CharField(
        label=gettext_lazy("Why at once"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Only when a rung is skipped, or somebody is excluded who said nothing to it."
        ),
    )


class ReplyForm(OnceMixin):
    """What the trainee says."""

    text = fields.words(
        gettext_lazy("What you say to it"),
        rows=5,
        missing=gettext_lazy("Write what you have to say."),
        help_text=gettext_lazy("Your tutor reads it. It cannot be changed later, only added to."),
    )


class SpokenForm(OnceMixin):
    """The same, written down by the tutor."""

    text = fields.words(
        gettext_lazy("What the trainee says"),
        rows=5,
        missing=gettext_lazy("Write what the trainee says."),
        help_text=gettext_lazy("In their words. The trainee reads it."),
    )


class BreachToldForm(ToldForm):
    """Who was told of it."""

    party = forms.ChoiceField(label=gettext_lazy("Who"), choices=BreachParty)
