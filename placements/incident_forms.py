"""What is typed about incidents."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal import fields
from imyportal.forms import OnceMixin
from imyportal.uploads import ChooseAgain, UploadField
from trainees import told_form

from .enums import IncidentKind, IncidentSeverity, PartyTold
from .incidents import Away, Report, Told


class ReportForm(OnceMixin):
    """What happened, as far as it is known."""

    kind = fields.one_of(
        gettext_lazy("What it is"), IncidentKind, gettext_lazy("Choose what it is.")
    )
    severity = fields.one_of(
        gettext_lazy("How grave it is"),
        IncidentSeverity,
        gettext_lazy("Choose how grave it is."),
        coerce=int,
    )
    is_deadly = forms.BooleanField(
        label=gettext_lazy("Somebody died or is in danger of death"),
        required=False,
        help_text=gettext_lazy(
            "INAIL must know within 24 hours of the accident, by any means: call them first."
        ),
    )
    happened_at = fields.moment(gettext_lazy("When it happened"))
    known_at = fields.moment(
        gettext_lazy("When we heard of it"),
        help_text=gettext_lazy("INAIL must know of an accident within 48 hours from then."),
    )
    place = forms.CharField(
        label=gettext_lazy("Where"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write where it happened.")},
    )
    text = fields.words(
        gettext_lazy("What happened"),
        rows=6,
        missing=gettext_lazy("Write what happened."),
        help_text=gettext_lazy("Facts: who saw what. It cannot be changed later, only added to."),
    )

    first_day = fields.day(
        gettext_lazy("Misses work from"),
        required=False,
        help_text=gettext_lazy(
            "If so, the absence is written down, too, without the reason; nobody is reminded of hours."
        ),
    )
    last_day = fields.day(
        gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("As far as known. Empty: one day."),
    )
    tells_company = forms.BooleanField(
        label=gettext_lazy("Tell the company of the absence by e-mail now"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("known_at", timezone.localtime())

    def clean_happened_at(self) -> datetime:
        return fields.past(self.cleaned_data["happened_at"])

    def clean_known_at(self) -> datetime:
        return fields.past(self.cleaned_data["known_at"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        happened, known = data.get("happened_at"), data.get("known_at")
        if happened and known and known < happened:
            self.add_error("known_at", _("Nobody can have heard of it before it happened."))
        if data.get("last_day") and not data.get("first_day") and "first_day" not in self.errors:
            self.add_error("first_day", _("Choose the first day."))
        return data

    def away(self) -> Away | None:
        data = self.cleaned_data
        first = data["first_day"]
        return Away(first, data["last_day"] or first, data["tells_company"]) if first else None

    def report(self) -> Report:
        return Report(**{name: self.cleaned_data[name] for name in Report.__dataclass_fields__})


class ToldForm(told_form.ToldForm):
    """Who was told of an incident."""

    party = forms.ChoiceField(label=gettext_lazy("Who"), choices=PartyTold)
    number = forms.CharField(
        label=gettext_lazy("Reference number"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Such as that of the report to INAIL."),
    )

    def told(self) -> Told:
        return Told(**{name: self.cleaned_data[name] for name in Told.__dataclass_fields__})


class StepForm(OnceMixin):
    """A step of mediation."""

    text = fields.words(
        gettext_lazy("What was agreed"),
        missing=gettext_lazy("Write what was agreed, or what came to light."),
    )
    with_whom = forms.CharField(label=gettext_lazy("With whom"), max_length=300, required=False)
    due_on = fields.day(gettext_lazy("By when"), required=False)


class PaperForm(OnceMixin, ChooseAgain):
    """A document."""

    title = forms.CharField(
        label=gettext_lazy("What it is"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write what it is, like: medical certificate.")},
    )
    file = UploadField(
        label=gettext_lazy("Photo, scan or PDF"),
        error_messages={"required": gettext_lazy("Choose the photo, scan or PDF.")},
    )


class SpareForm(forms.Form):
    """Why INAIL need not be told."""

    because = forms.CharField(
        label=gettext_lazy("Why INAIL need not be told"),
        max_length=300,
        help_text=gettext_lazy("Such as: no day away from work, says the doctor."),
        error_messages={"required": gettext_lazy("Write why.")},
    )


class CloseForm(forms.Form):
    """How it ended."""

    outcome = fields.words(gettext_lazy("Outcome"), missing=gettext_lazy("Write how it ended."))
    lessons = fields.words(
        gettext_lazy("What we learn from it"),
        required=False,
        help_text=gettext_lazy("What we do otherwise from now on."),
    )
