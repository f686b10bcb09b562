"""What is typed on the desk about requests for help."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from imyportal import fields, opening

from .enums import TicketState, Topic
from .models import Ticket
from .models.tickets import SHORT
from .request_forms import RIDE, AskForm, LineForm, SaidForm
from .tickets.posting import Said

THEN = [TicketState.WAITING, TicketState.OPEN, TicketState.SOLVED]


class Seen(forms.Form):
    """What stood on the page when somebody answered: the key of the newest message."""

    seen = forms.IntegerField(
        required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput
    )


class AnswerForm(Seen, SaidForm):
    """To the trainee; the button says whose turn it is then."""

    text = fields.words(gettext_lazy("Answer"), rows=6, missing=gettext_lazy("Write your answer."))
    then = forms.ChoiceField(choices=[(each.value, each.label) for each in THEN], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="answer_%s", **kwargs)

    def said(self) -> Said:
        return replace(super().said(), seen=self.cleaned_data["seen"])

    def whose_turn(self) -> TicketState:
        return TicketState(self.cleaned_data["then"] or TicketState.WAITING)


class DeskLineForm(Seen, LineForm):
    """In the direct line, from the desk."""

    def said(self) -> Said:
        return replace(super().said(), seen=self.cleaned_data["seen"])


class OnBehalfForm(AskForm):
    """What a trainee said on the phone or at the desk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ride"].label = gettext_lazy("Do they need a taxi or a transfer?")
        if not self.is_bound:
            for name in ("ride", *RIDE):
                self.fields[name].required = False
        self.fields["text"].label = gettext_lazy("What they need")
        self.fields["text"].help_text = gettext_lazy("The trainee reads it.")


class NoteForm(SaidForm):
    """For colleagues."""

    text = fields.words(
        gettext_lazy("Note for colleagues"), rows=6, missing=gettext_lazy("Write your note.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="note", auto_id="%s", **kwargs)


class CareForm(forms.Form):
    """Who looks after it, and what it is about."""

    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who looks after it"),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
        error_messages={"invalid_choice": gettext_lazy("Choose a colleague who works here now.")},
    )
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), choices=Topic.choices)
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=SHORT,
        help_text=gettext_lazy("The trainee sees it."),
        error_messages={"required": gettext_lazy("Write what it is about.")},
    )

    def __init__(self, data: Any = None, *, ticket: Ticket) -> None:
        initial = {"owner": ticket.owner_id, "topic": ticket.topic, "subject": ticket.subject}
        super().__init__(data, initial=initial, auto_id="care_%s", label_suffix="")
        self.fields["owner"].queryset = User.objects.tutors()  # type: ignore[attr-defined]


class LaterForm(forms.Form):
    """For how long it is put off: until the desk opens after so many days."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Put off until"),
        coerce=int,
        choices=[
            (1, gettext_lazy("the next morning")),
            (3, gettext_lazy("in three days")),
            (7, gettext_lazy("in a week")),
        ],
        error_messages={"required": gettext_lazy("Choose until when.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="later_%s", label_suffix="")

    def until(self) -> datetime:
        ahead = timedelta(days=self.cleaned_data["days"] - 1)
        return opening.opens_next(timezone.now() + ahead)


class MergeForm(forms.Form):
    """With which other request of the trainee it becomes one."""

    into = forms.ModelChoiceField(
        Ticket.objects.none(),
        label=gettext_lazy("Join with"),
        empty_label=None,
        help_text=gettext_lazy("All messages go there, in the order of time. This one is closed."),
        error_messages={
            "required": gettext_lazy("Choose another request of the same trainee."),
            "invalid_choice": gettext_lazy("Choose another request of the same trainee."),
        },
    )

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.queryset = others
        field.label_from_instance = lambda row: f"{row.number} · {row.subject}"
