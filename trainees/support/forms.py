"""What is typed about support plans."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal import fields, weeks

from ..enums import SupportTopic
from .following import ADJUSTS
from .sharing import Person

WORDS = gettext_lazy("Needs and adjustments only. Never a diagnosis, never an illness by its name.")
EXAMPLES = {
    SupportTopic.WORK: gettext_lazy(
        "Like: a quiet place, tasks one by one, tools at sitting height."
    ),
    SupportTopic.HOURS: gettext_lazy("Like: at most 6 h a day, a break of 15 minutes each 90."),
    SupportTopic.EVALUATION: gettext_lazy("Like: questions read aloud, twice the time."),
    SupportTopic.COMMUNICATION: gettext_lazy("Like: short sentences, in writing, face to face."),
    SupportTopic.EMERGENCY: gettext_lazy(
        "Like: does not hear the alarm, somebody must fetch them; whom to call first."
    ),
    SupportTopic.HOUSE: gettext_lazy("Like: a room on the ground floor, a light that flashes."),
}
NUMBER_ERRORS = ("invalid", "min_value", "max_value")


class SeenForm(forms.Form):
    """Carries which state of the plan somebody saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> datetime:
        found = parse_datetime(self.cleaned_data["seen"]) if self.cleaned_data["seen"] else None
        if found is None or found.tzinfo is None:
            raise forms.ValidationError(_("Open the page again."), code="seen")
        return found


class PlanForm(SeenForm):
    """What the tutor writes; what the learner says in their own words is the learner's."""

    contact_days = forms.IntegerField(
        label=gettext_lazy("Somebody of us speaks with the learner at least every … days"),
        min_value=1,
        max_value=7,
        required=False,
        help_text=gettext_lazy("1 to 7. Empty: as usual. The Today board goes by it."),
        error_messages=dict.fromkeys(
            NUMBER_ERRORS, gettext_lazy("Days between contacts: enter a number from 1 to 7.")
        ),
    )
    day_minutes = forms.TypedChoiceField(
        label=gettext_lazy("Hours a day at most"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy(
            "From the day on which the learner agrees; days before keep their hours. Nobody reads why."
        ),
    )
    evaluation_days = forms.IntegerField(
        label=gettext_lazy("Days more for each evaluation"),
        min_value=1,
        max_value=7,
        required=False,
        help_text=gettext_lazy(
            "1 to 7. Empty: as for everybody. Evaluations are due, and may be changed, so much later."
        ),
        error_messages=dict.fromkeys(
            NUMBER_ERRORS, gettext_lazy("Days more for evaluations: enter a number from 1 to 7.")
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = [(each, f"{weeks.hours(each)} h") for each in range(60, 481, 30)]
        self.fields["day_minutes"].choices = [("", _("as for everybody")), *hours]  # type: ignore[attr-defined]
        for topic, example in EXAMPLES.items():
            label = str(topic.label)
            self.fields[topic.value] = fields.words(
                label[:1].upper() + label[1:], required=False, help_text=example
            )

    def numbers(self) -> dict[str, int | None]:
        return {name: self.cleaned_data[name] for name in ADJUSTS}

    def texts(self) -> dict[SupportTopic, str]:
        return {topic: self.cleaned_data[topic.value] for topic in EXAMPLES}


class OwnForm(SeenForm):
    """What the learner writes."""

    own = fields.words(
        gettext_lazy("In your own words"),
        rows=5,
        required=False,
        help_text=gettext_lazy(
            "What helps you, and what does not. You need not name any illness or diagnosis."
        ),
    )


class ShareForm(forms.Form):
    """Which topics for whom, until when."""

    person = forms.ChoiceField(
        label=gettext_lazy("With whom"),
        error_messages={"required": gettext_lazy("Choose a person.")},
    )
    topics = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What"),
        coerce=SupportTopic,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what is to be shared.")},
    )
    until = fields.day(
        gettext_lazy("Until"), missing=gettext_lazy("Choose the last day of the share.")
    )

    def __init__(
        self, *args: Any, people: list[Person], topics: list[SupportTopic], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {each.key: each for each in people}
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (each.key, f"{each.name} ({each.party.label})") for each in people
        ]
        self.fields["topics"].choices = [(each.value, each.label) for each in topics]  # type: ignore[attr-defined]

    def clean_person(self) -> Person:
        return self.people[self.cleaned_data["person"]]
